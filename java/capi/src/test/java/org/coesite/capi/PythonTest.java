package org.coesite.capi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coesite.python.AsePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python package passes its tests, with ASE. */
class PythonTest {
  private static final Path PACKAGE = Path.of("../../native/python").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void thePackagePassesItsTests() throws IOException, InterruptedException {
    Path python = AsePython.require();
    HostProgram.requireLibrary();
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(python.toString(), "-m", "unittest", "discover", "-s", "tests", "-v"))
            .directory(PACKAGE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    String home = System.getProperty("java.home");
    String classes = System.getProperty("java.class.path");
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("COESITE_JAVA"));
    environment.put("COESITE_JAVA_HOME", home);
    environment.put("COESITE_CLASS_PATH", classes);
    environment.put("COESITE_LIBRARY", HostProgram.PLAIN.resolve("lib/libcoesite.so.1").toString());
    environment.put(
        "COESITE_TEST_COMMAND",
        JsonMapper.builder().build().writeValueAsString(CommandLine.words()));
    environment.put("PYTHONPATH", PACKAGE.toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    int exit = builder.start().waitFor();
    assertEquals(0, exit, () -> CommandLine.read(log));
  }
}
