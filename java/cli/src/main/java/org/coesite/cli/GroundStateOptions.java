package org.coesite.cli;

import java.nio.file.Path;
import org.coesite.backend.Backend;
import org.coesite.dos.DosModel;
import picocli.CommandLine.Option;

/** The two models of the ground state that hot electrons are found from. */
final class GroundStateOptions {
  private static final String NONE = "none";
  private static final Path SILICON = Path.of("silicon");

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description =
          "Model of the density of states, made by coesite train dos (default: silicon-thermal,"
              + " bundled).")
  private Path modelFile;

  @Option(
      names = {"-p", "--potential"},
      paramLabel = "P",
      description =
          "Potential of the ground state: a model file, silicon or silica; none for what the"
              + " electrons add alone (default: silicon, bundled).")
  private Path potentialFile;

  DosModel openModel(Backend backend) {
    return DosModels.open(modelFile, DosModels.THERMAL, backend);
  }

  /** Null where none is wanted. */
  LoadedModel openPotential(Backend backend) {
    if (potentialFile != null && NONE.equals(potentialFile.toString())) {
      return null;
    }
    return Models.open(potentialFile == null ? SILICON : potentialFile, backend);
  }

  /** Two lines for people. */
  String describe(DosModel model, LoadedModel potential) {
    return "model:     "
        + DosModels.describe(model, modelFile)
        + "\npotential: "
        + (potential == null ? NONE : potential.name());
  }
}
