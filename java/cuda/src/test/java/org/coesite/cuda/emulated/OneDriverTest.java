package org.coesite.cuda.emulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process has one driver. Which has to be tried in another process. */
class OneDriverTest {

  @TempDir private Path folder;

  @Test
  void isRefusedWhereAGpusDriverIsLoaded() throws IOException, InterruptedException {
    assumeTrue(EmulatedDriver.unavailable().isEmpty());
    Path other = folder.resolve("libcuda.so.1");
    try (InputStream in = EmulatedDriver.class.getResourceAsStream("libcuda.so.1")) {
      Files.copy(in, other);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadedDriver.class.getName(),
                other.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertEquals(
        "this process uses the driver of a GPU (%s): the emulated one needs a process of its own"
            .formatted(other),
        output.strip());
  }

  /** Loads a driver, then says why the emulated one is unavailable. */
  static final class LoadedDriver {
    private LoadedDriver() {}

    @SuppressWarnings("restricted")
    public static void main(String[] arguments) {
      SymbolLookup.libraryLookup(Path.of(arguments[0]), Arena.global());
      System.out.println(EmulatedDriver.unavailable().orElse("available"));
    }
  }
}
