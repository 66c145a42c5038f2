package org.coesite.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.coesite.backend.Backend;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.Referencing;

/** Finds the model of tensors that a command line asks for. */
final class NmrModels {
  private NmrModels() {}

  /**
   * Loads a model.
   *
   * @param file a model file, or the name of a bundled model; null for that of 29Si
   */
  static NmrModel open(Path file, Backend backend) {
    if (isBundled(file)) {
      return NmrModel.bundled(file == null ? NmrModel.SILICON_29 : file.toString(), backend);
    }
    if (!Files.exists(file)) {
      throw new WrongCallException(
          file
              + ": no such file; a .safetensors file made by coesite train nmr, or "
              + NmrModel.SILICON_29
              + ", was expected");
    }
    return NmrModel.load(file, backend);
  }

  private static boolean isBundled(Path file) {
    return file == null || (!Files.exists(file) && NmrModel.isBundled(file.toString()));
  }

  /** A model's name and where it is from, for people. */
  static String describe(NmrModel model, Path file) {
    return model.parameters().name() + " (" + (isBundled(file) ? "bundled" : file.toString()) + ")";
  }

  /** How shieldings of a model become shifts, where that is known. */
  static Optional<Referencing> referencing(Path file) {
    return isBundled(file) ? Optional.of(NmrModel.TETRAMETHYLSILANE) : Optional.empty();
  }
}
