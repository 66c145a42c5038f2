package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.conformance.SharedData;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nmr predict}, mostly with a model that costs nothing. */
class NmrPredictCommandTest {
  private static final double REFERENCE = 300;
  private static final double SLOPE = -0.9;

  @TempDir private static Path shared;
  private static Path model;

  @TempDir private Path folder;
  private Path out;

  @BeforeAll
  static void writeModel() {
    model = TinyTensors.write(shared.resolve("tiny.safetensors"));
  }

  @BeforeEach
  void prepare() {
    out = folder.resolve("out");
  }

  private Call predict(Path in, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("nmr", "predict", in, "--out", out));
    arguments.addAll(List.of(more));
    return Call.of(arguments.toArray());
  }

  private Call tiny(Path in) {
    return predict(in, "--model", model, "--reference", REFERENCE, "--slope", SLOPE);
  }

  private Path write(Structure... structures) {
    Path file = folder.resolve("in.xyz");
    StructureWriter.writeAll(file, List.of(structures));
    return file;
  }

  /** A table without what says where it is from. */
  private static final class Table {
    private final List<String> header;
    private final List<List<String>> rows;

    Table(Path file) throws IOException {
      List<List<String>> lines =
          Files.readAllLines(file).stream().map(l -> Arrays.asList(l.split(",", -1))).toList();
      header = lines.get(0);
      rows = lines.subList(1, lines.size());
      rows.forEach(row -> assertEquals(header.size(), row.size()));
    }

    String text(int row, String column) {
      assertTrue(header.contains(column), column + " of " + header);
      return rows.get(row).get(header.indexOf(column));
    }

    double number(int row, String column) {
      return Double.parseDouble(text(row, column));
    }
  }

  private Table sites() throws IOException {
    return new Table(out.resolve("sites.csv"));
  }

  private List<Structure> predicted() {
    return StructureReader.readAll(out.resolve("nmr.xyz"));
  }

  private static double[] numbers(Structure structure, String name) {
    AtomProperty property = structure.atomProperties().get(name);
    if (property instanceof AtomProperty.Integers whole) {
      return Arrays.stream(whole.values()).asDoubleStream().toArray();
    }
    return ((AtomProperty.Numbers) property).values();
  }

  private static NmrTensor tensor(Structure structure, int atom) {
    return NmrTensor.of(Arrays.copyOfRange(numbers(structure, "ms"), 9 * atom, 9 * atom + 9));
  }

  private static NmrPrediction expected(Path modelFile, Structure structure) {
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NmrModel own =
            modelFile == null
                ? NmrModel.bundled(NmrModel.SILICON_29, backend)
                : NmrModel.load(modelFile, backend)) {
      return own.evaluate(structure);
    }
  }

  @Test
  void whatComesInGoesOutWithTensorsBeside() throws IOException {
    Structure first =
        Samples.quartz(1, 0.05, 1).toBuilder()
            .info("name", "first")
            .atomProperty("charge", AtomProperty.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1))
            .build();
    Structure second = Samples.quartz(2, 0.05, 2);
    Call call = tiny(write(first, second));
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("model: tiny (" + model + ")"), call.out());
    assertTrue(call.out().contains("9 sites of 2 structures to " + out), call.out());
    List<Structure> found = predicted();
    assertEquals(2, found.size());
    assertEquals("first", found.get(0).info().get("name"));
    assertEquals("ppm", found.get(0).info().get("ms_units"));
    assertArrayEquals(first.positions(), found.get(0).positions());
    assertEquals(9, numbers(found.get(0), "charge")[8]);
    for (int s = 0; s < 2; s++) {
      Structure given = s == 0 ? first : second;
      NmrPrediction own = expected(model, given);
      double[] known = numbers(found.get(s), "ms_known");
      int site = 0;
      for (int atom = 0; atom < given.atoms(); atom++) {
        boolean silicon = given.species(atom) == 14;
        assertEquals(silicon ? 1 : 0, known[atom]);
        assertArrayEquals(
            silicon ? own.tensors()[site].toArray() : new double[9],
            tensor(found.get(s), atom).toArray());
        assertEquals(
            silicon ? own.uncertainty(site, NmrTensor::isotropic) : 0,
            numbers(found.get(s), "ms_uncertainty")[atom]);
        site += silicon ? 1 : 0;
      }
    }
  }

  @Test
  void aRowForEachSiteInEveryConvention() throws IOException {
    assertEquals(0, tiny(write(Samples.quartz(1, 0.05, 1), Samples.quartz(1, 0.05, 2))).exit());
    Table table = sites();
    assertEquals(6, table.rows.size());
    for (int row = 0; row < 6; row++) {
      assertTrue(table.text(row, "structure").endsWith("in.xyz#" + (row / 3 + 1)));
      assertEquals(row % 3 + 1, table.number(row, "atom"));
      assertEquals("29Si", table.text(row, "nucleus"));
      NmrTensor tensor = tensor(predicted().get(row / 3), row % 3);
      assertEquals(tensor.isotropic(), table.number(row, "shielding_iso_ppm"), 5.1e-5);
      // the largest shielding is the smallest shift
      for (String[] pair :
          new String[][] {{"iso", "iso"}, {"11", "11"}, {"22", "22"}, {"33", "33"}}) {
        assertEquals(
            REFERENCE + SLOPE * table.number(row, "shielding_" + pair[0] + "_ppm"),
            table.number(row, "shift_" + pair[1] + "_ppm"),
            1.1e-4);
      }
      assertEquals(
          -SLOPE * table.number(row, "span_ppm"), table.number(row, "shift_span_ppm"), 1.1e-4);
      assertTrue(table.number(row, "shielding_iso_uncertainty_ppm") > 0);
      assertTrue(table.number(row, "span_uncertainty_ppm") > 0);
      assertEquals("F", table.text(row, "outside"));
      for (String column : List.of("V_zz_au", "C_Q_MHz", "angle_between_z_deg")) {
        assertEquals("", table.text(row, column));
      }
    }
  }

  @Test
  void withoutAReferenceShiftsOfAnotherModelAreEmpty() throws IOException {
    assertEquals(0, predict(write(Samples.quartz(1, 0, 1)), "--model", model).exit());
    assertEquals("", sites().text(0, "shift_iso_ppm"));
    assertFalse(sites().text(0, "shielding_iso_ppm").isEmpty());
    assertEquals(
        0, predict(write(Samples.quartz(1, 0, 1)), "--model", model, "--reference", 300).exit());
    assertEquals(
        300 - sites().number(0, "shielding_iso_ppm"), sites().number(0, "shift_iso_ppm"), 1.1e-4);
  }

  @Test
  void otherCommandsReadWhatIsWritten() throws IOException {
    assertEquals(0, tiny(write(Samples.quartz(1, 0.05, 1), Samples.quartz(2, 0.05, 2))).exit());
    Path csv = folder.resolve("tensors.csv");
    Call tensors =
        Call.of(
            "nmr",
            "tensors",
            out.resolve("nmr.xyz"),
            "--reference",
            REFERENCE,
            "--slope",
            SLOPE,
            "--out",
            csv);
    assertEquals(0, tensors.exit(), tensors.err());
    Table read = new Table(csv);
    Table written = sites();
    assertEquals(written.rows.size(), read.rows.size());
    for (int row = 0; row < read.rows.size(); row++) {
      // all but the name of the structure, and what only a prediction has
      assertEquals(
          written.rows.get(row).subList(1, read.header.size()),
          read.rows.get(row).subList(1, read.header.size()));
    }
    Path spectrum = folder.resolve("spectrum");
    Call drawn =
        Call.of(
            "nmr",
            "spectrum",
            out.resolve("nmr.xyz"),
            "--nucleus",
            "29Si",
            "--reference",
            REFERENCE,
            "--slope",
            SLOPE,
            "--frames",
            "sum",
            "--out",
            spectrum);
    assertEquals(0, drawn.exit(), drawn.err());
    assertTrue(Files.size(spectrum.resolve("spectrum.csv")) > 1000);
  }

  @Test
  void fieldGradientsOfOxygen() throws IOException {
    Path gradients = TinyTensors.write(folder.resolve("efg.safetensors"), "efg", "au", 8, 8, 14);
    Call call = predict(write(Samples.quartz(1, 0.05, 1)), "--model", gradients);
    assertEquals(0, call.exit(), call.err());
    assertEquals("au", predicted().get(0).info().get("efg_units"));
    Table table = sites();
    assertEquals(6, table.rows.size());
    assertEquals("17O", table.text(0, "nucleus"));
    assertEquals("", table.text(0, "shielding_iso_ppm"));
    // Q(17O) = -25.58 mb
    assertEquals(
        234.96478 * -0.02558 * table.number(0, "V_zz_au"), table.number(0, "C_Q_MHz"), 1e-3);
    Path csv = folder.resolve("tensors.csv");
    assertEquals(0, Call.of("nmr", "tensors", out.resolve("nmr.xyz"), "--out", csv).exit());
    assertEquals(table.text(5, "eta_Q"), new Table(csv).text(5, "eta_Q"));
  }

  private static Structure withAluminium() {
    Structure quartz = Samples.quartz(1, 0.05, 3);
    int[] species = quartz.species();
    species[0] = 13;
    return Structure.of(species, quartz.positions()).cell(quartz.cell()).build();
  }

  @Test
  void oneUnknownSpeciesStopsNothing() throws IOException {
    Call call =
        tiny(write(Samples.quartz(1, 0.05, 1), withAluminium(), Samples.quartz(1, 0.05, 2)));
    assertEquals(1, call.exit());
    assertTrue(
        call.complaint().endsWith("in.xyz#2: the model \"tiny\" does not know Al"), call.err());
    assertEquals(2, predicted().size());
    assertEquals(6, sites().rows.size());
    assertTrue(sites().text(3, "structure").endsWith("#3"));
    assertArrayEquals(
        expected(model, Samples.quartz(1, 0.05, 2)).tensors()[0].toArray(),
        tensor(predicted().get(1), 0).toArray());
  }

  @Test
  void severalFailuresAreListed() throws IOException {
    Path in = write(withAluminium(), Samples.quartz(1, 0, 1), withAluminium());
    Files.writeString(
        in, Files.readString(in) + "2\nProperties=species:S:1:pos:R:3\nO 0 0 0\nO 0 0 1.2\n");
    Call call = tiny(in);
    assertEquals(1, call.exit());
    assertTrue(call.complaint().endsWith("3 of 4 failed:"), call.err());
    List<String> lines = call.err().lines().filter(line -> line.startsWith("  ")).toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).contains("#3: the model \"tiny\" does not know Al"), call.err());
    assertTrue(lines.get(2).contains("#4: no atom is Si"), call.err());
    assertEquals(1, predicted().size());
  }

  @Test
  void zeolitesWithAluminiumAreRefusedInALine() {
    Path in = SharedData.find("data/zeolites/LTA4A.cif").orElse(null);
    Assumptions.assumeTrue(in != null, "no shared zeolites");
    Call call = predict(in);
    assertEquals(1, call.exit());
    assertTrue(
        call.complaint().endsWith("LTA4A.cif: the model \"silicon-29\" does not know Al"),
        call.err());
    assertFalse(Files.exists(out.resolve("nmr.xyz")));
    assertFalse(Files.exists(out.resolve("sites.csv")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                          | the file is empty
          1;Properties=species:S:1:pos:R:3;O 0 0 0;                   | no atom is Si
          0;Properties=species:S:1:pos:R:3;                           | a frame cannot have 0 atoms
          2;Properties=species:S:1:pos:R:3;Si 0 0 0;                  | ends after 1 of 2
          1;Properties=species:S:1:pos:R:3;Si 0 nan 0;                | bad.xyz
          """)
  void nothingToPredictIsOneLine(String content, String expected) throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.xyz"), content.replace(';', '\n'));
    Call call = tiny(bad);
    assertEquals(1, call.exit(), call.err());
    assertTrue(call.complaint().contains("bad.xyz"), call.err());
    assertTrue(call.complaint().contains(expected), call.err());
    assertEquals(List.of(), Arrays.asList(out.toFile().list()), "nothing half done");
  }

  /** A cell so large that its images do not meet is none. */
  @Test
  void moleculesAndHugeCells() throws IOException {
    double d = 0.93;
    int[] species = {14, 8, 8, 8};
    double[] positions = {0, 0, 0, d, d, d, -d, -d, d, 1.6, 0, 0.2};
    Structure alone = Structure.of(new int[] {14}, new double[3]).build();
    Structure molecule = Structure.of(species, positions).build();
    Structure huge =
        Structure.of(species, positions).cell(Cell.of(1e4, 0, 0, 0, 1e4, 0, 0, 0, 1e4)).build();
    Call call = tiny(write(alone, molecule, huge));
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("3 sites of 3 structures"), call.out());
    List<Structure> found = predicted();
    assertEquals(0, sites().number(0, "span_ppm"), 1e-4, "an atom alone is isotropic");
    assertNotEquals(0, sites().number(1, "span_ppm"));
    assertArrayEquals(tensor(found.get(1), 0).toArray(), tensor(found.get(2), 0).toArray());
    assertFalse(found.get(1).fullyPeriodic());
    assertTrue(found.get(2).fullyPeriodic());
  }

  @Test
  void environmentsUnlikeTrainingAreMarked() throws IOException {
    Structure alone = Structure.of(new int[] {14}, new double[3]).build();
    Call call = predict(write(Samples.quartz(1, 0, 1), alone));
    assertEquals(0, call.exit(), call.err());
    Table table = sites();
    assertEquals("F", table.text(0, "outside"));
    assertEquals("T", table.text(3, "outside"));
    assertTrue(
        table.number(3, "shielding_iso_uncertainty_ppm")
            > 5 * table.number(0, "shielding_iso_uncertainty_ppm"));
    var outside = (AtomProperty.Truths) predicted().get(1).atomProperties().get("ms_outside");
    assertTrue(outside.values()[0]);
  }

  @Test
  void theBundledModelIsTheDefaultAndKnowsItsReference() throws IOException {
    Structure quartz = Samples.quartz(1, 0, 1);
    Call call = predict(write(quartz));
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.out().contains("model: silicon-29 (bundled)"), call.out());
    NmrPrediction own = expected(null, quartz);
    Table table = sites();
    assertEquals(3, own.sites());
    for (int row = 0; row < 3; row++) {
      double iso = own.tensors()[row].isotropic();
      assertArrayEquals(own.tensors()[row].toArray(), tensor(predicted().get(0), row).toArray());
      assertEquals(iso, table.number(row, "shielding_iso_ppm"), 5.1e-5);
      assertEquals(
          NmrModel.TETRAMETHYLSILANE.shift(iso), table.number(row, "shift_iso_ppm"), 5.1e-5);
    }
    // -107.4 ppm: Smith and Blackwell, Nature 303, 223 (1983); the model's error is 2 ppm
    assertEquals(-107.4, table.number(0, "shift_iso_ppm"), 3);
  }

  @Test
  void theNamedBundledModelIsTheSame() throws IOException {
    Path in = write(Samples.quartz(1, 0.02, 1));
    assertEquals(0, predict(in).exit());
    String expected = Files.readString(out.resolve("sites.csv"));
    assertEquals(0, predict(in, "--model", "silicon-29", "--threads", 2).exit());
    assertEquals(expected, Files.readString(out.resolve("sites.csv")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --model nowhere.safetensors      | nowhere.safetensors: no such file
          --model silica                   | silicon-29, was expected
          --slope -1                       | --slope needs --reference
          --reference NaN                  | reference NaN
          --reference 300 --slope 0        | slope 0
          --reference twelve               | --reference
          """)
  void wrongCallsAreOneLine(String options, String expected) {
    Call call = predict(write(Samples.quartz(1, 0, 1)), (Object[]) options.split(" "));
    assertEquals(2, call.exit(), call.err());
    assertTrue(call.complaint().contains(expected), call.err());
    assertFalse(Files.exists(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "folder"})
  void whatIsNoModelAndNoFolderIsOneLine(String what) throws IOException {
    Path file = Files.writeString(folder.resolve("thesis.txt"), "precious");
    Path in = write(Samples.quartz(1, 0, 1));
    Call call =
        what.equals("model")
            ? predict(in, "--model", file)
            : Call.of("nmr", "predict", in, "--model", model, "--out", file);
    assertEquals(1, call.exit(), call.err());
    assertTrue(call.complaint().contains("thesis.txt"), call.err());
    assertEquals("precious", Files.readString(file));
  }

  @Test
  void aPotentialIsNoModelOfTensors() {
    Path potential = TinyModel.write(folder.resolve("potential.safetensors"));
    Call call = predict(write(Samples.quartz(1, 0, 1)), "--model", potential);
    assertEquals(1, call.exit(), call.err());
    assertTrue(call.complaint().contains("potential.safetensors"), call.err());
  }
}
