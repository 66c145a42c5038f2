package org.coesite.examples.silica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.coesite.io.StructureReader;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SilicaNmrTest {
  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();
  private final StringWriter complained = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = SilicaNmr.commandLine((file, backend) -> new AngleShielding());
    line.setOut(new PrintWriter(said)).setErr(new PrintWriter(complained));
    return line.execute(arguments);
  }

  private static List<CSVRecord> rows(Path file) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var parser = format.parse(Files.newBufferedReader(file))) {
      return parser.getRecords();
    }
  }

  @Test
  void goesFromTheCrystalToAReport() throws IOException {
    String out = folder.toString();
    assertEquals(0, run("--tiny", "--out", out), complained.toString());
    Path nmr = folder.resolve("nmr");
    String page = Files.readString(nmr.resolve("report.html"));
    assertTrue(page.contains("24 atoms quenched from the melt"), "says what the glass is");
    List<CSVRecord> heated = rows(nmr.resolve("cristobalite.csv"));
    assertEquals(2, heated.size());
    List<Structure> moments =
        StructureReader.readAll(folder.resolve("cristobalite/cristobalite-0900K.xyz.gz"));
    double volume =
        moments.stream().mapToDouble(s -> s.cell().volume() / 8).average().orElseThrow();
    double told = Double.parseDouble(heated.get(1).get("volume_per_SiO2_A3"));
    assertEquals(volume, told, 2e-3 * volume);
    // glass, two temperatures of 8 sites each, quartz, sodalite
    List<CSVRecord> sites = rows(nmr.resolve("sites.csv"));
    assertEquals(8 + 16 + 3 + 12, sites.size());
    double sum = 0;
    double before = Double.POSITIVE_INFINITY;
    for (CSVRecord row : rows(nmr.resolve("cristobalite-spinning.csv"))) {
      double half = Double.parseDouble(row.get("half and half"));
      double alpha = Double.parseDouble(row.get("alpha, 300 K"));
      double beta = Double.parseDouble(row.get("beta, 900 K"));
      assertEquals((alpha + beta) / 2, half, 1e-6);
      double shift = Double.parseDouble(row.get("shift_ppm"));
      sum += Double.isFinite(before) ? half * (shift - before) : 0;
      before = shift;
    }
    assertEquals(1, sum, 0.01);
    for (String figure :
        List.of(
            "silica-nmr",
            "glass-angles",
            "glass-nmr",
            "cristobalite-spinning",
            "cristobalite-static",
            "cristobalite-frozen",
            "cristobalite-shift",
            "cristobalite-span",
            "cristobalite-box",
            "cristobalite-spinning-heated",
            "cristobalite-static-heated",
            "frameworks")) {
      assertTrue(Files.size(nmr.resolve(figure + ".svg")) > 1000, figure);
      assertTrue(Files.size(nmr.resolve(figure + ".png")) > 1000, figure);
    }
  }

  @Test
  void structuresAreNotMadeAgain() throws IOException {
    String out = folder.toString();
    assertEquals(0, run("--tiny", "--out", out, "glass", "heat", "relax"), complained.toString());
    List<Path> files =
        List.of(
            folder.resolve("glass/relaxed.xyz"),
            folder.resolve("cristobalite/cristobalite-0900K.xyz.gz"),
            folder.resolve("frameworks/SOD.xyz"));
    List<FileTime> written = files.stream().map(SilicaNmrTest::time).toList();
    assertEquals(0, run("--tiny", "--out", out, "glass", "heat", "relax"), complained.toString());
    assertEquals(written, files.stream().map(SilicaNmrTest::time).toList());
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void stageWithoutTheOneBeforeSaysSo() {
    assertEquals(1, run("--tiny", "--out", folder.toString(), "tensors"));
    assertTrue(
        complained.toString().matches("(?s)silica-nmr: .*relaxed.xyz: is not there.*"),
        complained.toString());
    assertEquals(2, run("--tiny", "--out", folder.toString(), "boil"));
  }
}
