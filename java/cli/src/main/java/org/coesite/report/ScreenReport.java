package org.coesite.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The report of a screening run: {@code report.html} and its figures as PNG.
 *
 * <p>Structures are added as they finish; what is kept of each is its row, 180 counts and one
 * descriptor. Used by one thread at a time.
 */
public final class ScreenReport {
  /**
   * What was run.
   *
   * @param model name of the model
   * @param functional what its training energies are, e.g. {@code PBE}
   * @param dispersion name of the dispersion correction, e.g. {@code D3(BJ)}; empty for none
   * @param facts whatever else is to be said at the top, by name, in this order
   */
  public record Run(String model, String functional, String dispersion, Map<String, String> facts) {
    public Run {
      facts = new LinkedHashMap<>(facts);
    }
  }

  /** A structure as the figures need it; {@code descriptor} is null where it is not known. */
  record Screened(ScreenRow row, AngleHistogram angles, float[] descriptor) {}

  /** A force beyond which a structure is far from its minimum, eV/angstrom. */
  private static final double STRAINED = 0.5;

  private final Run run;
  private final List<ScreenRow> failures = new ArrayList<>();
  private final List<Screened> predicted = new ArrayList<>();
  private int descriptorLength = -1;

  public ScreenReport(Run run) {
    this.run = run;
  }

  /**
   * Adds a structure, in the order of the table.
   *
   * @param angles its Si-O-Si angles, degrees; empty where there are none or they are not known
   * @param descriptor its mean SOAP vector, equally long for all; null where it is not known
   */
  public void add(ScreenRow row, double[] angles, float[] descriptor) {
    if (descriptor != null) {
      if (descriptorLength >= 0 && descriptor.length != descriptorLength) {
        throw new IllegalArgumentException(
            "descriptors of " + descriptorLength + " and of " + descriptor.length + " numbers");
      }
      descriptorLength = descriptor.length;
    }
    if (row.predicted()) {
      predicted.add(new Screened(row, new AngleHistogram().addAll(angles), descriptor));
    } else {
      failures.add(row);
    }
  }

  /**
   * Writes {@code report.html} and the PNG files.
   *
   * @param directory where; it exists
   * @return the files written
   * @throws org.coesite.CoesiteException if a file cannot be written
   */
  public List<Path> write(Path directory) {
    ScreenFigures figures = new ScreenFigures(run, predicted);
    return page(figures).write(directory, figures.all());
  }

  String html() {
    return page(new ScreenFigures(run, predicted)).html();
  }

  private HtmlReport page(ScreenFigures figures) {
    HtmlReport page =
        new HtmlReport("Screening of " + structures(predicted.size() + failures.size()));
    page.facts(facts());
    addCautions(page);
    if (!predicted.isEmpty()) {
      page.section("Energies");
      page.paragraph(aboutFunctional());
      page.figures(figures.energies());
      if (!figures.geometry().isEmpty()) {
        page.section("Geometry and similarity").figures(figures.geometry());
      }
      if (shifts()) {
        page.section("NMR").paragraph(ABOUT_SHIFTS).figures(figures.spectra());
      }
      page.section("Structures").table(table());
    }
    if (!failures.isEmpty()) {
      page.section("Failures").table(failureTable());
    }
    return page;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Model", run.model());
    facts.put("Energies", run.functional());
    if (dispersed()) {
      facts.put("Dispersion", run.dispersion() + ", in a column of its own");
    }
    facts.putAll(run.facts());
    facts.put("Predicted", Integer.toString(predicted.size()));
    facts.put("Failed", Integer.toString(failures.size()));
    return facts;
  }

  private void addCautions(HtmlReport page) {
    if (predicted.isEmpty()) {
      page.caution("No structure could be predicted: see the failures below.");
      return;
    }
    long outside = count(ScreenRow.Status.EXTRAPOLATED);
    if (outside > 0) {
      page.caution(
          "Of "
              + structures(outside)
              + " some environments are unlike any in the training set (status extrapolated, orange"
              + " diamonds in the figures): treat these energies with care.");
    }
    long strained = predicted.stream().filter(one -> one.row().maxForce() > STRAINED).count();
    if (strained > 0) {
      page.caution(
          "In "
              + structures(strained)
              + " some force exceeds "
              + STRAINED
              + " eV/Å: they are far from this model's minimum, and their energies tell more of"
              + " strain than of the framework. Compare relaxed structures (--relax).");
    }
    long unconverged = count(ScreenRow.Status.UNCONVERGED);
    if (unconverged > 0) {
      page.caution(
          structures(unconverged)
              + " did not relax to convergence (status unconverged): these energies are upper"
              + " bounds.");
    }
  }

  private long count(ScreenRow.Status status) {
    return predicted.stream().filter(one -> one.row().status() == status).count();
  }

  private static String structures(long count) {
    return count + (count == 1 ? " structure" : " structures");
  }

  private boolean dispersed() {
    return !run.dispersion().isEmpty();
  }

  private String aboutFunctional() {
    String measured =
        "Calorimetry puts the pure-silica zeolites 7–14 kJ/mol above quartz"
            + " (Piccione et al., J. Phys. Chem. B 104, 10001 (2000)).";
    if (!run.functional().contains("PBE")) {
      return measured;
    }
    String bias =
        "PBE without dispersion favours open frameworks: their energies above quartz come out too"
            + " low against experiment. ";
    String remedy =
        dispersed()
            ? " The column with " + run.dispersion() + " adds the missing attraction on both sides."
            : " Run with --dispersion d3bj to see the correction beside it.";
    return bias + measured + remedy;
  }

  private static final String ABOUT_SHIFTS =
      "Shifts of 29Si of the T sites, predicted from the environments; spectra as of fast spinning,"
          + " each site a Gaussian line. Those of equal principal values are taken together.";

  private boolean shifts() {
    return predicted.stream().anyMatch(one -> !one.row().shifts().isEmpty());
  }

  private static String text(List<SiteShift> shifts) {
    return shifts.stream().map(ScreenReport::text).collect(Collectors.joining(", "));
  }

  private static String text(SiteShift shift) {
    String known = String.format(Locale.ROOT, "%d × %.1f", shift.sites(), shift.shift());
    return Double.isNaN(shift.uncertainty())
        ? known
        : known + String.format(Locale.ROOT, " ± %.1f", shift.uncertainty());
  }

  private HtmlTable table() {
    List<HtmlTable.Column> columns = new ArrayList<>();
    columns.add(HtmlTable.Column.text("File"));
    columns.add(HtmlTable.Column.text("Formula"));
    columns.add(HtmlTable.Column.number("Atoms", "", 0));
    columns.add(HtmlTable.Column.number("Volume", "Å³", 1));
    columns.add(HtmlTable.Column.number("Framework density", "T / 1000 Å³", 2));
    columns.add(HtmlTable.Column.number("Energy", "eV / SiO₂", 4));
    columns.add(HtmlTable.Column.number("Above quartz", "kJ/mol SiO₂", 2));
    if (dispersed()) {
      columns.add(HtmlTable.Column.number("with " + run.dispersion(), "kJ/mol SiO₂", 2));
    }
    columns.add(HtmlTable.Column.number("Uncertainty", "meV/atom", 2));
    columns.add(HtmlTable.Column.number("Largest force", "eV/Å", 3));
    columns.add(HtmlTable.Column.number("Pressure", "GPa", 2));
    columns.add(HtmlTable.Column.number("Si–O", "Å", 3));
    columns.add(HtmlTable.Column.number("Si–O–Si", "°", 1));
    if (shifts()) {
      columns.add(HtmlTable.Column.text("29Si shifts (ppm)"));
    }
    columns.add(HtmlTable.Column.text("Status"));
    columns.add(HtmlTable.Column.text("Message"));
    HtmlTable table =
        new HtmlTable(
            "structures", "One row per structure; click on a heading to sort by it.", columns);
    predicted.forEach(one -> table.row(cells(one.row())));
    return table;
  }

  private Object[] cells(ScreenRow row) {
    List<Object> cells = new ArrayList<>();
    cells.add(row.file());
    cells.add(row.formula());
    cells.add(row.atoms());
    cells.add(row.volume());
    cells.add(row.frameworkDensity());
    cells.add(row.energy());
    cells.add(row.relativeToQuartz());
    if (dispersed()) {
      cells.add(row.relativeWithDispersion());
    }
    cells.add(row.uncertainty());
    cells.add(row.maxForce());
    cells.add(row.pressure());
    cells.add(row.siO());
    cells.add(row.siOSi());
    if (shifts()) {
      cells.add(text(row.shifts()));
    }
    cells.add(row.status().text());
    cells.add(row.message());
    return cells.toArray();
  }

  private HtmlTable failureTable() {
    HtmlTable table =
        new HtmlTable(
            "failures",
            "What could not be predicted, and why.",
            List.of(HtmlTable.Column.text("File"), HtmlTable.Column.text("Reason")));
    failures.forEach(row -> table.row(row.file(), row.message()));
    return table;
  }
}
