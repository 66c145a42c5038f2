package org.coesite.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.backend.Backend;
import org.coesite.io.FileProblem;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;

/** Finds the potential that a command line asks for. */
final class Models {
  private static final String BUNDLED = "silica";

  private Models() {}

  /**
   * Loads a potential.
   *
   * @param file a model file, or the name of a bundled model; null for the bundled one of silica
   */
  static LoadedModel open(Path file, Backend backend) {
    String name = file == null ? BUNDLED : file.toString();
    if (file == null || (!Files.exists(file) && Potential.isBundled(name))) {
      PotentialModel model = Potential.bundledModel(name);
      return loaded(model, model.name() + " (bundled)", backend, bundledDigest(name));
    }
    if (!Files.exists(file)) {
      throw new WrongCallException(
          file + ": no such file; a .safetensors file, or silica or silicon, was expected");
    }
    PotentialModel model = Potential.loadModel(file);
    return loaded(model, model.name() + " (" + file + ")", backend, Digest.of(file));
  }

  private static String bundledDigest(String name) {
    try (InputStream in = Potential.class.getResourceAsStream(name + ".safetensors")) {
      return Digest.of(in);
    } catch (IOException e) {
      throw FileProblem.reading(Path.of(name), e);
    }
  }

  private static LoadedModel loaded(
      PotentialModel model, String name, Backend backend, String sha256) {
    Object functional = model.training().get("functional");
    return new LoadedModel(
        Potential.of(model, backend),
        name,
        functional == null ? model.description() : functional.toString(),
        sha256);
  }
}
