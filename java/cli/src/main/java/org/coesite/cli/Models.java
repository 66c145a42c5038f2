package org.coesite.cli;

import java.nio.file.Path;
import org.coesite.backend.Backend;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;

/** Finds the potential that a command line asks for. */
final class Models {
  private Models() {}

  /**
   * Loads a potential.
   *
   * @param file a model file, or the name of a bundled model; null for the bundled one of silica
   */
  static LoadedModel open(Path file, Backend backend) {
    ModelSource source = ModelSource.potential(file);
    PotentialModel model = source.readPotential();
    Object functional = model.training().get("functional");
    return new LoadedModel(
        Potential.of(model, backend),
        source.describe(model),
        functional == null ? model.description() : functional.toString(),
        source.sha256());
  }
}
