package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NmrCommandsTest {
  private static final String MAGRES =
      """
      #$magres-abinitio-v1.0
      [atoms]
      units lattice Angstrom
      lattice 8 0 0 0 8 0 0 0 8
      units atom Angstrom
      atom Si Si 1 0 0 0
      atom Si Si 2 3.2 0 0
      atom O O 1 1.6 0 0
      [/atoms]
      [magres]
      units ms ppm
      units efg au
      ms Si 1 440 0 0 0 440 0 0 0 470
      ms Si 2 430 5 0 -5 440 0 0 0 450
      ms O 1 200 0 0 0 220 0 0 0 260
      efg Si 1 0 0 0 0 0 0 0 0 0
      efg Si 2 0 0 0 0 0 0 0 0 0
      efg O 1 0.9 0 0 0 -0.35 0 0 0 -0.55
      efg_local O 1 0 0 0 0 0 0 0 0 0
      [/magres]
      """;

  private static final String HEADER =
      "Lattice=\"8 0 0 0 8 0 0 0 8\" Properties=species:S:1:pos:R:3";

  @TempDir private Path folder;
  private Path magres;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    magres = Files.writeString(folder.resolve("dimer.magres"), MAGRES);
    out = folder.resolve("out");
  }

  private List<List<String>> table(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arrays.asList(line.split(",", -1)))
        .toList();
  }

  private static double value(List<List<String>> table, int row, String column) {
    return Double.parseDouble(table.get(row).get(table.get(0).indexOf(column)));
  }

  @Test
  void tensorsOfAllSites() throws IOException {
    Path csv = folder.resolve("sites.csv");
    Call call = Call.of("nmr", "tensors", magres, "--reference", "340", "--out", csv);
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.err().contains("efg_local (1)"), call.err());
    List<List<String>> table = table(csv);
    assertEquals(4, table.size());
    for (List<String> row : table) {
      assertEquals(table.get(0).size(), row.size());
    }
    assertEquals(450, value(table, 1, "shielding_iso_ppm"));
    assertEquals(30, value(table, 1, "anisotropy_ppm"));
    assertEquals(20, value(table, 1, "reduced_anisotropy_ppm"));
    assertEquals(-110, value(table, 1, "shift_iso_ppm"));
    assertEquals(7.0711, value(table, 2, "antisymmetric_norm_ppm"));
    assertEquals("", table.get(1).get(table.get(0).indexOf("C_Q_MHz")), "spin 1/2");
    assertEquals("17O", table.get(3).get(3));
    assertEquals(0.9, value(table, 3, "V_zz_au"));
    assertEquals(0.9 * 234.96478 * -0.02558, value(table, 3, "C_Q_MHz"), 1e-4);
    assertEquals(0.2 / 0.9, value(table, 3, "eta_Q"), 1e-5);
    assertEquals(90, value(table, 3, "angle_between_z_deg"), 1e-3);

    assertEquals(0, Call.of("nmr", "tensors", magres, "--nucleus", "17O", "--out", csv).exit());
    assertEquals(2, table(csv).size());
  }

  @Test
  void aSpectrumOfSilicon() throws IOException {
    Call call =
        Call.of(
            "nmr",
            "spectrum",
            magres,
            "--nucleus",
            "29Si",
            "--reference",
            "340",
            "--gaussian",
            "1",
            "--range=-130:-60",
            "--points",
            "701",
            "--jcamp",
            "--simpson",
            "--out",
            out);
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("29Si at 9.400 T (79.5"), call.out());
    List<List<String>> table = table(out.resolve("spectrum.csv"));
    assertEquals(List.of("shift_ppm", "dimer"), table.get(0));
    assertEquals(702, table.size());
    double integral = 0;
    for (int row = 1; row < table.size(); row++) {
      integral += 0.1 * value(table, row, "dimer");
    }
    assertEquals(1, integral, 1e-6);
    assertEquals(-110, value(table, 201, "shift_ppm"));
    // half the sites, a Gaussian of width 1
    double height = 0.5 * 2 * Math.sqrt(Math.log(2) / Math.PI);
    assertEquals(height, value(table, 201, "dimer"), 2e-2 * height);
    for (String name : List.of("spectrum.svg", "spectrum.png", "dimer.jdx", "dimer.spe")) {
      assertTrue(Files.size(out.resolve(name)) > 1000, name);
    }
  }

  @Test
  void spectraSpinningStaticAndOfOxygen() throws IOException {
    for (String spinning : List.of("static", "fast", "2kHz", "2000", "2000Hz")) {
      Call call =
          Call.of(
              "nmr",
              "spectrum",
              magres,
              "--nucleus",
              "29Si",
              "--reference",
              "340",
              "--field",
              "400MHz",
              "--spinning",
              spinning,
              "--out",
              out);
      assertEquals(0, call.exit(), call.err());
    }
    Call oxygen =
        Call.of(
            "nmr",
            "spectrum",
            magres,
            "--nucleus",
            "17O",
            "--reference",
            "270",
            "--slope",
            "-0.9",
            "--spinning",
            "static",
            "--gaussian",
            "100Hz",
            "--out",
            out);
    assertEquals(0, oxygen.exit(), oxygen.err());
  }

  @Test
  void severalFilesAndTheirSum() throws IOException {
    Path second =
        Files.writeString(
            folder.resolve("other.magres"),
            MAGRES.replace("ms Si 1 440 0 0 0 440 0 0 0 470", "ms Si 1 400 0 0 0 400 0 0 0 400"));
    Call call =
        Call.of(
            "nmr",
            "spectrum",
            magres,
            second,
            "--nucleus",
            "29Si",
            "--reference",
            "340",
            "--weights",
            "3,1",
            "--gaussian",
            "2",
            "--out",
            out);
    assertEquals(0, call.exit(), call.err());
    List<List<String>> table = table(out.resolve("spectrum.csv"));
    assertEquals(List.of("shift_ppm", "dimer", "other", "sum"), table.get(0));
    for (int row = 1; row < table.size(); row += 50) {
      double expected = 0.75 * value(table, row, "dimer") + 0.25 * value(table, row, "other");
      assertEquals(expected, value(table, row, "sum"), 1e-8);
    }
  }

  @Test
  void trajectoriesAreAveragedAsTensors() throws IOException {
    String columns = HEADER + ":ms:R:9\n";
    Path md =
        Files.writeString(
            folder.resolve("md.xyz"),
            "1\n"
                + columns
                + "Si 0 0 0 460 0 0 0 430 0 0 0 430\n"
                + "1\n"
                + columns
                + "Si 0 0 0 430 0 0 0 460 0 0 0 430\n"
                + "1\n"
                + columns
                + "Si 0 0 0 430 0 0 0 430 0 0 0 460\n");
    for (String frames : List.of("mean", "sum", "each")) {
      Call call =
          Call.of(
              "nmr",
              "spectrum",
              md,
              "--nucleus",
              "29Si",
              "--reference",
              "340",
              "--spinning",
              "static",
              "--frames",
              frames,
              "--gaussian",
              "1",
              "--range=-130:-70",
              "--points",
              "601",
              "--out",
              out);
      assertEquals(0, call.exit(), call.err());
      List<List<String>> table = table(out.resolve("spectrum.csv"));
      assertEquals(frames.equals("each") ? 5 : 2, table.get(0).size());
      double atMean = Double.parseDouble(table.get(301).get(1));
      assertEquals(frames.equals("mean"), atMean > 0.8, frames + " " + atMean);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3qmas, 17O, 270",
    "shift-cq, 17O, 270",
    "bonded, 17O, 270",
    "bonded, 29Si, 340",
  })
  void mapsAreDrawn(String kind, String nucleus, double reference) throws IOException {
    boolean oxygen = nucleus.equals("17O");
    Call call =
        Call.of(
            "nmr",
            "map",
            magres,
            "--kind",
            kind,
            "--nucleus",
            nucleus,
            "--reference",
            reference,
            "--with",
            oxygen ? "29Si" : "17O",
            "--with-reference",
            oxygen ? 340 : 270,
            "--points",
            "64",
            "--out",
            out);
    assertEquals(0, call.exit(), call.err());
    List<List<String>> table = table(out.resolve("map.csv"));
    assertEquals(65, table.size());
    double step = Double.parseDouble(table.get(0).get(2)) - Double.parseDouble(table.get(0).get(1));
    double up = Double.parseDouble(table.get(2).get(0)) - Double.parseDouble(table.get(1).get(0));
    double integral = 0;
    for (int j = 1; j < 65; j++) {
      for (int i = 1; i < 65; i++) {
        integral += step * up * Double.parseDouble(table.get(j).get(i));
      }
    }
    assertEquals(kind.equals("bonded") ? 2 : 1, integral, 2e-2, "one oxygen, two bonds");
    assertTrue(Files.size(out.resolve("map.png")) > 1000);
  }

  /** Wrong calls: exit code 2, one line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spectrum | --nucleus 28Si --reference 1                          | 29Si
          spectrum | --nucleus nonsense --reference 1                      | no nucleus
          spectrum | --nucleus 29Si --reference 1 --interactions efg       | spin 1/2
          spectrum | --nucleus 29Si --reference 1 --spinning 0             | a rate is positive
          spectrum | --nucleus 29Si --reference 1 --spinning -5kHz         | a rate is positive
          spectrum | --nucleus 29Si --reference 1 --spinning often         | --spinning often
          spectrum | --nucleus 29Si --reference 1 --spinning NaN           | finite
          spectrum | --nucleus 29Si --reference 1 --field 0                | positive field
          spectrum | --nucleus 29Si --reference 1 --field 9.4kg            | tesla
          spectrum | --nucleus 29Si --reference NaN                        | reference
          spectrum | --nucleus 29Si --reference 1 --slope 0                | slope
          spectrum | --nucleus 29Si --reference 1 --gaussian -1            | not negative
          spectrum | --nucleus 29Si --reference 1 --range 5                | LOW:HIGH
          spectrum | --nucleus 29Si --reference 1 --range=5:-5             | ascend
          spectrum | --nucleus 29Si --reference 1 --range=0:5 --points 1   | points
          spectrum | --nucleus 29Si --reference 1 --weights 1,2            | 2 numbers for 1 file
          spectrum | --nucleus 29Si --reference 1 --efg-unit kg            | --efg-unit
          spectrum | --nucleus 29Si                                        | --reference
          map      | --nucleus 29Si --reference 1 --kind 3qmas             | spin
          map      | --nucleus 29Si --reference 1 --kind shift-cq          | spin
          map      | --nucleus 17O --reference 1 --kind nothing            | 3qmas, shift-cq or bonded
          map      | --nucleus 17O --reference 1 --kind bonded             | --with
          map      | --nucleus 17O --reference 1 --kind bonded --with 27Al --with-reference 1 | one must have spin 1/2
          """)
  void wrongCallsAreOneLine(String command, String options, String expected) {
    Call call = call(command, options, magres);
    assertEquals(2, call.exit(), call.err());
    assertTrue(call.complaint().contains(expected), call.err());
    assertFalse(Files.exists(out));
  }

  private Call call(String command, String options, Path in) {
    List<Object> arguments = new java.util.ArrayList<>(List.of("nmr", command, in));
    arguments.addAll(Arrays.asList(options.strip().split(" ", -1)));
    arguments.addAll(List.of("--out", out));
    return Call.of(arguments.toArray());
  }

  /** Bad files: exit code 1, one line that names the file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no tensors        | 1;HEADER;Si 0 0 0;                                   | no column ms
          six columns       | 1;HEADER:ms:R:6;Si 0 0 0 1 2 3 4 5 6;                | 6 numbers an atom
          not finite        | 1;HEADER:ms:R:9;Si 0 0 0 1 2 nan 4 5 6 7 8 9;        | atom 1 (Si) is not finite
          texts             | 1;HEADER:ms:S:9;Si 0 0 0 a b c d e f g h i;          | no numbers
          none known        | 1;HEADER:ms:R:9:ms_known:I:1;Si 0 0 0 1 2 3 4 5 6 7 8 9 0; | no atom Si
          no silicon        | 1;HEADER:ms:R:9;O 0 0 0 1 2 3 4 5 6 7 8 9;           | no atom Si
          mask of two       | 1;HEADER:ms:R:9:ms_known:I:2;Si 0 0 0 1 2 3 4 5 6 7 8 9 0 1; | ms_known has 2
          cut short         | 2;HEADER:ms:R:9;Si 0 0 0 1 2 3 4 5 6 7 8 9;          | ends after 1 of 2
          """)
  void badFilesAreOneLine(String what, String content, String expected) throws IOException {
    Path bad =
        Files.writeString(
            folder.resolve("bad.xyz"), content.replace("HEADER", HEADER).replace(';', '\n'));
    Call call = call("spectrum", "--nucleus 29Si --reference 340", bad);
    assertEquals(1, call.exit(), what + call.err());
    assertTrue(call.complaint().contains("bad.xyz"), call.err());
    assertTrue(call.complaint().contains(expected), call.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    Call missing = Call.of("nmr", "tensors", "nowhere.magres", "--out", out);
    assertEquals(2, missing.exit());
    assertTrue(missing.complaint().contains("nowhere.magres: no such file"), missing.err());
    assertEquals(2, Call.of("nmr").exit());
    Path deuterium =
        Files.writeString(
            folder.resolve("d.xyz"), "1\n" + HEADER + ":ms:R:9\nH 0 0 0 30 0 0 0 30 0 0 0 30\n");
    Call whole = call("spectrum", "--nucleus 2H --reference 30", deuterium);
    assertEquals(1, whole.exit());
    assertTrue(whole.complaint().contains("no central transition"), whole.err());
    Path plain = Files.writeString(folder.resolve("plain.xyz"), "1\n" + HEADER + "\nSi 0 0 0\n");
    Call tensors = Call.of("nmr", "tensors", plain, "--out", out);
    assertEquals(1, tensors.exit());
    assertTrue(tensors.complaint().contains("no column ms and none efg"), tensors.err());
    Path unit =
        Files.writeString(
            folder.resolve("unit.xyz"),
            "1\n" + HEADER + ":efg:R:9 efg_units=furlong\nO 0 0 0 1 0 0 0 1 0 0 0 -2\n");
    Call furlong = Call.of("nmr", "tensors", unit, "--out", out);
    assertEquals(1, furlong.exit());
    assertTrue(furlong.complaint().contains("furlong"), furlong.err());
  }
}
