package org.coesite.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.coesite.CoesiteException;
import org.coesite.io.FileProblem;
import org.coesite.report.ScreenRow;
import org.coesite.report.SiteShift;

/**
 * {@code screen.csv}: one row per structure, in the order of the input, written as soon as it is
 * known. A run that was killed leaves at most one torn line, which is dropped when the table is
 * opened again.
 */
final class ScreenTable implements Closeable {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /** In a list, where a model has no committee. */
  private static final String UNKNOWN = "-";

  private final Path path;
  private final boolean dispersion;
  private final boolean shifts;
  private final List<ScreenRow> rows = new ArrayList<>();

  /** Where the header and each row end, bytes. */
  private final List<Long> ends = new ArrayList<>();

  private AppendedFile file;

  private ScreenTable(Path path, boolean dispersion, boolean shifts) {
    this.path = path;
    this.dispersion = dispersion;
    this.shifts = shifts;
  }

  /**
   * Opens a table and reads the whole rows that are there already; nothing is written yet.
   *
   * @param dispersion whether there is a column for it
   * @param shifts whether there are columns for shifts of 29Si
   */
  static ScreenTable read(Path path, boolean dispersion, boolean shifts) {
    ScreenTable table = new ScreenTable(path, dispersion, shifts);
    if (Files.exists(path)) {
      table.recover();
    }
    return table;
  }

  private void recover() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw FileProblem.reading(path, e);
    }
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      // fields hold no line breaks, so a line is a row
      if (bytes[i] == '\n') {
        take(new String(bytes, start, i + 1 - start, StandardCharsets.UTF_8));
        ends.add(i + 1L);
        start = i + 1;
      }
    }
  }

  private void take(String line) {
    if (ends.isEmpty() && !line.equals(header())) {
      throw new CoesiteException(path + ": line 1: not the header of this run's table");
    }
    try {
      if (!ends.isEmpty()) {
        rows.add(parse(line));
      }
    } catch (IllegalArgumentException | IOException e) {
      throw new CoesiteException(
          path + ": line " + (ends.size() + 1) + ": not a row of a screening table", e);
    }
  }

  /** The rows so far. */
  List<ScreenRow> rows() {
    return rows;
  }

  /** Drops all rows from the given one on, and makes ready for appending. */
  void startAppending(int keep) {
    rows.subList(keep, rows.size()).clear();
    if (ends.isEmpty()) {
      file = AppendedFile.open(path, 0);
      file.append(header().getBytes(StandardCharsets.UTF_8));
    } else {
      file = AppendedFile.open(path, ends.get(keep));
    }
  }

  /** Adds a row; it is in the file when this returns. */
  void append(ScreenRow row) {
    String line = line(row);
    file.append(line.getBytes(StandardCharsets.UTF_8));
    try {
      // the report sees what the table says, whether this run or an earlier one wrote it
      rows.add(parse(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }

  private String header() {
    List<String> names = new ArrayList<>();
    names.add("file");
    names.add("formula");
    names.add("atoms");
    names.add("volume_A3");
    names.add("framework_density_T_per_1000A3");
    names.add("energy_eV_per_SiO2");
    names.add("relative_to_quartz_kJ_per_mol");
    if (dispersion) {
      names.add("relative_to_quartz_d3bj_kJ_per_mol");
    }
    names.add("uncertainty_meV_per_atom");
    names.add("max_force_eV_per_A");
    names.add("pressure_GPa");
    names.add("si_o_mean_A");
    names.add("si_o_si_mean_deg");
    if (shifts) {
      names.add("si29_shifts_ppm");
      names.add("si29_shift_uncertainties_ppm");
      names.add("si29_sites");
    }
    names.add("status");
    names.add("message");
    return FORMAT.format(names.toArray()) + "\n";
  }

  private String line(ScreenRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.file());
    cells.add(row.formula());
    cells.add(row.atoms() == 0 ? "" : Integer.toString(row.atoms()));
    cells.add(number(row.volume(), 4));
    cells.add(number(row.frameworkDensity(), 4));
    cells.add(number(row.energy(), 6));
    cells.add(number(row.relativeToQuartz(), 4));
    if (dispersion) {
      cells.add(number(row.relativeWithDispersion(), 4));
    }
    cells.add(number(row.uncertainty(), 3));
    cells.add(number(row.maxForce(), 5));
    cells.add(number(row.pressure(), 4));
    cells.add(number(row.siO(), 5));
    cells.add(number(row.siOSi(), 3));
    if (shifts) {
      cells.add(joined(row, shift -> number(shift.shift(), 2)));
      cells.add(joined(row, shift -> known(shift.uncertainty())));
      cells.add(joined(row, shift -> Integer.toString(shift.sites())));
    }
    cells.add(row.status().text());
    cells.add(row.message());
    return FORMAT.format(cells.stream().map(ScreenTable::oneLine).toArray()) + "\n";
  }

  /** One entry for each kind of T site, in the same order in all columns. */
  private static String joined(ScreenRow row, Function<SiteShift, String> of) {
    return row.shifts().stream().map(of).collect(Collectors.joining(" "));
  }

  /** An entry of a list, which cannot be empty. */
  private static String known(double value) {
    return Double.isFinite(value) ? number(value, 2) : UNKNOWN;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static String number(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return "";
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    boolean minusZero = text.startsWith("-") && text.chars().allMatch(c -> "-0.".indexOf(c) >= 0);
    return minusZero ? text.substring(1) : text;
  }

  private ScreenRow parse(String line) throws IOException {
    List<CSVRecord> records = FORMAT.parse(new StringReader(line)).getRecords();
    int columns = 14 + (dispersion ? 1 : 0) + (shifts ? 3 : 0);
    if (records.size() != 1 || records.get(0).size() != columns) {
      throw new IllegalArgumentException("not " + columns + " fields");
    }
    Cells cells = new Cells(records.get(0));
    return new ScreenRow(
        cells.text(),
        cells.text(),
        cells.count(),
        cells.number(),
        cells.number(),
        cells.number(),
        cells.number(),
        dispersion ? cells.number() : Double.NaN,
        cells.number(),
        cells.number(),
        cells.number(),
        cells.number(),
        cells.number(),
        shifts ? cells.shifts() : List.of(),
        ScreenRow.Status.of(cells.text()),
        cells.text());
  }

  /** Takes the fields of a row one after the other. */
  private static final class Cells {
    private final CSVRecord record;
    private int next;

    Cells(CSVRecord record) {
      this.record = record;
    }

    String text() {
      return record.get(next++);
    }

    int count() {
      String text = text();
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    double number() {
      String text = text();
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    List<SiteShift> shifts() {
      String[] shifts = list();
      String[] uncertainties = list();
      String[] sites = list();
      if (uncertainties.length != shifts.length || sites.length != shifts.length) {
        throw new IllegalArgumentException("shifts, uncertainties and sites differ in number");
      }
      List<SiteShift> all = new ArrayList<>();
      for (int k = 0; k < shifts.length; k++) {
        all.add(
            new SiteShift(
                Double.parseDouble(shifts[k]),
                uncertainties[k].equals(UNKNOWN)
                    ? Double.NaN
                    : Double.parseDouble(uncertainties[k]),
                Integer.parseInt(sites[k])));
      }
      return all;
    }

    private String[] list() {
      String text = text();
      return text.isEmpty() ? new String[0] : text.split(" ", -1);
    }
  }
}
