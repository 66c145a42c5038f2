package org.coesite.examples.silica;

import java.nio.file.Path;
import org.coesite.backend.Backend;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.structure.Structure;

/** Shieldings by a trained model. */
final class ModelShielding implements SiliconShielding {
  private final NmrModel model;

  /**
   * Loads it.
   *
   * @param file null for the bundled one
   */
  ModelShielding(Path file, Backend backend) {
    model =
        file == null
            ? NmrModel.bundled(NmrModel.SILICON_29, backend)
            : NmrModel.load(file, backend);
  }

  @Override
  public NmrPrediction of(Structure structure) {
    return model.evaluate(structure);
  }

  @Override
  public void close() {
    model.close();
  }
}
