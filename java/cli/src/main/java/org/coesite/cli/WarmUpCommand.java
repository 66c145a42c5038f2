package org.coesite.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.coesite.io.StructureWriter;
import org.coesite.models.Potential;
import picocli.CommandLine.Command;

/**
 * Does a little of everything, for the launcher to record in a start-up cache what that loads and
 * which methods are worth compiling.
 */
@Command(name = "warm-up", hidden = true, description = "Does a little of what commands do.")
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream silence =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Path folder = Files.createTempDirectory("coesite");
    try {
      System.setOut(silence);
      System.setErr(silence);
      exercise(folder);
    } finally {
      System.setOut(out);
      System.setErr(err);
      remove(folder);
    }
    return 0;
  }

  private static void exercise(Path folder) {
    Main.run("--help");
    Main.run("screen", "--help");
    Main.run("devices");
    Main.run("no-such-command");
    String quartz = folder.resolve("quartz.xyz").toString();
    StructureWriter.writeAll(Path.of(quartz), List.of(BundledFrameworks.quartz()));
    Main.run("neighbours", "--cutoff", "5", quartz, "--out", folder.resolve("n.npz").toString());
    Main.run("convert", quartz, folder.resolve("quartz.cif").toString());
    if (Potential.class.getResource("silica.safetensors") != null) {
      Main.run("predict", quartz, "--out", folder.resolve("predicted.xyz").toString());
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
