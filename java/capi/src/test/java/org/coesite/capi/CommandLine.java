package org.coesite.capi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coesite.cli.Main;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Structure;

/** Coesite's command line, in a process of its own. */
final class CommandLine {
  private CommandLine() {}

  /** The words that start it. */
  static List<String> words() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }

  /** What {@code coesite predict} says of structures; its files are left in a folder. */
  static List<Structure> predict(Path folder, List<Structure> structures, String model)
      throws IOException, InterruptedException {
    Path in = folder.resolve("in.xyz");
    Path out = folder.resolve("out.xyz");
    Path log = folder.resolve("log");
    StructureWriter.writeAll(in, structures);
    List<String> command = new ArrayList<>(words());
    command.addAll(List.of("predict", "--device", "cpu", "--model", model));
    command.addAll(List.of(in.toString(), "--out", out.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertEquals(0, process.waitFor(), () -> read(log));
    return StructureReader.readAll(out);
  }

  /** A file's text, or why there is none: for messages. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
