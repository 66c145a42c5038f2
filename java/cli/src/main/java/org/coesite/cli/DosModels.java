package org.coesite.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.backend.Backend;
import org.coesite.dos.DosModel;

/** Finds the model of the density of states that a command line asks for. */
final class DosModels {
  /** Of curves, Gaussians of 0.3 eV. */
  static final String CURVE = "silicon";

  /** Of thermal quantities, narrower Gaussians. */
  static final String THERMAL = "silicon-thermal";

  private DosModels() {}

  /**
   * Loads a model.
   *
   * @param file a model file, or the name of a bundled model; null for the default
   * @param bundled name of the default
   */
  static DosModel open(Path file, String bundled, Backend backend) {
    String name = file == null ? bundled : file.toString();
    if (file == null || (!Files.exists(file) && DosModel.isBundled(name))) {
      return DosModel.bundled(name, backend);
    }
    if (!Files.exists(file)) {
      throw new WrongCallException(
          file
              + ": no such file; a .safetensors file made by coesite train dos, or "
              + CURVE
              + " or "
              + THERMAL
              + ", was expected");
    }
    return DosModel.load(file, backend);
  }

  /** A model's name and where it is from, for people. */
  static String describe(DosModel model, Path file) {
    boolean isFile = file != null && Files.exists(file);
    return model.parameters().name() + " (" + (isFile ? file.toString() : "bundled") + ")";
  }
}
