package org.coesite.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * One CSV file made of the sorted ones of all partitions, line by line: no more than a line of each
 * is held, but a file for each is open.
 */
final class MergedTable {
  private final OutputFolder folder;
  private final Function<CSVRecord, RowOrder> order;

  /**
   * A merge.
   *
   * @param order of the fields of a line
   */
  MergedTable(OutputFolder folder, Function<CSVRecord, RowOrder> order) {
    this.folder = folder;
    this.order = order;
  }

  /** One file, and the line of it that comes next. */
  private final class Source {
    private final int part;
    private final BufferedReader lines;
    private String line;
    private RowOrder next;

    Source(int part, BufferedReader lines) {
      this.part = part;
      this.lines = lines;
    }

    boolean advance() throws IOException {
      line = lines.readLine();
      if (line == null) {
        lines.close();
        return false;
      }
      next = order.apply(CSVFormat.RFC4180.parse(new StringReader(line)).getRecords().get(0));
      return true;
    }

    RowOrder next() {
      return next;
    }

    int part() {
      return part;
    }
  }

  /**
   * Writes the file.
   *
   * @param name of it
   * @param parts the files it is made of, with the same first line
   */
  void write(String name, String header, List<String> parts) {
    folder.write(
        name,
        "merge",
        file -> {
          try (OutputStream out = folder.create(file)) {
            out.write(header.getBytes(StandardCharsets.UTF_8));
            merge(parts, out);
          }
        });
  }

  private void merge(List<String> parts, OutputStream out) throws IOException {
    List<Source> opened = new ArrayList<>();
    PriorityQueue<Source> sources =
        new PriorityQueue<>(Comparator.comparing(Source::next).thenComparingInt(Source::part));
    try {
      for (int k = 0; k < parts.size(); k++) {
        Source source = new Source(k, folder.lines(parts.get(k)));
        opened.add(source);
        source.lines.readLine(); // the header
        if (source.advance()) {
          sources.add(source);
        }
      }
      while (!sources.isEmpty()) {
        Source source = sources.remove();
        out.write((source.line + "\n").getBytes(StandardCharsets.UTF_8));
        if (source.advance()) {
          sources.add(source);
        }
      }
    } finally {
      for (Source source : opened) {
        source.lines.close();
      }
    }
  }
}
