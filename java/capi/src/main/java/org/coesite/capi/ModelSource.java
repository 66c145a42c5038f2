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
    String name = source + " (bundled)";
    if (wanted != Property.DOS && Potential.isBundled(source)) {
      return new OpenModel.Energies(Potential.bundled(source, backend), backend, name);
    }
    if (wanted != Property.ENERGY && DosModel.isBundled(source)) {
      return new OpenModel.Dos(DosModel.bundled(source, backend), backend, name);
    }
    throw new CallException(
        Status.MODEL,
        source
            + ": no such file, and no such bundled model "
            + (wanted == Property.DOS
                ? "of densities of states: silicon, silicon-thermal"
                : "of energies: silica, silicon"));
  }

  private static OpenModel ofFile(Path file, Property wanted, Backend backend) {
    boolean dos = ModelJson.kind(Safetensors.read(file)).equals("dos");
    Property found = dos ? Property.DOS : Property.ENERGY;
    if (wanted != Property.ANY && wanted != found) {
      throw new CallException(
          Status.MODEL,
          file
              + ": predicts "
              + (dos ? "densities of states" : "energies")
              + ", not what is asked for");
    }
    return dos
        ? new OpenModel.Dos(DosModel.load(file, backend), backend, file.toString())
        : new OpenModel.Energies(Potential.load(file, backend), backend, file.toString());
  }

  private static Path path(String source) {
    try {
      return Path.of(source);
    } catch (InvalidPathException e) {
      throw new CallException(Status.MODEL, source + ": no such file", e);
    }
  }
}
