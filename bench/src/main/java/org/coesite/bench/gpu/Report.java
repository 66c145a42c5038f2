package org.coesite.bench.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.coesite.backend.Precision;

/** What was measured, as {@code table.csv} and {@code benchmarks.md}; written after every case. */
final class Report {
  private final Path folder;
  private final boolean judged;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Precision, Limits> limits = new LinkedHashMap<>();

  /**
   * An empty report.
   *
   * @param judged whether times mean something
   */
  Report(Path folder, boolean judged) {
    this.folder = folder;
    this.judged = judged;
  }

  void add(Row row) {
    rows.add(row);
  }

  void note(String text) {
    notes.add(text);
  }

  void limits(Precision precision, Limits value) {
    limits.put(precision, value);
  }

  Optional<Row> row(String system, Precision precision, String what) {
    return rows.stream()
        .filter(row -> row.system().equals(system))
        .filter(row -> row.precision() == precision && row.what().equals(what))
        .findFirst();
  }

  void write() {
    try {
      Files.writeString(folder.resolve("table.csv"), csv());
      Files.writeString(folder.resolve("benchmarks.md"), markdown());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  private String csv() {
    StringBuilder out =
        new StringBuilder(
            "system,precision,what,seconds,flops,bytes,flops_per_second,bytes_per_second,"
                + "roofline_seconds,fraction_of_roofline\n");
    for (Row row : rows) {
      out.append('"').append(row.system()).append("\",").append(row.precision()).append(",\"");
      out.append(row.what()).append('"');
      for (double value :
          new double[] {
            row.seconds(),
            row.flops(),
            row.bytes(),
            row.flopsPerSecond(),
            row.bytesPerSecond(),
            row.bound(),
            row.fraction()
          }) {
        out.append(',');
        if (Double.isFinite(value)) {
          out.append(String.format(Locale.ROOT, "%.6g", value));
        }
      }
      out.append('\n');
    }
    return out.toString();
  }

  private String markdown() {
    StringBuilder out = new StringBuilder("## Benchmarks\n\n");
    if (!judged) {
      out.append("**These times mean nothing for speed**: ");
      out.append("they show that every part of the benchmark works on this device.\n\n");
    }
    limits.forEach(
        (precision, limit) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "- %s: copy within the device %.0f GB/s (read and written), square product"
                        + " %.0f GFLOP/s by %s%n",
                    precision,
                    limit.bytesPerSecond() / 1e9,
                    limit.flopsPerSecond() / 1e9,
                    limit.products())));
    notes.forEach(note -> out.append("- ").append(note).append('\n'));
    out.append(
        "\n| | | f32 µs | GB/s | GFLOP/s | of roofline | f64 µs | GB/s | GFLOP/s | of roofline |"
            + " f64 / f32 |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    Set<List<String>> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(List.of(row.system(), row.what())));
    names.forEach(name -> line(out, name.get(0), name.get(1)));
    aims(out);
    return out.toString();
  }

  private void line(StringBuilder out, String system, String what) {
    Optional<Row> single = row(system, Precision.F32, what);
    Optional<Row> twice = row(system, Precision.F64, what);
    out.append("| ").append(system).append(" | ").append(what).append(" |");
    cells(out, single);
    cells(out, twice);
    cell(
        out,
        "%.2f",
        single.isPresent() && twice.isPresent()
            ? twice.get().seconds() / single.get().seconds()
            : Double.NaN);
    out.append('\n');
  }

  private static void cells(StringBuilder out, Optional<Row> row) {
    cell(out, "%.1f", row.map(Row::seconds).orElse(Double.NaN) * 1e6);
    rate(out, row.map(Row::bytesPerSecond).orElse(Double.NaN));
    rate(out, row.map(Row::flopsPerSecond).orElse(Double.NaN));
    cell(out, "%.0f%%", row.map(Row::fraction).orElse(Double.NaN) * 100);
  }

  private static void cell(StringBuilder out, String format, double value) {
    if (Double.isFinite(value)) {
      out.append(' ').append(String.format(Locale.ROOT, format, value));
    }
    out.append(" |");
  }

  /** In billions, with three digits. */
  private static void rate(StringBuilder out, double value) {
    double billions = value / 1e9;
    cell(out, billions < 0.995 ? "%.3f" : billions < 99.5 ? "%.1f" : "%.0f", billions);
  }

  private void aims(StringBuilder out) {
    out.append("\n| aim | wanted | reached | |\n|---|--:|--:|---|\n");
    for (Aim aim : Aim.all(this)) {
      boolean said = judged && aim.reached().isPresent();
      String verdict = said ? verdict(aim) : judged ? "not measured" : "not judged here";
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %s %s | %s | %s |%n",
              aim.what(),
              aim.atLeast() ? "at least" : "at most",
              number(aim.wanted()),
              said ? number(aim.reached().getAsDouble()) : "",
              verdict));
    }
  }

  private static String verdict(Aim aim) {
    double reached = aim.reached().getAsDouble();
    return (aim.atLeast() ? reached >= aim.wanted() : reached <= aim.wanted())
        ? "reached"
        : "**missed**";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }
}
