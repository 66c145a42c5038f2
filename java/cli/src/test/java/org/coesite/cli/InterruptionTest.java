package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of their own process that are killed or stopped while they write rows. */
class InterruptionTest {
  private static final int FRAMES = 40;

  @TempDir private Path folder;
  private Path model;
  private Path in;

  @BeforeEach
  void writeInput() {
    model = TinyModel.write(folder.resolve("tiny.safetensors"));
    in = Samples.file(folder.resolve("in.xyz"), FRAMES, 4);
  }

  private Process start(Path out, String... more) throws IOException {
    // a process started in the background of a shell may have been told to ignore Ctrl-C
    ProcessBuilder builder =
        Call.process(
            Stream.concat(
                    Stream.of(
                        "screen",
                        in,
                        "--out",
                        out,
                        "--model",
                        model,
                        "--relax",
                        "--max-force",
                        "0.1",
                        "--threads",
                        "1"),
                    Stream.of(more))
                .toArray());
    builder.command().addAll(0, List.of("env", "--default-signal=INT"));
    return builder
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  /** Waits until there are so many rows; says whether the process still ran then. */
  private static boolean waitForRows(Path out, int rows, Process process)
      throws InterruptedException {
    while (process.isAlive() && rows(out) < rows) {
      Thread.sleep(2);
    }
    return process.isAlive();
  }

  private static long rows(Path out) {
    try (Stream<String> lines = Files.lines(out.resolve("screen.csv"))) {
      return lines.count() - 1;
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void killedAgainAndAgainItEndsWithTheSameFiles() throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    assertEquals(0, start(whole).waitFor(), Files.readString(folder.resolve("err.txt")));
    assertEquals(FRAMES, rows(whole));

    Path out = folder.resolve("out");
    Random random = new Random(11);
    int killed = 0;
    int rows = 0;
    for (int round = 0; round < 3; round++) {
      Process process = start(out, "--resume");
      rows += 1 + random.nextInt(10);
      if (waitForRows(out, rows, process)) {
        process.destroyForcibly();
        killed++;
      }
      process.waitFor();
    }
    assertTrue(killed > 0, "no run was killed before it was done");
    assertEquals(0, start(out, "--resume").waitFor());
    for (String name : List.of("screen.csv", "relaxed.xyz", "report.html")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(out.resolve(name)), name);
    }
  }

  @Test
  void controlCKeepsTheRowsAndExitsWith130() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process = start(out);
    assertTrue(waitForRows(out, 3, process), Files.readString(folder.resolve("err.txt")));
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertEquals(130, process.waitFor());
    assertTrue(Files.readString(folder.resolve("err.txt")).contains("--resume goes on"));
    assertTrue(rows(out) >= 3);
    String table = Files.readString(out.resolve("screen.csv"));
    assertTrue(table.endsWith("\n"), "the last row is whole");
    try (Stream<Path> files = Files.list(out)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
    }
  }
}
