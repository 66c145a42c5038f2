package org.coesite.spark;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes a small table as one Parquet file. */
final class ParquetTable {
  private final MessageType schema;

  /**
   * A table.
   *
   * @param schema in Parquet's own notation
   */
  ParquetTable(String schema) {
    this.schema = MessageTypeParser.parseMessageType(schema);
  }

  /** A row to fill in; a column that is left out is null. */
  Group row() {
    return new SimpleGroup(schema);
  }

  /** Adds an element to a list; null for one that is not known. */
  static void add(Group list, Number element) {
    Group entry = list.addGroup("list");
    switch (element) {
      case null -> {}
      case Integer whole -> entry.add("element", whole);
      default -> entry.add("element", element.doubleValue());
    }
  }

  /** Writes all rows to a file. */
  void write(List<Group> rows, Path file, OutputFolder folder) throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, folder.hadoop()))
            .withType(schema)
            .withConf(folder.hadoop())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
  }
}
