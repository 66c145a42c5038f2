package org.coesite.spark;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** What a command line said, and its exit code. */
record Said(int exit, String out, String err) {
  /** Runs a command of the Spark job. */
  static Said ofSpark(Object... arguments) {
    return of(Main::run, arguments);
  }

  /** Runs the plain command line. */
  static Said ofPlain(Object... arguments) {
    return of(org.coesite.cli.Main::run, arguments);
  }

  private static Said of(ToIntFunction<String[]> command, Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int exit =
          command.applyAsInt(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
      return new Said(
          exit, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The complaint, which is one line. */
  String complaint() {
    List<String> lines = err.lines().filter(line -> line.startsWith("coesite-spark")).toList();
    if (lines.size() != 1) {
      throw new AssertionError("not one line of complaint: " + err);
    }
    return lines.get(0);
  }
}
