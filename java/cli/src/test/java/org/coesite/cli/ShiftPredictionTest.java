package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.io.StructureReader;
import org.coesite.nmr.Iupac;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Quantity;
import org.coesite.nmr.Referencing;
import org.coesite.report.SiteShift;
import org.coesite.screen.Frames;
import org.coesite.screen.ShiftPrediction;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Shifts by the bundled model: of the bundled frameworks, and on every backend. */
class ShiftPredictionTest {
  /**
   * T sites of the cells by multiplicity (IZA Atlas of Zeolite Framework Types; International
   * Tables, positions 3a and 4a, for quartz and cristobalite).
   */
  private static final Map<String, List<Integer>> MULTIPLICITIES =
      Map.ofEntries(
          Map.entry("SOD.cif", List.of(12)),
          Map.entry("CHA.cif", List.of(36)),
          Map.entry("MFI.cif", List.of(8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)),
          Map.entry("FAU.cif", List.of(192)),
          Map.entry("LTA.cif", List.of(24)),
          Map.entry("RHO.cif", List.of(48)),
          Map.entry("FER.cif", List.of(16, 8, 8, 4)),
          Map.entry("MOR.cif", List.of(16, 16, 8, 8)),
          Map.entry("BEA.cif", List.of(8, 8, 8, 8, 8, 8, 8, 4, 4)),
          Map.entry("TON.cif", List.of(8, 8, 4, 4)),
          Map.entry("AFI.cif", List.of(24)),
          Map.entry("quartz.cif", List.of(3)),
          Map.entry("cristobalite.cif", List.of(4)));

  private static Backend backend;
  private static NmrModel model;

  @BeforeAll
  static void open() {
    backend = Backends.open("cpu", Precision.F64, 1);
    model = NmrModel.bundled(NmrModel.SILICON_29, backend);
  }

  @AfterAll
  static void close() {
    model.close();
    backend.close();
  }

  @Test
  void sitesThatSymmetryTellsApartAreToldApart() {
    List<Frames.InputFile> files = BundledFrameworks.files();
    assertEquals(MULTIPLICITIES.size(), files.size());
    ShiftPrediction prediction =
        new ShiftPrediction("silicon-29", model, NmrModel.TETRAMETHYLSILANE);
    for (Frames.InputFile file : files) {
      Structure framework = StructureReader.readAll(file.path()).get(0);
      ShiftPrediction.Found found = prediction.of(framework);
      assertEquals(
          MULTIPLICITIES.get(file.label()),
          found.shifts().stream().map(SiteShift::sites).sorted(Comparator.reverseOrder()).toList(),
          file.label());
      assertEquals(
          found.shifts().stream()
              .sorted(Comparator.comparingDouble(SiteShift::shift).reversed())
              .toList(),
          found.shifts(),
          "highest first");
    }
  }

  @Test
  void aKindIsTheMeanOfItsSites() {
    Referencing referencing = new Referencing(250, -0.5);
    Structure quartz = Samples.quartz(1, 0, 1);
    NmrPrediction sites = model.evaluate(quartz);
    ShiftPrediction.Found found = new ShiftPrediction("silicon-29", model, referencing).of(quartz);
    assertEquals(1, found.shifts().size());
    assertEquals(0, found.outside());
    SiteShift kind = found.shifts().get(0);
    double shift = 0;
    double uncertainty = 0;
    for (int k = 0; k < 3; k++) {
      shift += (250 - 0.5 * sites.tensors()[k].isotropic()) / 3;
      uncertainty += 0.5 * sites.uncertainty(k, NmrTensor::isotropic) / 3;
    }
    assertEquals(shift, kind.shift(), 1e-10);
    assertEquals(uncertainty, kind.uncertainty(), 1e-10);
  }

  @Test
  void withoutSymmetryEverySiteIsItsOwn() {
    ShiftPrediction prediction =
        new ShiftPrediction("silicon-29", model, NmrModel.TETRAMETHYLSILANE);
    assertEquals(6, prediction.of(Samples.quartz(2, 0.05, 1)).shifts().size());
    Structure alone = Structure.of(new int[] {14}, new double[3]).build();
    assertEquals(1, prediction.of(alone).outside());
    Structure oxygen = Structure.of(new int[] {8}, new double[3]).build();
    assertEquals(new ShiftPrediction.Found(List.of(), 0), prediction.of(oxygen));
  }

  /** What the bundled model says of quartz does not change unseen, ppm. */
  @Test
  void theBundledModelSaysOfQuartzWhatItSaid() {
    NmrPrediction found = model.evaluate(Samples.quartz(1, 0, 1));
    for (int site = 0; site < 3; site++) {
      Iupac axes = Iupac.of(found.tensors()[site], Quantity.SHIELDING);
      assertEquals(431.7340514, axes.c11(), 1e-6);
      assertEquals(435.9994866, axes.c22(), 1e-6);
      assertEquals(443.9855862, axes.c33(), 1e-6);
      assertEquals(2.2164954, found.uncertainty(site, NmrTensor::isotropic), 1e-6);
    }
  }

  @Test
  void inSinglePrecision() {
    try (Backend single = Backends.open("cpu", Precision.F32, 1)) {
      assertAgrees(single, 2e-3);
    }
  }

  @Test
  void onADevice() {
    Assumptions.assumeTrue(
        Backends.providers().stream()
            .anyMatch(p -> p.name().equals("emulated") && p.unavailable().isEmpty()),
        "no emulated driver");
    for (Precision precision : Precision.values()) {
      try (Backend device = Backends.open("emulated", precision, 2)) {
        assertAgrees(device, precision == Precision.F64 ? 1e-8 : 2e-3);
      }
    }
  }

  /** Tensors and the committee's, element by element, ppm. */
  private static void assertAgrees(Backend other, double tolerance) {
    Structure quartz = Samples.quartz(1, 0.05, 1);
    NmrPrediction expected = model.evaluate(quartz);
    try (NmrModel there = NmrModel.bundled(NmrModel.SILICON_29, other)) {
      NmrPrediction found = there.evaluate(quartz);
      assertArrayEquals(expected.atoms(), found.atoms());
      assertArrayEquals(expected.outside(), found.outside());
      double largest = 0;
      for (int site = 0; site < expected.sites(); site++) {
        List<NmrTensor> here = outputs(expected, site);
        List<NmrTensor> that = outputs(found, site);
        assertEquals(here.size(), that.size());
        for (int c = 0; c < here.size(); c++) {
          double[] a = here.get(c).toArray();
          double[] b = that.get(c).toArray();
          for (int k = 0; k < 9; k++) {
            largest = Math.max(largest, Math.abs(a[k] - b[k]));
          }
        }
      }
      assertTrue(largest <= tolerance, other.description() + ": " + largest);
    }
  }

  private static List<NmrTensor> outputs(NmrPrediction found, int site) {
    List<NmrTensor> all = new ArrayList<>(List.of(found.members()[site]));
    all.add(found.tensors()[site]);
    return all;
  }
}
