package org.coesite.dos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Data that lie beside a checkout in {@code shared/}, not in it. */
final class SharedFiles {
  private SharedFiles() {}

  /** A file under {@code shared/}; the test is skipped where there is none. */
  static Path require(String name) {
    Path found = find(name);
    assumeTrue(found != null, name + " is not beside this checkout");
    return found;
  }

  private static Path find(String name) {
    String told =
        System.getProperty("coesite.shared", System.getenv().getOrDefault("COESITE_SHARED", ""));
    if (!told.isEmpty()) {
      Path file = Path.of(told, name);
      return Files.isReadable(file) ? file : null;
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared").resolve(name);
      if (Files.isReadable(file)) {
        return file;
      }
    }
    return null;
  }
}
