package org.coesite.structure;

import java.util.List;

/** A property with one row per atom. Immutable: arrays are copied on the way in and out. */
public sealed interface AtomProperty {
  /** Number of rows. */
  int atoms();

  /** Values per atom. */
  int columns();

  /** Numbers: values [atoms x columns] row by row. */
  static AtomProperty of(double[] values, int columns) {
    return new Numbers(values, columns);
  }

  /** Whole numbers: values [atoms x columns] row by row. */
  static AtomProperty of(long[] values, int columns) {
    return new Integers(values, columns);
  }

  /** Texts: values [atoms x columns] row by row. */
  static AtomProperty of(List<String> values, int columns) {
    return new Texts(List.copyOf(values), columns);
  }

  /** Truth values: values [atoms x columns] row by row. */
  static AtomProperty of(boolean[] values, int columns) {
    return new Truths(values, columns);
  }

  /** Real numbers. */
  record Numbers(double[] values, int columns) implements AtomProperty {
    public Numbers {
      values = values.clone();
    }

    @Override
    public double[] values() {
      return values.clone();
    }

    @Override
    public int atoms() {
      return values.length / columns;
    }

    public double get(int atom, int column) {
      return values[atom * columns + column];
    }
  }

  /** Whole numbers. */
  record Integers(long[] values, int columns) implements AtomProperty {
    public Integers {
      values = values.clone();
    }

    @Override
    public long[] values() {
      return values.clone();
    }

    @Override
    public int atoms() {
      return values.length / columns;
    }

    public long get(int atom, int column) {
      return values[atom * columns + column];
    }
  }

  /** Truth values. */
  record Truths(boolean[] values, int columns) implements AtomProperty {
    public Truths {
      values = values.clone();
    }

    @Override
    public boolean[] values() {
      return values.clone();
    }

    @Override
    public int atoms() {
      return values.length / columns;
    }

    public boolean get(int atom, int column) {
      return values[atom * columns + column];
    }
  }

  /** Texts without white space. */
  record Texts(List<String> values, int columns) implements AtomProperty {
    @Override
    public int atoms() {
      return values.size() / columns;
    }

    public String get(int atom, int column) {
      return values.get(atom * columns + column);
    }
  }
}
