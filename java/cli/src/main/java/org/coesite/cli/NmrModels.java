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
    return ModelSource.shieldings(file).readShieldings(backend);
  }

  private static boolean isBundled(Path file) {
    return file == null || (!Files.isRegularFile(file) && NmrModel.isBundled(file.toString()));
  }

  /** A model's name and where it is from, for people. */
  static String describe(NmrModel model, Path file) {
    return model.parameters().name() + " (" + (isBundled(file) ? "bundled" : file.toString()) + ")";
  }

  /** What a command line calls a model, for people. */
  static String describe(Path file) {
    return isBundled(file) ? bundledName(file) + " (bundled)" : file.toString();
  }

  private static String bundledName(Path file) {
    return file == null ? NmrModel.SILICON_29 : file.toString();
  }

  /**
   * How shieldings of a model become shifts: as the command line says, else as is known of a
   * bundled model; empty where neither says it.
   *
   * @param prefix of the options {@code reference} and {@code slope}, for messages
   * @param reference null if it was not given; likewise {@code slope}
   */
  static Optional<Referencing> referencing(
      Path file, String prefix, Double reference, Double slope) {
    if (reference == null && slope != null) {
      throw new WrongCallException(prefix + "slope needs " + prefix + "reference");
    }
    if (reference == null) {
      return isBundled(file) ? Optional.of(NmrModel.TETRAMETHYLSILANE) : Optional.empty();
    }
    return Optional.of(
        NmrNucleusOptions.referencing(
            prefix + "reference, " + prefix + "slope", reference, slope == null ? -1 : slope));
  }
}
