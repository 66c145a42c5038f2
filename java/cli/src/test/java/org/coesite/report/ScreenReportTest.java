package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.coesite.CoesiteException;
import org.coesite.plot.SvgDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenReportTest {
  private static final double[] NO_ANGLES = {};

  @TempDir Path folder;

  private String write(ScreenReport report) throws Exception {
    report.write(folder);
    return Files.readString(folder.resolve("report.html"));
  }

  private static int count(String html, String part) {
    return html.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void aScreeningOfADozenHasItsTableItsFiguresAndTheirFiles() throws Exception {
    ScreenReport report = MadeUpScreening.report(13, "");
    report.add(MadeUpScreening.failure("broken.cif"), NO_ANGLES, null);
    String html = write(report);
    assertEquals(13 + 1, count(html, "<tr><td>"));
    assertTrue(html.contains("<h1>Screening of 14 structures</h1>"));
    assertTrue(html.contains("10001 (2000)"), "the word on calorimetry");
    assertTrue(html.contains("frameworks/<wbr>cristobalite.cif"));
    assertTrue(html.contains("<h2>Failures</h2>"));
    assertTrue(html.contains("expected 3 numbers, found 2"));
    assertEquals(4, count(html, "<svg "));
    for (String name : List.of("energy-density", "uncertainty", "angles", "map")) {
      assertTrue(ImageIO.read(folder.resolve(name + ".png").toFile()).getWidth() > 900, name);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(5, files.count(), "nothing else is left");
    }
  }

  @Test
  void figuresNameTheStructures() throws Exception {
    String html = MadeUpScreening.report(13, "").html();
    Matcher figures = Pattern.compile("(?s)<svg .*?</svg>").matcher(html);
    while (figures.find()) {
      List<String> texts = SvgDocuments.texts(SvgDocuments.parse(figures.group()));
      assertTrue(texts.contains("cristobalite"), texts.toString());
    }
  }

  @Test
  void withDispersionBothColumnsAreSeen() throws Exception {
    String html = write(MadeUpScreening.report(13, "D3(BJ)"));
    assertTrue(html.contains(">with D3(BJ)</span>"));
    assertTrue(html.contains(">with D3(BJ)</text>"));
    assertFalse(html.contains("--dispersion"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 41, 300})
  void anyNumberOfStructuresWorks(int structures) throws Exception {
    String html = MadeUpScreening.report(structures, "").html();
    assertEquals(structures, count(html, "<tr><td>"));
    Matcher figures = Pattern.compile("(?s)<svg .*?</svg>").matcher(html);
    while (figures.find()) {
      SvgDocuments.parse(figures.group());
    }
  }

  @Test
  void tenThousandStructuresMakeAPageABrowserCanOpen() {
    ScreenReport report = MadeUpScreening.report(10_000, "");
    String html = report.html();
    assertEquals(10_000, count(html, "<tr><td>"));
    assertTrue(html.length() < 10_000_000, html.length() + " characters");
  }

  @Test
  void withoutAnyPredictionThereIsNoFigure() throws Exception {
    ScreenReport report = new ScreenReport(MadeUpScreening.run(""));
    report.add(MadeUpScreening.failure("a.cif"), NO_ANGLES, null);
    String html = write(report);
    assertTrue(html.contains("No structure could be predicted"));
    assertEquals(0, count(html, "<svg "));
    assertEquals(1, count(html, "<tr><td>"));
  }

  @Test
  void withoutAnythingThereIsAPage() throws Exception {
    assertTrue(write(new ScreenReport(MadeUpScreening.run(""))).contains("0 structures"));
  }

  @Test
  void unknownNumbersDoNotStopTheReport() throws Exception {
    ScreenReport report = MadeUpScreening.report(5, "");
    double none = Double.NaN;
    report.add(
        new ScreenRow(
            "odd.xyz",
            "SiO2",
            3,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            List.of(),
            ScreenRow.Status.UNCONVERGED,
            "stopped"),
        NO_ANGLES,
        null);
    String html = report.html();
    assertFalse(html.contains(">NaN"));
    assertTrue(html.contains("did not relax"));
  }

  @Test
  void namesOfFilesCannotForgeThePage() throws Exception {
    ScreenReport report = MadeUpScreening.report(3, "");
    String hostile = "</title></svg><script>alert(1)</script>.cif";
    report.add(
        new ScreenRow(
            hostile,
            "SiO2",
            3,
            40,
            25,
            -23,
            5,
            Double.NaN,
            1,
            0,
            0,
            1.6,
            144,
            List.of(),
            ScreenRow.Status.EXTRAPOLATED,
            hostile),
        new double[] {144},
        new float[40]);
    report.add(MadeUpScreening.failure(hostile), NO_ANGLES, null);
    assertEquals(1, count(report.html(), "<script"), "the page's own");
  }

  private static ScreenReport shifts(int structures, String name) {
    ScreenReport report = new ScreenReport(MadeUpScreening.run(""));
    for (int k = 0; k < structures; k++) {
      report.add(
          new ScreenRow(
              name + k,
              "Si3O6",
              9,
              120,
              25,
              -23,
              k,
              Double.NaN,
              1,
              0,
              0,
              1.6,
              144,
              List.of(new SiteShift(-100.04 - k, 0.52, 2), new SiteShift(-112.2 - k, 1.25, 1)),
              ScreenRow.Status.OK,
              ""),
          new double[] {144},
          null);
    }
    return report;
  }

  @Test
  void shiftsHaveAColumnAndSpectra() throws Exception {
    String html = write(shifts(2, "fer"));
    assertEquals(1, count(html, "<h2>NMR</h2>"));
    assertTrue(html.contains(">2 × -100.0 ± 0.5, 1 × -112.2 ± 1.3<"), "of the first");
    assertTrue(html.contains(">2 × -101.0 ± 0.5, 1 × -113.2 ± 1.3<"), "of the second");
    assertTrue(ImageIO.read(folder.resolve("si29-1.png").toFile()).getWidth() > 600);
    Matcher figures = Pattern.compile("(?s)<svg .*?</svg>").matcher(html);
    int named = 0;
    while (figures.find()) {
      List<String> texts = SvgDocuments.texts(SvgDocuments.parse(figures.group()));
      if (texts.contains("29Si shift (ppm)")) {
        assertTrue(texts.containsAll(List.of("fer0", "fer1")), texts.toString());
        named++;
      }
    }
    assertEquals(1, named);
  }

  @ParameterizedTest
  @CsvSource({"15, 1, false", "16, 2, false", "75, 5, false", "80, 5, true"})
  void manySpectraAreAFewFigures(int structures, int figures, boolean cut) throws Exception {
    String html = write(shifts(structures, "z"));
    assertEquals(figures, count(html, "29Si shift (ppm)</text>"));
    assertEquals(cut ? figures : 0, count(html, "Shown are the first 75 of " + structures));
    assertTrue(Files.exists(folder.resolve("si29-" + figures + ".png")));
    assertFalse(Files.exists(folder.resolve("si29-" + (figures + 1) + ".png")));
  }

  @Test
  void withoutShiftsThereIsNoSectionOfThem() {
    String html = MadeUpScreening.report(5, "").html();
    assertFalse(html.contains("29Si"));
    assertFalse(html.contains("NMR"));
  }

  @Test
  void namesBesideSpectraCannotForgeThePage() throws Exception {
    String html = shifts(2, "</text></svg><script>alert(1)</script>").html();
    assertEquals(1, count(html, "<script"), "the page's own");
    Matcher figures = Pattern.compile("(?s)<svg .*?</svg>").matcher(html);
    while (figures.find()) {
      SvgDocuments.parse(figures.group());
    }
  }

  @Test
  void oneAbsurdEnergyDoesNotFlattenTheFigure() throws Exception {
    ScreenReport report = MadeUpScreening.report(30, "");
    report.add(
        new ScreenRow(
            "blown-up.cif",
            "SiO2",
            3,
            40,
            25,
            800,
            79_000,
            Double.NaN,
            90,
            500,
            900,
            1.6,
            144,
            List.of(),
            ScreenRow.Status.EXTRAPOLATED,
            ""),
        new double[] {144},
        null);
    String html = report.html();
    assertTrue(html.contains("1 above: blown-up 79000"));
    assertTrue(html.contains("In 1 structure some force exceeds 0.5"));
    assertTrue(html.contains(">10</text>"), "ticks suit the others");
  }

  @Test
  void sameRunGivesSameBytes() throws Exception {
    List<Path> written = MadeUpScreening.report(13, "").write(folder);
    Path other = Files.createDirectory(folder.resolve("again"));
    MadeUpScreening.report(13, "").write(other);
    for (Path file : written) {
      assertArrayEquals(
          Files.readAllBytes(file), Files.readAllBytes(other.resolve(file.getFileName())));
    }
  }

  @Test
  void aFolderThatIsNotThereIsAnErrorThatNamesTheFile() {
    Path missing = folder.resolve("missing");
    ScreenReport report = MadeUpScreening.report(1, "");
    CoesiteException error = assertThrows(CoesiteException.class, () -> report.write(missing));
    assertTrue(error.getMessage().contains("report.html"), error.getMessage());
  }

  @Test
  void descriptorsOfDifferentLengthsAreRefused() {
    ScreenReport report = MadeUpScreening.report(1, "");
    ScreenRow row = MadeUpScreening.failure("a");
    assertThrows(IllegalArgumentException.class, () -> report.add(row, NO_ANGLES, new float[3]));
  }

  @Test
  void otherFunctionalsAreNotBlamed() throws Exception {
    ScreenReport report = new ScreenReport(new ScreenReport.Run("m", "r2SCAN", "", Map.of()));
    report.add(
        new ScreenRow(
            "a",
            "SiO2",
            3,
            40,
            25,
            -23,
            5,
            Double.NaN,
            1,
            0,
            0,
            1.6,
            144,
            List.of(),
            ScreenRow.Status.OK,
            ""),
        new double[] {144},
        null);
    assertFalse(report.html().contains("PBE"));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/CHA.cif, CHA",
    "x.y.xyz.gz, x.y",
    "set.extxyz#12, set#12",
    "C:\\data\\MFI.CIF, MFI",
    "POSCAR, POSCAR",
    "dir/.cif, .cif"
  })
  void labelsAreTheNamesOfFiles(String file, String label) {
    assertEquals(label, ScreenFigures.label(file));
  }

  @Test
  void statusesAreReadBack() {
    for (ScreenRow.Status status : ScreenRow.Status.values()) {
      assertEquals(status, ScreenRow.Status.of(status.text()));
    }
  }
}
