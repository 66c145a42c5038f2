package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.Referencing;
import org.coesite.report.ScreenRow;
import org.coesite.report.SiteShift;
import org.coesite.screen.ScreenColumns;
import org.coesite.screen.ShiftPrediction;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code screen --nmr}, with models that cost nothing. */
class ScreenShiftsTest {
  private static final Referencing REFERENCING = new Referencing(300, -0.9);

  @TempDir private static Path shared;
  private static Path potential;
  private static Path shieldings;

  @TempDir private Path folder;
  private Path in;
  private Path out;

  @BeforeAll
  static void writeModels() {
    potential = TinyModel.write(shared.resolve("potential.safetensors"));
    shieldings = TinyTensors.write(shared.resolve("shieldings.safetensors"));
  }

  @BeforeEach
  void prepare() {
    in = Samples.file(folder.resolve("in.xyz"), 4, 1);
    out = folder.resolve("out");
  }

  private Call screen(Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("screen", in, "--out", out, "--model", potential));
    command.addAll(List.of(more));
    return Call.of(command.toArray());
  }

  private Call withShifts(Path model, Object... more) {
    List<Object> options = new ArrayList<>(List.of("--nmr", "--nmr-model", model));
    options.addAll(
        List.of("--nmr-reference", REFERENCING.reference(), "--nmr-slope", REFERENCING.slope()));
    options.addAll(List.of(more));
    return screen(options.toArray());
  }

  private List<String> header() throws IOException {
    return List.of(Files.readAllLines(out.resolve("screen.csv")).get(0).split(","));
  }

  private List<ScreenRow> rows() {
    try (ScreenTable table =
        ScreenTable.read(out.resolve("screen.csv"), new ScreenColumns(false, true))) {
      return table.rows();
    }
  }

  @Test
  void columnsHoldTheShiftsOfEverySite() throws IOException {
    Call call = withShifts(shieldings);
    assertEquals(0, call.exit(), call.err());
    assertTrue(
        call.out().contains("shifts: " + shieldings + ", 300.0 - 0.9 x shielding"), call.out());
    int column = header().indexOf("si29_shifts_ppm");
    assertEquals("si_o_si_mean_deg", header().get(column - 1));
    assertEquals(
        List.of("si29_shift_uncertainties_ppm", "si29_sites", "status", "message"),
        header().subList(column + 1, header().size()));
    List<ScreenRow> rows = rows();
    List<Structure> structures = StructureReader.readAll(in);
    assertEquals(structures.size(), rows.size());
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NmrModel model = NmrModel.load(shieldings, backend)) {
      ShiftPrediction prediction = new ShiftPrediction("silicon-29", model, REFERENCING);
      for (int s = 0; s < rows.size(); s++) {
        List<SiteShift> expected = prediction.of(structures.get(s)).shifts();
        List<SiteShift> found = rows.get(s).shifts();
        assertEquals(3, found.size(), "rattled: each its own");
        for (int k = 0; k < 3; k++) {
          assertEquals(expected.get(k).shift(), found.get(k).shift(), 0.0051);
          assertEquals(expected.get(k).uncertainty(), found.get(k).uncertainty(), 0.0051);
          assertEquals(1, found.get(k).sites());
        }
      }
    }
  }

  @Test
  void equivalentSitesAreOneShift() {
    StructureWriter.writeAll(in, List.of(Samples.quartz(1, 0, 0)));
    assertEquals(0, withShifts(shieldings).exit());
    List<SiteShift> shifts = rows().get(0).shifts();
    assertEquals(1, shifts.size());
    assertEquals(3, shifts.get(0).sites());
  }

  @Test
  void shiftsAreOfTheRelaxedStructure() {
    assertEquals(0, withShifts(shieldings, "--relax", "--max-force", "0.2").exit());
    List<Structure> relaxed = StructureReader.readAll(out.resolve("relaxed.xyz"));
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NmrModel model = NmrModel.load(shieldings, backend)) {
      double expected =
          new ShiftPrediction("silicon-29", model, REFERENCING)
              .of(relaxed.get(0))
              .shifts()
              .get(0)
              .shift();
      assertEquals(expected, rows().get(0).shifts().get(0).shift(), 0.0051);
    }
  }

  @Test
  void theReportShowsShiftsAndSpectra() throws IOException {
    assertEquals(0, withShifts(shieldings).exit());
    String html = Files.readString(out.resolve("report.html"));
    assertTrue(html.contains("<h2>NMR</h2>"));
    assertTrue(html.contains("29Si shifts (ppm)"));
    assertTrue(html.contains("300.0 - 0.9 x shielding"));
    SiteShift first = rows().get(0).shifts().get(0);
    assertTrue(html.contains("1 × %.1f ± %.1f".formatted(first.shift(), first.uncertainty())));
    assertTrue(Files.size(out.resolve("si29-1.png")) > 1000);
  }

  @Test
  void withoutShiftsNothingIsSaidOfThem() throws IOException {
    assertEquals(0, screen().exit());
    assertFalse(header().contains("si29_shifts_ppm"));
    String html = Files.readString(out.resolve("report.html"));
    assertFalse(html.contains("29Si"));
    assertFalse(Files.exists(out.resolve("si29-1.png")));
  }

  @Test
  void resumingFromAnyTornStateEndsWithTheSameBytes() throws IOException {
    assertEquals(0, withShifts(shieldings).exit());
    byte[] table = Files.readAllBytes(out.resolve("screen.csv"));
    byte[] report = Files.readAllBytes(out.resolve("report.html"));
    byte[] spectra = Files.readAllBytes(out.resolve("si29-1.png"));
    Random random = new Random(7);
    for (int trial = 0; trial < 6; trial++) {
      try (FileChannel channel =
          FileChannel.open(out.resolve("screen.csv"), StandardOpenOption.WRITE)) {
        channel.truncate(random.nextInt(table.length + 1));
      }
      Call call = withShifts(shieldings, "--resume");
      assertEquals(0, call.exit(), call.err());
      assertArrayEquals(table, Files.readAllBytes(out.resolve("screen.csv")), "trial " + trial);
      assertArrayEquals(report, Files.readAllBytes(out.resolve("report.html")), "trial " + trial);
      assertArrayEquals(spectra, Files.readAllBytes(out.resolve("si29-1.png")), "trial " + trial);
    }
  }

  @Test
  void anotherRunIsNotResumed() throws IOException {
    assertEquals(0, withShifts(shieldings).exit());
    byte[] table = Files.readAllBytes(out.resolve("screen.csv"));
    Call without = screen("--resume");
    assertEquals(2, without.exit(), without.err());
    assertTrue(without.complaint().contains("the run there had shifts "), without.err());
    assertTrue(without.complaint().contains("this one has no shifts"), without.err());
    Call other = screen("--resume", "--nmr", "--nmr-model", shieldings, "--nmr-reference", 310);
    assertEquals(2, other.exit(), other.err());
    assertTrue(other.complaint().contains("310.0 - 1.0 x shielding"), other.err());
    TinyTensors.write(shared.resolve("other.safetensors"), "ms", "ppm", 14, 14);
    Path changed = folder.resolve("changed.safetensors");
    Files.copy(shieldings, changed);
    assertEquals(0, withShifts(changed, "--overwrite").exit());
    Files.copy(
        shared.resolve("other.safetensors"),
        changed,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Call swapped = withShifts(changed, "--resume");
    assertEquals(2, swapped.exit(), swapped.err());
    assertTrue(swapped.complaint().contains("shifts_model_sha256"), swapped.err());
    assertEquals(table.length, Files.size(out.resolve("screen.csv")));
  }

  @Test
  void aRunWithoutShiftsIsNotResumedWithThem() {
    assertEquals(0, screen().exit());
    Call call = withShifts(shieldings, "--resume");
    assertEquals(2, call.exit(), call.err());
    assertTrue(call.complaint().contains("the run there had no shifts"), call.err());
  }

  @Test
  void whatTheShieldingsDoNotKnowIsSaidInItsRow() throws IOException {
    Path siliconAlone = TinyTensors.write(folder.resolve("si.safetensors"), "ms", "ppm", 14, 14);
    Call call = withShifts(siliconAlone);
    assertEquals(0, call.exit(), call.err());
    for (ScreenRow row : rows()) {
      assertEquals(List.of(), row.shifts());
      assertTrue(
          row.message().contains("no shifts: the model \"tiny\" does not know O"), row.message());
    }
    assertFalse(Files.readString(out.resolve("report.html")).contains("<h2>NMR</h2>"));
  }

  @Test
  void aFileThatCannotBeReadHasNoShifts() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.cif"), "data_x\n_cell_length_a ?\n");
    Call call = withShifts(shieldings, broken);
    assertEquals(1, call.exit());
    assertEquals(5, rows().size());
    ScreenRow failed = rows().stream().filter(row -> !row.predicted()).findFirst().orElseThrow();
    assertEquals(List.of(), failed.shifts());
  }

  /** Models that are no models of shieldings of silicon, and options that do not go together. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nmr --nmr-model EFG --nmr-reference 1     | EFG: not a model of shieldings of silicon
          --nmr --nmr-model OXYGEN --nmr-reference 1  | OXYGEN: not a model of shieldings of silicon
          --nmr --nmr-model nowhere --nmr-reference 1 | nowhere: no such file
          --nmr --nmr-model SI                        | needs --nmr-reference
          --nmr --nmr-model SI --nmr-slope -1         | --nmr-slope needs --nmr-reference
          --nmr --nmr-reference NaN                   | reference NaN
          --nmr --nmr-reference 1 --nmr-slope 0       | slope 0
          --nmr-model SI                              | go with --nmr
          --nmr-reference 289                         | go with --nmr
          """)
  void wrongCallsAreOneLine(String options, String expected) {
    TinyTensors.write(folder.resolve("EFG"), "efg", "au", 14, 8, 14);
    TinyTensors.write(folder.resolve("OXYGEN"), "ms", "ppm", 8, 8, 14);
    TinyTensors.write(folder.resolve("SI"), "ms", "ppm", 14, 8, 14);
    Object[] arguments =
        Arrays.stream(options.split(" "))
            .map(o -> o.matches("[A-Z]+") ? folder.resolve(o).toString() : o)
            .toArray();
    Call call = screen(arguments);
    assertEquals(2, call.exit(), call.err());
    assertTrue(call.complaint().contains(expected), call.err());
    assertFalse(Files.exists(out));
  }
}
