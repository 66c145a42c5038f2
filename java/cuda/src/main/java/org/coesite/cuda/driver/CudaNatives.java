package org.coesite.cuda.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.coesite.CoesiteException;

/**
 * Loads JCuda's native libraries, each once.
 *
 * <p>JCuda copies them out of its jars into java.io.tmpdir under fixed names, and takes a file that
 * is there already as it is, which may be what another process has half written. So it is given a
 * folder of its own, which goes again once the library is loaded.
 */
public final class CudaNatives {
  private static final String TEMPORARY = "java.io.tmpdir";

  /** What was tried, and why it failed where it did. */
  private static final Map<String, Optional<String>> TRIED = new HashMap<>();

  private CudaNatives() {}

  /**
   * Has JCuda load a library, unless that was tried before.
   *
   * @param name the library, for messages
   * @param trigger what makes JCuda load it
   * @throws CoesiteException if it cannot be loaded, now or before
   */
  public static synchronized void load(String name, Runnable trigger) {
    TRIED
        .computeIfAbsent(name, _ -> attempt(trigger))
        .ifPresent(
            reason -> {
              throw new CoesiteException(name + " cannot be loaded: " + reason);
            });
  }

  private static Optional<String> attempt(Runnable trigger) {
    String before = System.getProperty(TEMPORARY);
    try {
      Path folder = Files.createTempDirectory("coesite-jcuda");
      try {
        System.setProperty(TEMPORARY, folder.toString());
        trigger.run();
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of(reason(e));
      } finally {
        System.setProperty(TEMPORARY, before);
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack JCuda's libraries", e);
    }
  }

  /**
   * The line that tells what is missing: JCuda's message holds the stack traces of all attempts.
   */
  private static String reason(LinkageError e) {
    Throwable first = e.getCause() instanceof LinkageError cause ? cause : e;
    String message = String.valueOf(first.getMessage());
    return message
        .lines()
        .filter(line -> line.contains(".so"))
        .filter(line -> line.contains("cannot open") || line.contains("symbol"))
        .findFirst()
        .or(() -> message.lines().findFirst())
        .map(CudaNatives::withoutPlace)
        .orElse(first.getClass().getName());
  }

  /** "java.lang.UnsatisfiedLinkError: /tmp/.../libX.so: libY.so: why" says more after the file. */
  private static String withoutPlace(String line) {
    int end = line.indexOf(".so: ");
    return (end < 0 ? line : line.substring(end + ".so: ".length())).strip();
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
