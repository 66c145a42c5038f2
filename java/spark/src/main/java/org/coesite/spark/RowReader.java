package org.coesite.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.coesite.CoesiteException;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureCheck;
import org.coesite.screen.Frame;
import org.coesite.screen.Frames;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Turns rows of the input into frames; whatever is wrong with a row is a frame that says so. */
final class RowReader {
  private final StructureSource.Kind kind;
  private final FileLabels labels;

  RowReader(StructureSource.Kind kind, FileLabels labels) {
    this.kind = kind;
    this.labels = labels;
  }

  /** The frames of a row, read as they are asked for. */
  Iterator<Frame> frames(Row row) {
    String file = row.isNullAt(0) ? "" : row.getString(0);
    for (int column = 0; column < row.length(); column++) {
      if (row.isNullAt(column)) {
        return unreadable(file, "column " + row.schema().fieldNames()[column] + " is null");
      }
    }
    return switch (kind) {
      case FILE -> frames(labels.of(file), row.getAs(1));
      case TEXT -> frames(file, row.getAs(1));
      case ARRAYS -> List.of(crystal(file, row)).iterator();
    };
  }

  private static Iterator<Frame> frames(String label, byte[] content) {
    return new Frames(List.of(new FileContent(label, content)), ReadOptions.DEFAULT);
  }

  /** A frame of something that could not be read. */
  static Iterator<Frame> unreadable(String label, String why) {
    return List.of(new Frame(label, null, label + ": " + why, 0, 1)).iterator();
  }

  private static Frame crystal(String file, Row row) {
    try {
      List<Integer> numbers = row.getList(1);
      double[] positions = doubles(row.getList(2), "positions", 3 * numbers.size());
      double[] cell = doubles(row.getList(3), "cell", 9);
      int[] species = numbers.stream().mapToInt(Integer::intValue).toArray();
      Structure structure = Structure.of(species, positions).cell(Cell.of(cell)).build();
      StructureCheck.check(structure, ReadOptions.DEFAULT.minimumDistance());
      return new Frame(file, structure, "", 0, 1);
    } catch (CoesiteException | IllegalArgumentException | NullPointerException e) {
      String why = e instanceof NullPointerException ? "a null in an array" : e.getMessage();
      return new Frame(file, null, file + ": " + why, 0, 1);
    }
  }

  private static double[] doubles(List<Double> values, String column, int expected) {
    if (values.size() != expected) {
      throw new CoesiteException(
          "column "
              + column
              + " has "
              + values.size()
              + " numbers; "
              + expected
              + " were expected");
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
