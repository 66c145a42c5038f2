package org.coesite.examples.amorphous;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AmorphousSiliconTest {
  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();
  private final StringWriter complained = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = AmorphousSilicon.commandLine();
    line.setOut(new PrintWriter(said)).setErr(new PrintWriter(complained));
    return line.execute(arguments);
  }

  private static List<CSVRecord> rows(Path file) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var parser = format.parse(Files.newBufferedReader(file))) {
      return parser.getRecords();
    }
  }

  private static double number(CSVRecord row, String column) {
    return Double.parseDouble(row.get(column));
  }

  @Test
  void goesFromTheMeltToTablesAndFigures() throws IOException {
    String out = folder.toString();
    assertEquals(0, run("--tiny", "--out", out), complained.toString());

    List<CSVRecord> summary = rows(folder.resolve("dos/summary.csv"));
    assertEquals(2, summary.size());
    for (CSVRecord row : summary) {
      assertEquals(32, number(row, "atoms"));
      double volume = number(row, "volume_per_atom_A3");
      assertEquals(28.0855 * 1.66053907 / volume, number(row, "density_g_cm3"), 2e-3);
      assertTrue(number(row, "dos_at_fermi_per_eV_atom") > 0);
    }
    assertTrue(number(summary.get(1), "pressure_GPa") > number(summary.get(0), "pressure_GPa"));
    assertEquals(0, number(summary.get(0), "fermi_shift_eV"));
    localCurvesSumToTheWhole();
    assertEquals(4, Files.readAllLines(folder.resolve("dos/table.md")).size());
    for (String figure :
        List.of(
            "amorphous-silicon",
            "dos-against-pressure",
            "local-dos",
            "coordination",
            "dos-at-fermi")) {
      assertTrue(Files.size(folder.resolve("dos/" + figure + ".svg")) > 1000, figure);
      assertTrue(Files.size(folder.resolve("dos/" + figure + ".png")) > 1000, figure);
    }
    assertTrue(said.toString().contains("copies differ by 0."), said.toString());
    assertTrue(
        said.toString().matches("(?s).*\\n  \\d\\.\\d{3} eV/atom above diamond.*"),
        said.toString());
  }

  private void localCurvesSumToTheWhole() throws IOException {
    List<CSVRecord> whole = rows(folder.resolve("dos/dos.csv"));
    double[] sums = new double[whole.size() / 2];
    int next = -1;
    String before = "";
    for (CSVRecord row : rows(folder.resolve("dos/local-dos.csv"))) {
      if (row.get("structure").equals(whole.get(0).get("structure"))) {
        next = row.get("coordination").equals(before) ? next + 1 : 0;
        before = row.get("coordination");
        sums[next] += number(row, "atoms") * number(row, "states_per_eV_atom");
      }
    }
    for (int e = 0; e < sums.length; e++) {
      assertEquals(number(whole.get(e), "states_per_eV_atom"), sums[e] / 32, 5e-5);
    }
  }

  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    String out = folder.toString();
    assertEquals(0, run("--tiny", "--out", out, "quench", "compress"), complained.toString());
    Path first = folder.resolve("small/quench-01.xyz");
    Path last = folder.resolve("small/pressure-20.0.xyz");
    FileTime written = Files.getLastModifiedTime(first);
    double[] before = positions(last);
    Files.delete(folder.resolve("small/quench-02.xyz"));
    Files.delete(folder.resolve("small/pressure-00.0.xyz"));
    Files.delete(last);
    assertEquals(0, run("--tiny", "--out", out, "quench", "compress"), complained.toString());
    assertArrayEquals(before, positions(last), 0);
    assertEquals(written, Files.getLastModifiedTime(first));
  }

  private static double[] positions(Path file) {
    return StructureReader.readAll(file).get(0).positions();
  }

  @Test
  void smallCellsOfAnEarlierRunAreEnlarged() throws IOException {
    String first = folder.resolve("first").toString();
    assertEquals(0, run("--tiny", "--out", first, "quench", "compress"), complained.toString());
    List<Structure> kept = new ArrayList<>();
    for (String name : List.of("pressure-00.0", "pressure-20.0")) {
      kept.addAll(StructureReader.readAll(Path.of(first, "small", name + ".xyz")));
    }
    Path file = folder.resolve("kept.xyz.gz");
    StructureWriter.writeAll(file, kept);
    String again = folder.resolve("again").toString();
    assertEquals(
        0,
        run("--tiny", "--copies", "2", "--small", file.toString(), "--out", again, "enlarge"),
        complained.toString());
    Path large = Path.of(again, "large", "pressure-20.0.xyz.gz");
    assertEquals(64, StructureReader.readAll(large).get(0).atoms());
    assertArrayEquals(
        kept.get(1).positions(), positions(Path.of(again, "small", "pressure-20.0.xyz")), 0);
    Path large0 = Path.of(again, "large", "pressure-00.0.xyz.gz");
    assertEquals(1, run("--tiny", "--small", large0.toString(), "--out", again, "enlarge"));
    assertTrue(complained.toString().contains("without leg=NAME"), complained.toString());
  }

  @Test
  void seedsDiffer() {
    List<double[]> ends = new ArrayList<>();
    for (String seed : List.of("1", "2")) {
      String out = folder.resolve(seed).toString();
      assertEquals(0, run("--tiny", "--seed", seed, "--out", out, "quench"));
      Structure end = StructureReader.readAll(Path.of(out, "small/quench-02.xyz")).get(0);
      ends.add(end.positions());
    }
    assertTrue(Math.abs(ends.get(0)[0] - ends.get(1)[0]) > 1e-6);
  }

  @Test
  void stageWithoutTheOneBeforeSaysSo() {
    assertEquals(1, run("--tiny", "--out", folder.toString(), "predict"));
    assertTrue(
        complained.toString().matches("(?s)amorphous-silicon: .*pressure-00.0.xyz.gz: is not.*"),
        complained.toString());
    assertEquals(2, run("--tiny", "--out", folder.toString(), "boil"));
  }
}
