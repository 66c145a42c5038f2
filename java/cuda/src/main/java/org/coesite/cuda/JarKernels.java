package org.coesite.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.coesite.CoesiteException;

/** Kernels from the jar's resources. */
final class JarKernels {
  private JarKernels() {}

  /** Whether the jar has kernels for GPUs. */
  static boolean forGpus() {
    return JarKernels.class.getResource(fatbin("scan")) != null;
  }

  /** Kernels for GPUs. */
  static KernelSource gpus() {
    return family -> read(fatbin(family));
  }

  private static String fatbin(String family) {
    return "kernels/" + family + ".fatbin";
  }

  /**
   * A resource's bytes.
   *
   * @param resource its path, relative to this package or absolute
   */
  static byte[] read(String resource) {
    try (InputStream in = JarKernels.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new CoesiteException("the jar has no " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " from the jar", e);
    }
  }
}
