package org.coesite.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.backend.Backend;
import org.coesite.io.FileProblem;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;
import org.coesite.nmr.NmrModel;

/**
 * The content of a model file, bundled or not: what is sent to where a model is used.
 *
 * @param name for messages: the file, or which bundled one
 * @param bytes not copied
 */
public record ModelSource(String name, byte[] bytes) implements Serializable {
  private static final String BUNDLED = "silica";
  private static final String BUNDLED_PREFIX = "bundled ";

  /**
   * The potential that a command line names.
   *
   * @param file a model file, or the name of a bundled model; null for the bundled one of silica
   * @throws WrongCallException if there is none
   */
  public static ModelSource potential(Path file) {
    String name = file == null ? BUNDLED : file.toString();
    if (file == null || (!Files.exists(file) && Potential.isBundled(name))) {
      return bundled(Potential.class, name);
    }
    if (!Files.exists(file)) {
      throw new WrongCallException(
          file + ": no such file; a .safetensors file, or silica or silicon, was expected");
    }
    return read(file);
  }

  /**
   * The model of shieldings that a command line names.
   *
   * @param file a model file, or the name of a bundled model; null for that of 29Si
   * @throws WrongCallException if there is none
   */
  public static ModelSource shieldings(Path file) {
    String name = file == null ? NmrModel.SILICON_29 : file.toString();
    if (file == null || (!Files.isRegularFile(file) && NmrModel.isBundled(name))) {
      return bundled(NmrModel.class, name);
    }
    if (!Files.exists(file)) {
      throw new WrongCallException(
          file
              + ": no such file; a .safetensors file made by coesite train nmr, or "
              + NmrModel.SILICON_29
              + ", was expected");
    }
    return read(file);
  }

  private static ModelSource bundled(Class<?> owner, String name) {
    String resource = name + ".safetensors";
    try (InputStream in = owner.getResourceAsStream(resource)) {
      return new ModelSource(BUNDLED_PREFIX + resource, in.readAllBytes());
    } catch (IOException e) {
      throw FileProblem.reading(Path.of(resource), e);
    }
  }

  private static ModelSource read(Path file) {
    try {
      return new ModelSource(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  /**
   * Reads a potential.
   *
   * @throws org.coesite.CoesiteException if it is none
   */
  public PotentialModel readPotential() {
    return read(in -> Potential.readModel(name, in));
  }

  /**
   * Reads a model of shieldings.
   *
   * @throws org.coesite.CoesiteException if it is none
   */
  public NmrModel readShieldings(Backend backend) {
    return read(in -> NmrModel.read(name, in, backend));
  }

  /** Of its bytes. */
  public String sha256() {
    return read(Digest::of);
  }

  /** A model's own name and where it is from, for people. */
  public String describe(PotentialModel model) {
    return model.name() + " (" + (name.startsWith(BUNDLED_PREFIX) ? "bundled" : name) + ")";
  }

  /** Reads a stream. */
  private interface Reading<T> {
    T of(InputStream in) throws IOException;
  }

  private <T> T read(Reading<T> reading) {
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      return reading.of(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": bytes in memory cannot be read", e);
    }
  }
}
