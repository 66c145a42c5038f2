package org.coesite.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.io.FileProblem;
import org.coesite.report.ScreenRow;
import org.coesite.screen.ScreenColumns;

/**
 * {@code screen.csv}: one row per structure, in the order of the input, written as soon as it is
 * known. A run that was killed leaves at most one torn line, which is dropped when the table is
 * opened again.
 */
final class ScreenTable implements Closeable {
  private final Path path;
  private final ScreenColumns columns;
  private final List<ScreenRow> rows = new ArrayList<>();

  /** Where the header and each row end, bytes. */
  private final List<Long> ends = new ArrayList<>();

  private AppendedFile file;

  private ScreenTable(Path path, ScreenColumns columns) {
    this.path = path;
    this.columns = columns;
  }

  /** Opens a table and reads the whole rows that are there already; nothing is written yet. */
  static ScreenTable read(Path path, ScreenColumns columns) {
    ScreenTable table = new ScreenTable(path, columns);
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
    if (ends.isEmpty() && !line.equals(columns.header())) {
      throw new CoesiteException(path + ": line 1: not the header of this run's table");
    }
    try {
      if (!ends.isEmpty()) {
        rows.add(columns.parse(line));
      }
    } catch (IllegalArgumentException e) {
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
      file.append(columns.header().getBytes(StandardCharsets.UTF_8));
    } else {
      file = AppendedFile.open(path, ends.get(keep));
    }
  }

  /** Adds a row; it is in the file when this returns. */
  void append(ScreenRow row) {
    String line = columns.line(row);
    file.append(line.getBytes(StandardCharsets.UTF_8));
    // the report sees what the table says, whether this run or an earlier one wrote it
    rows.add(columns.parse(line));
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
