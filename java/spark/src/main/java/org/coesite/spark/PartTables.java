package org.coesite.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.coesite.report.ScreenRow;
import org.coesite.screen.Frame;
import org.coesite.screen.ScreenColumns;

/** The rows of a partition, which become files of their own when all are there. */
final class PartTables {
  /** Where partitions are recorded; a name that Spark takes for no data. */
  static final String RECORDS = "_parts";

  private final ScreenColumns columns;
  private final List<Row> rows = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private long atoms;

  private record Row(RowOrder order, String line) {}

  private record Failure(RowOrder order, FailedStructure structure) {}

  PartTables(ScreenColumns columns) {
    this.columns = columns;
  }

  /** Adds what became of a frame. */
  void add(Frame frame, ScreenRow row) {
    RowOrder order = RowOrder.of(row.file());
    rows.add(new Row(order, columns.line(row)));
    atoms += row.atoms();
    if (!row.predicted()) {
      String file =
          row.file().endsWith("#" + frame.number())
              ? row.file().substring(0, row.file().lastIndexOf('#'))
              : row.file();
      failures.add(new Failure(order, new FailedStructure(file, frame.number(), row.message())));
    }
  }

  /** Name of a partition's file of a kind. */
  static String name(String table, int part, String suffix) {
    return String.format(Locale.ROOT, "%s/part-%06d.%s", table, part, suffix);
  }

  /**
   * Writes all files, and last the record that says so.
   *
   * @param attempt who writes
   */
  PartRecord write(OutputFolder folder, int part, String attempt, double seconds, String device) {
    rows.sort(Comparator.comparing(Row::order));
    failures.sort(Comparator.comparing(Failure::order));
    List<String> lines = rows.stream().map(Row::line).toList();
    List<FailedStructure> failed = failures.stream().map(Failure::structure).toList();
    String who = part + "-" + attempt;
    folder.write(
        name("screen.parquet", part, "parquet"),
        who,
        file -> new ScreenParquet(columns).write(lines, file, folder));
    folder.write(
        name("failures.parquet", part, "parquet"),
        who + "-failures",
        file -> FailedStructure.write(failed, file, folder));
    folder.writeText(name("csv", part, "csv"), who, table(columns.header(), lines));
    folder.writeText(
        name("failures-csv", part, "csv"),
        who + "-failures",
        table(FailedStructure.header(), failed.stream().map(FailedStructure::line).toList()));
    PartRecord record = new PartRecord(part, rows.size(), failures.size(), atoms, seconds, device);
    folder.writeText(name(RECORDS, part, "json"), who, List.of(record.json()));
    return record;
  }

  private static List<String> table(String header, List<String> lines) {
    return Stream.concat(Stream.of(header), lines.stream()).toList();
  }
}
