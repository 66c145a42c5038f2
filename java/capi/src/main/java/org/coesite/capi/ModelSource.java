package org.coesite.capi;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.dos.DosModel;
import org.coesite.models.ModelJson;
import org.coesite.models.Potential;
import org.coesite.models.Safetensors;
import org.coesite.nmr.NmrModel;

/** Opens models: from a file, or those that come with Coesite. */
final class ModelSource {
  private ModelSource() {}

  /**
   * Opens a model on a backend of its own.
   *
   * @param source a path, or where there is no such file the name of a bundled model
   */
  static OpenModel open(String source, Options options) {
    Backend backend = options.openBackend();
    try {
      return open(source, options.property(), backend);
    } catch (CoesiteException e) {
      backend.close();
      throw new CallException(Status.MODEL, e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  private static OpenModel open(String source, Property wanted, Backend backend) {
    Path file = path(source);
    if (Files.exists(file)) {
      return ofFile(file, wanted, backend);
    }
    return bundled(source, wanted, backend);
  }

  private static OpenModel bundled(String source, Property wanted, Backend backend) {
    String name = source + " (bundled)";
    if (allows(wanted, Property.ENERGY) && Potential.isBundled(source)) {
      return new OpenModel.Energies(Potential.bundled(source, backend), backend, name);
    }
    if (allows(wanted, Property.DOS) && DosModel.isBundled(source)) {
      return new OpenModel.Dos(DosModel.bundled(source, backend), backend, name);
    }
    if (allows(wanted, Property.SHIELDING) && NmrModel.isBundled(source)) {
      return new OpenModel.Tensors(NmrModel.bundled(source, backend), backend, name);
    }
    throw new CallException(
        Status.MODEL,
        source + ": no such file, and no such bundled model of " + bundledOnes(wanted));
  }

  private static String bundledOnes(Property wanted) {
    return switch (wanted) {
      case ANY, ENERGY -> "energies: silica, silicon";
      case DOS -> "densities of states: silicon, silicon-thermal";
      case SHIELDING -> "shielding tensors: " + NmrModel.SILICON_29;
      case EFG, TENSOR -> wanted.words() + ": there is none";
    };
  }

  private static boolean allows(Property wanted, Property found) {
    return wanted == Property.ANY || wanted == found;
  }

  private static OpenModel ofFile(Path file, Property wanted, Backend backend) {
    OpenModel model =
        switch (ModelJson.kind(Safetensors.read(file))) {
          case "dos" -> new OpenModel.Dos(DosModel.load(file, backend), backend, file.toString());
          case "tensors" ->
              new OpenModel.Tensors(NmrModel.load(file, backend), backend, file.toString());
          default ->
              new OpenModel.Energies(Potential.load(file, backend), backend, file.toString());
        };
    if (!allows(wanted, model.property())) {
      throw new CallException(
          Status.MODEL,
          "%s: predicts %s, not %s".formatted(file, model.property().words(), wanted.words()));
    }
    return model;
  }

  private static Path path(String source) {
    try {
      return Path.of(source);
    } catch (InvalidPathException e) {
      throw new CallException(Status.MODEL, source + ": no such file", e);
    }
  }
}
