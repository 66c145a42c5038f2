package org.coesite.examples.silica;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.coesite.dynamics.Sample;
import org.coesite.io.AtomicFile;
import org.coesite.nmr.HerzfeldBerger;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Quantity;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.spectrum.Spectrum;

/** The numbers behind the figures. */
final class SilicaTables {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private final Results results;
  private final Referencing referencing;

  SilicaTables(Results results) {
    this.results = results;
    referencing = results.spectrometer().referencing();
  }

  void write(Path folder) {
    write(folder.resolve("glass.csv"), glass());
    write(folder.resolve("cristobalite.csv"), cristobalite());
    write(folder.resolve("sites.csv"), sites());
  }

  /** Spectra on one axis, one column each. */
  static void writeSpectra(Path file, Map<String, Spectrum> spectra) {
    List<Object[]> rows = new ArrayList<>();
    List<Object> heading = new ArrayList<>(List.of("shift_ppm"));
    heading.addAll(spectra.keySet());
    rows.add(heading.toArray());
    List<Spectrum> all = List.copyOf(spectra.values());
    for (int i = 0; i < all.get(0).axis().count(); i++) {
      List<Object> row = new ArrayList<>(List.of(number(all.get(0).axis().position(i), 4)));
      for (Spectrum spectrum : all) {
        row.add(number(spectrum.values()[i], 7));
      }
      rows.add(row.toArray());
    }
    write(file, rows);
  }

  private static void write(Path file, List<Object[]> rows) {
    StringBuilder text = new StringBuilder();
    for (Object[] row : rows) {
      text.append(FORMAT.format(row)).append('\n');
    }
    AtomicFile.write(file, text.toString());
  }

  private static String number(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "";
  }

  private List<Object[]> glass() {
    SilicaMeasures m = new SilicaMeasures(results.glass().structure());
    List<Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {"quantity", "mean", "deviation"});
    rows.add(new Object[] {"density_g_cm3", number(m.density(), 4), ""});
    for (int n = 3; n <= 5; n++) {
      rows.add(new Object[] {"silicon_" + n + "_fold", number(m.siliconShare(n), 4), ""});
    }
    for (int n = 1; n <= 3; n++) {
      rows.add(new Object[] {"oxygen_" + n + "_fold", number(m.oxygenShare(n), 4), ""});
    }
    rows.add(row("silicon_oxygen_A", m.bonds(), 4));
    rows.add(row("silicon_silicon_A", m.siliconSilicon(), 4));
    rows.add(row("oxygen_silicon_oxygen_deg", m.tetrahedra(), 2));
    rows.add(row("silicon_oxygen_silicon_deg", m.bridges(), 2));
    rows.add(row("isotropic_shift_ppm", shifts(results.glass()), 2));
    double error = Math.abs(referencing.slope()) * results.glass().modelError();
    rows.add(new Object[] {"model_error_of_mean_shift_ppm", number(error, 2), ""});
    rows.add(new Object[] {"share_outside", number(results.glass().outside(), 4), ""});
    return rows;
  }

  private static Object[] row(String name, Sample sample, int digits) {
    return new Object[] {name, number(sample.mean(), digits), number(sample.deviation(), digits)};
  }

  /** Isotropic shifts of a sample's sites, ppm. */
  Sample shifts(Shielded sample) {
    return Sample.of(
        sample.shieldings().stream()
            .mapToDouble(tensor -> referencing.shift(tensor.isotropic()))
            .toArray());
  }

  private List<Object[]> cristobalite() {
    List<Object[]> rows = new ArrayList<>();
    rows.add(
        ("temperature_K,volume_per_SiO2_A3,edge_x_A,edge_y_A,edge_z_A,bridge_deg,"
                + "bridge_of_mean_positions_deg,shift_ppm,shift_error_ppm,model_error_ppm,"
                + "shift_from_coldest_ppm,model_error_of_that_ppm,span_ppm,"
                + "span_of_one_moment_ppm,share_outside")
            .split(","));
    HeatedPoint cold = results.cold();
    for (HeatedPoint p : results.heated()) {
      CrystalShape shape = p.shape();
      rows.add(
          new Object[] {
            number(p.kelvin(), 0),
            number(shape.volume(), 3),
            number(shape.length(0), 3),
            number(shape.length(1), 3),
            number(shape.length(2), 3),
            number(shape.bridge(), 2),
            number(shape.bridgeOfMean(), 2),
            number(p.shift(referencing), 2),
            number(p.shiftError(referencing), 2),
            number(p.modelError(referencing), 2),
            number(p.shift(referencing) - cold.shift(referencing), 2),
            number(p.modelErrorOfDifference(cold, referencing), 2),
            number(p.span(referencing), 2),
            number(p.momentarySpan(referencing), 2),
            number(p.mean().outside(), 3)
          });
    }
    return rows;
  }

  /** Every site of every sample, in the order of the silicon atoms. */
  private List<Object[]> sites() {
    List<Object[]> rows = new ArrayList<>();
    rows.add("sample,site,isotropic_shift_ppm,span_ppm,skew".split(","));
    add(rows, "glass", results.glass());
    for (HeatedPoint p : results.heated()) {
      add(rows, String.format(Locale.ROOT, "cristobalite-%.0fK", p.kelvin()), p.mean());
    }
    results.frameworks().forEach((name, sample) -> add(rows, name, sample));
    return rows;
  }

  private void add(List<Object[]> rows, String name, Shielded sample) {
    int site = 0;
    for (NmrTensor tensor : sample.shieldings()) {
      HerzfeldBerger values = HerzfeldBerger.of(referencing.shift(tensor), Quantity.SHIFT);
      rows.add(
          new Object[] {
            name,
            ++site,
            number(values.isotropic(), 3),
            number(values.span(), 3),
            number(values.skew(), 3)
          });
    }
  }
}
