package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backends;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenCommandTest {
  @TempDir private static Path shared;
  private static Path model;

  @TempDir private Path folder;

  @BeforeAll
  static void writeModel() {
    model = TinyModel.write(shared.resolve("tiny.safetensors"));
  }

  private static List<String> rows(Path out) throws IOException {
    List<String> lines = Files.readAllLines(out.resolve("screen.csv"));
    return lines.subList(1, lines.size());
  }

  @Test
  void rowsAreInInputOrderAndOneBadFileStopsNothing() throws IOException {
    Path inputs = Files.createDirectories(folder.resolve("in/deep"));
    Samples.file(inputs.resolve("b.xyz"), 2, 1);
    Samples.file(folder.resolve("in/a.xyz"), 1, 2);
    Files.writeString(folder.resolve("in/broken.cif"), "data_x\n_cell_length_a nonsense\n");
    Files.writeString(folder.resolve("in/notes.txt"), "not a structure");
    Path out = folder.resolve("out");

    Call call = Call.of("screen", folder.resolve("in"), "--out", out, "--model", model);

    assertEquals(1, call.exit(), call.err());
    List<String> rows = rows(out);
    assertEquals(4, rows.size());
    assertTrue(rows.get(0).startsWith(folder + "/in/a.xyz,Si6O12,18,"), rows.get(0));
    assertTrue(rows.get(1).contains("broken.cif,,,"), rows.get(1));
    assertTrue(rows.get(1).contains(",failed,"), rows.get(1));
    assertTrue(rows.get(2).startsWith(folder + "/in/deep/b.xyz#1,Si3O6,9,"), rows.get(2));
    assertTrue(rows.get(3).startsWith(folder + "/in/deep/b.xyz#2,Si3O6,9,"), rows.get(3));
    assertTrue(call.err().contains("1 of 4 structures failed"), call.err());
    assertTrue(Files.exists(out.resolve("report.html")));
  }

  @Test
  void relaxedQuartzLiesAtZero() throws IOException {
    Path in = folder.resolve("quartz.xyz");
    StructureWriter.writeAll(in, List.of(Samples.quartz(1, 0, 0)));
    Path out = folder.resolve("out");
    Call call =
        Call.of("screen", in, "--out", out, "--model", model, "--relax", "--max-force", "0.001");
    assertEquals(0, call.exit(), call.err());
    String[] cells = rows(out).get(0).split(",", -1);
    assertEquals(0, Double.parseDouble(cells[6]), 0.01, "relative to quartz");
    assertEquals("ok", cells[12]);
    Structure relaxed = StructureReader.readAll(out.resolve("relaxed.xyz")).get(0);
    assertEquals(9, relaxed.atoms());
    assertEquals(
        Double.parseDouble(cells[5]), ((Double) relaxed.info().get("energy")) / 3, 1e-6, "energy");
  }

  @Test
  void resumingFromAnyTornStateEndsWithTheSameBytes() throws IOException {
    Path in = Samples.file(folder.resolve("in.xyz"), 5, 1);
    Path broken = folder.resolve("broken.xyz");
    Files.writeString(broken, "3\nöß\nSi 0 0 0\n");
    Path out = folder.resolve("out");
    List<Object> command =
        new ArrayList<>(List.of("screen", broken, in, "--out", out, "--model", model, "--relax"));
    command.addAll(List.of("--max-force", "0.2"));
    assertEquals(1, Call.of(command.toArray()).exit());
    byte[] table = Files.readAllBytes(out.resolve("screen.csv"));
    byte[] relaxed = Files.readAllBytes(out.resolve("relaxed.xyz"));
    byte[] report = Files.readAllBytes(out.resolve("report.html"));
    command.add("--resume");

    Random random = new Random(7);
    for (int trial = 0; trial < 12; trial++) {
      truncate(out.resolve("screen.csv"), random.nextInt(table.length + 1));
      truncate(out.resolve("relaxed.xyz"), random.nextInt(relaxed.length + 1));
      Call call = Call.of(command.toArray());
      assertEquals(1, call.exit(), call.err());
      assertArrayEquals(table, Files.readAllBytes(out.resolve("screen.csv")), "trial " + trial);
      assertArrayEquals(relaxed, Files.readAllBytes(out.resolve("relaxed.xyz")), "trial " + trial);
      assertArrayEquals(report, Files.readAllBytes(out.resolve("report.html")), "trial " + trial);
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  @Test
  void theTableIsTheSameWhateverTheBatchesAndThreads() throws IOException {
    Path in = Samples.file(folder.resolve("in.xyz"), 12, 4);
    Call.of("screen", in, "--out", folder.resolve("one"), "--model", model, "--threads", "1");
    Call.of("screen", in, "--out", folder.resolve("three"), "--model", model, "--threads", "3");
    assertEquals(rows(folder.resolve("one")), rows(folder.resolve("three")));
  }

  @Test
  void theTableOfADeviceIsTheCpus() throws IOException {
    Assumptions.assumeTrue(
        Backends.providers().stream()
            .anyMatch(p -> p.name().equals("emulated") && p.unavailable().isEmpty()),
        "no emulated driver");
    Path in = Samples.file(folder.resolve("in.xyz"), 3, 1);
    Call cpu = Call.of("screen", in, "--out", folder.resolve("cpu"), "--device", "cpu");
    assertEquals(0, cpu.exit(), cpu.err());
    Call device = Call.of("screen", in, "--out", folder.resolve("gpu"), "--device", "emulated");
    assertEquals(0, device.exit(), device.err());
    assertTrue(device.out().contains("the device was busy"), device.out());
    List<String> expected = rows(folder.resolve("cpu"));
    List<String> actual = rows(folder.resolve("gpu"));
    assertEquals(expected.size(), actual.size());
    for (int row = 0; row < expected.size(); row++) {
      String[] there = expected.get(row).split(",", -1);
      String[] here = actual.get(row).split(",", -1);
      for (int cell = 0; cell < there.length; cell++) {
        assertWithinALastDigit(there[cell], here[cell]);
      }
    }
  }

  private static void assertWithinALastDigit(String expected, String actual) {
    if (!expected.equals(actual)) {
      BigDecimal e = new BigDecimal(expected);
      assertTrue(
          e.subtract(new BigDecimal(actual)).abs().compareTo(e.ulp()) <= 0,
          expected + " and " + actual);
    }
  }

  @Test
  void dispersionAddsAColumn() throws IOException {
    Path in = Samples.file(folder.resolve("in.xyz"), 1, 1);
    Path out = folder.resolve("out");
    Call call = Call.of("screen", in, "--out", out, "--model", model, "--dispersion", "d3bj");
    assertEquals(0, call.exit(), call.err());
    String header = Files.readAllLines(out.resolve("screen.csv")).get(0);
    assertTrue(
        header.contains("relative_to_quartz_kJ_per_mol,relative_to_quartz_d3bj_kJ_per_mol,"));
    String[] cells = rows(out).get(0).split(",", -1);
    assertFalse(cells[7].isEmpty());
    assertFalse(cells[7].equals(cells[6]));
  }

  @Test
  void anotherRunIsNotOverwrittenUnasked() throws IOException {
    Path in = Samples.file(folder.resolve("in.xyz"), 1, 1);
    Path out = folder.resolve("out");
    assertEquals(0, Call.of("screen", in, "--out", out, "--model", model).exit());
    byte[] table = Files.readAllBytes(out.resolve("screen.csv"));

    Call plain = Call.of("screen", in, "--out", out, "--model", model);
    assertEquals(2, plain.exit());
    assertTrue(plain.complaint().contains("--resume"), plain.err());

    Call other = Call.of("screen", in, "--out", out, "--model", model, "--relax", "--resume");
    assertEquals(2, other.exit());
    assertTrue(other.complaint().contains("relax"), other.err());

    Path others = Samples.file(folder.resolve("other.xyz"), 2, 1);
    Call inputs = Call.of("screen", others, "--out", out, "--model", model, "--resume");
    assertEquals(2, inputs.exit());
    assertTrue(inputs.complaint().contains("files_sha256"), inputs.err());
    assertArrayEquals(table, Files.readAllBytes(out.resolve("screen.csv")));

    assertEquals(
        0, Call.of("screen", others, "--out", out, "--model", model, "--overwrite").exit());
    assertEquals(2, rows(out).size());
  }

  @Test
  void aFolderWithOtherFilesIsLeftAlone() throws IOException {
    Path in = Samples.file(folder.resolve("in.xyz"), 1, 1);
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("thesis.tex"), "precious");
    Call call = Call.of("screen", in, "--out", out, "--model", model, "--overwrite");
    assertEquals(2, call.exit());
    assertTrue(call.complaint().contains("not empty"), call.err());
    assertEquals("precious", Files.readString(out.resolve("thesis.tex")));
  }
}
