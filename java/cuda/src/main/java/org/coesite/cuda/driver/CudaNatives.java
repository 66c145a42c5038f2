package org.coesite.cuda.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Loads JCuda's native libraries.
 *
 * <p>JCuda copies them out of its jars into java.io.tmpdir under fixed names, and takes a file that
 * is there already as it is, which may be what another process has half written. So it is given a
 * folder of its own, which goes again once the libraries are loaded.
 */
public final class CudaNatives {
  private static final String TEMPORARY = "java.io.tmpdir";

  private CudaNatives() {}

  /**
   * Runs what makes JCuda load a library.
   *
   * @throws LinkageError if it cannot be loaded
   */
  public static synchronized void load(Runnable trigger) {
    String before = System.getProperty(TEMPORARY);
    try {
      Path folder = Files.createTempDirectory("coesite-jcuda");
      try {
        System.setProperty(TEMPORARY, folder.toString());
        trigger.run();
      } finally {
        System.setProperty(TEMPORARY, before);
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack JCuda's libraries", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
