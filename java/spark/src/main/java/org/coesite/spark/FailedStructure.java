package org.coesite.spark;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.coesite.screen.ScreenColumns;

/**
 * A structure that could not be screened: a row of the table of failures.
 *
 * @param file as in the screening table, without the frame's number
 * @param index which structure of the file, from 1
 * @param message what is wrong
 */
record FailedStructure(String file, int index, String message) {
  private static final ParquetTable TABLE =
      new ParquetTable(
          "message failures { required binary file (STRING); required int32 index; required binary"
              + " message (STRING); }");

  /** The first line of such a table as CSV. */
  static String header() {
    return ScreenColumns.line(List.of("file", "index", "message"));
  }

  /** Its line there. */
  String line() {
    return ScreenColumns.line(List.of(file, Integer.toString(index), message));
  }

  /** Writes such a table as Parquet. */
  static void write(List<FailedStructure> failures, Path file, OutputFolder folder)
      throws IOException {
    TABLE.write(failures.stream().map(FailedStructure::group).toList(), file, folder);
  }

  private Group group() {
    Group group = TABLE.row();
    group.add("file", file);
    group.add("index", index);
    group.add("message", message);
    return group;
  }
}
