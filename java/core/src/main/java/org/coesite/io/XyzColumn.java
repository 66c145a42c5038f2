package org.coesite.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.structure.AtomProperty;

/** One entry of {@code Properties=name:type:columns}, filled row by row. */
abstract sealed class XyzColumn {
  final String name;
  final int columns;

  private XyzColumn(String name, int columns) {
    this.name = name;
    this.columns = columns;
  }

  /** Takes one word of the current row. */
  abstract void add(String word);

  /** What {@link #add} wanted, for messages. */
  abstract String wanted();

  /** All rows so far. */
  abstract AtomProperty values();

  /**
   * The entries of a Properties value.
   *
   * @throws IllegalArgumentException if it is not made of name:type:columns
   */
  static List<XyzColumn> parse(String properties) {
    String[] parts = properties.split(":", -1);
    List<XyzColumn> list = new ArrayList<>();
    if (parts.length % 3 != 0) {
      throw new IllegalArgumentException("Properties must be made of name:type:columns");
    }
    for (int i = 0; i < parts.length; i += 3) {
      Long columns = Numbers.whole(parts[i + 2]);
      if (columns == null || columns < 1 || columns > 100_000) {
        throw new IllegalArgumentException(
            "property "
                + parts[i]
                + " must have a number of columns, not "
                + TextLines.quoted(parts[i + 2]));
      }
      list.add(of(parts[i], parts[i + 1], Math.toIntExact(columns)));
    }
    return list;
  }

  private static XyzColumn of(String name, String type, int columns) {
    return switch (type) {
      case "R" -> new Reals(name, columns);
      case "I" -> new Wholes(name, columns);
      case "L" -> new Truths(name, columns);
      case "S" -> new Texts(name, columns);
      default ->
          throw new IllegalArgumentException(
              "property "
                  + name
                  + " has the type "
                  + TextLines.quoted(type)
                  + "; types are S (text), R (real), I (whole) and L (logical)");
    };
  }

  private static int grown(int length) {
    return Math.max(64, Math.addExact(length, length >> 1));
  }

  static final class Reals extends XyzColumn {
    private double[] data = new double[64];
    private int size;

    private Reals(String name, int columns) {
      super(name, columns);
    }

    @Override
    void add(String word) {
      double value = Numbers.real(word);
      if (size == data.length) {
        data = Arrays.copyOf(data, grown(size));
      }
      data[size++] = value;
    }

    double last() {
      return data[size - 1];
    }

    double[] array() {
      return Arrays.copyOf(data, size);
    }

    @Override
    String wanted() {
      return "a number";
    }

    @Override
    AtomProperty values() {
      return AtomProperty.of(array(), columns);
    }
  }

  static final class Wholes extends XyzColumn {
    private long[] data = new long[64];
    private int size;

    private Wholes(String name, int columns) {
      super(name, columns);
    }

    @Override
    void add(String word) {
      Long value = Numbers.whole(word);
      if (value == null) {
        throw new NumberFormatException(word);
      }
      if (size == data.length) {
        data = Arrays.copyOf(data, grown(size));
      }
      data[size++] = value;
    }

    @Override
    String wanted() {
      return "a whole number";
    }

    @Override
    AtomProperty values() {
      return AtomProperty.of(Arrays.copyOf(data, size), columns);
    }
  }

  static final class Truths extends XyzColumn {
    private boolean[] data = new boolean[64];
    private int size;

    private Truths(String name, int columns) {
      super(name, columns);
    }

    @Override
    void add(String word) {
      Boolean value = Numbers.truth(word);
      if (value == null) {
        throw new NumberFormatException(word);
      }
      if (size == data.length) {
        data = Arrays.copyOf(data, grown(size));
      }
      data[size++] = value;
    }

    @Override
    String wanted() {
      return "T or F";
    }

    @Override
    AtomProperty values() {
      return AtomProperty.of(Arrays.copyOf(data, size), columns);
    }
  }

  static final class Texts extends XyzColumn {
    private final List<String> data = new ArrayList<>();

    private Texts(String name, int columns) {
      super(name, columns);
    }

    @Override
    void add(String word) {
      data.add(word);
    }

    @Override
    String wanted() {
      return "a text";
    }

    @Override
    AtomProperty values() {
      return AtomProperty.of(data, columns);
    }
  }
}
