package org.coesite.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python that has ASE. Where there is none, tests that need one are left out, and a line says so;
 * with {@code -Dase.required=true} they fail.
 */
public final class AsePython {
  private static final String NAME = "python3";
  private static final boolean REQUIRED = Boolean.getBoolean("coesite.ase.required");
  private static Path found;
  private static boolean searched;

  private AsePython() {}

  /** A command: Python, and what it is to do. */
  public static List<String> command(Path script, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(require().toString());
    command.add(script.toString());
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }

  /** The interpreter. */
  public static synchronized Path require() {
    if (!searched) {
      searched = true;
      found = search();
      if (found == null && !REQUIRED) {
        System.out.println(
            "ASE: no python3 on PATH has it (apt-get install python3-ase): tests with it are left"
                + " out");
      }
    }
    if (REQUIRED) {
      Assertions.assertNotNull(found, "no python3 on PATH has ASE");
    }
    Assumptions.assumeTrue(found != null, "no python3 on PATH has ASE");
    return found;
  }

  /** Null where none is. */
  private static Path search() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, NAME))
        .filter(AsePython::hasAse)
        .findFirst()
        .orElse(null);
  }

  private static boolean hasAse(Path python) {
    try {
      return python.toFile().canExecute()
          && new ProcessBuilder(python.toString(), "-c", "import ase.calculators.socketio")
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }
}
