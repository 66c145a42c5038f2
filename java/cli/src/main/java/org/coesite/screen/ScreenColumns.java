package org.coesite.screen;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.coesite.report.ScreenRow;
import org.coesite.report.SiteShift;

/**
 * The columns of a screening table as CSV (RFC 4180, lines end in a line feed): which there are,
 * and how many digits each has. Fields hold no line breaks, so a line is a row.
 *
 * @param dispersion whether there is a column for it
 * @param shifts whether there are columns for shifts of 29Si
 */
public record ScreenColumns(boolean dispersion, boolean shifts) {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /** In a list, where a model has no committee. */
  private static final String UNKNOWN = "-";

  /** The names of all columns, in order. */
  public List<String> names() {
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
    return names;
  }

  /** The first line, with its line feed. */
  public String header() {
    return line(names());
  }

  /** The line of a row, with its line feed. */
  public String line(ScreenRow row) {
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
    return line(cells);
  }

  /** A line of any table written in this manner, with its line feed. */
  public static String line(List<String> cells) {
    return FORMAT.format(cells.stream().map(ScreenColumns::oneLine).toArray()) + "\n";
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

  /**
   * The row that a line says; its numbers have the digits of the table.
   *
   * @throws IllegalArgumentException if it is no row with these columns
   */
  public ScreenRow parse(String line) {
    List<CSVRecord> records;
    try {
      records = FORMAT.parse(new StringReader(line)).getRecords();
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("not a line of a table", e);
    }
    int columns = names().size();
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
