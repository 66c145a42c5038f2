package org.coesite.report;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.coesite.io.AtomicFile;

/** Rows on their way into a CSV file. */
record CsvTable(Writer text) {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  /** What is written below the headings. */
  interface Rows {
    void print(CsvTable out) throws IOException;
  }

  void row(Object... cells) throws IOException {
    text.write(FORMAT.format(cells));
    text.write('\n');
  }

  /** Writes a file, and says which. */
  static Path write(Path file, Object[] headings, Rows rows) {
    AtomicFile.write(
        file,
        stream -> {
          Writer text = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
          CsvTable out = new CsvTable(text);
          out.row(headings);
          rows.print(out);
          text.flush();
        });
    return file;
  }
}
