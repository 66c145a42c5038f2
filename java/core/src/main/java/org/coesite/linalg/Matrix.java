package org.coesite.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A dense matrix of doubles outside the Java heap, column after column, as LAPACK has it. It may be
 * larger than any Java array.
 *
 * <p>Whoever makes a matrix closes it. A view shares the numbers of its matrix and lives as long;
 * closing a view does nothing. May be read, and written at different places, by several threads.
 */
public final class Matrix implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final Arena arena;
  private final MemorySegment segment;
  private final int rows;
  private final int columns;
  private final int leading;

  private Matrix(Arena arena, MemorySegment segment, int rows, int columns, int leading) {
    this.arena = arena;
    this.segment = segment;
    this.rows = rows;
    this.columns = columns;
    this.leading = leading;
  }

  /** Zeros. */
  @SuppressWarnings("MustBeClosedChecker")
  public static Matrix zeros(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("no matrix is " + rows + " x " + columns);
    }
    Arena arena = Arena.ofShared();
    MemorySegment numbers =
        arena.allocate(Math.max(1L, (long) rows * columns) * Double.BYTES, ALIGNMENT);
    return new Matrix(arena, numbers, rows, columns, Math.max(1, rows));
  }

  /** A matrix with these values, given row by row. */
  public static Matrix of(int rows, int columns, double... values) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          values.length + " values do not fill " + rows + " x " + columns);
    }
    Matrix matrix = zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, values[i * columns + j]);
      }
    }
    return matrix;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Numbers from one column to the next. */
  public int leading() {
    return leading;
  }

  /** Where the numbers lie, from element (0, 0) on. */
  public MemorySegment segment() {
    return segment;
  }

  public double get(int row, int column) {
    return segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index(row, column));
  }

  public void set(int row, int column, double value) {
    segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index(row, column), value);
  }

  /** Adds to an element. */
  public void add(int row, int column, double value) {
    long index = index(row, column);
    segment.setAtIndex(
        ValueLayout.JAVA_DOUBLE, index, segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index) + value);
  }

  private long index(int row, int column) {
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      throw new IndexOutOfBoundsException("(" + row + ", " + column + ") of " + this);
    }
    return (long) column * leading + row;
  }

  /** The numbers of a rectangle, shared with this matrix. */
  public Matrix view(int firstRow, int firstColumn, int viewRows, int viewColumns) {
    if (firstRow < 0
        || firstColumn < 0
        || viewRows < 0
        || viewColumns < 0
        || firstRow + (long) viewRows > rows
        || firstColumn + (long) viewColumns > columns) {
      throw new IndexOutOfBoundsException(
          viewRows
              + " x "
              + viewColumns
              + " from ("
              + firstRow
              + ", "
              + firstColumn
              + ") of "
              + this);
    }
    long offset = ((long) firstColumn * leading + firstRow) * Double.BYTES;
    return new Matrix(null, segment.asSlice(offset), viewRows, viewColumns, leading);
  }

  /** A matrix of its own with the same numbers. */
  public Matrix copy() {
    Matrix copy = zeros(rows, columns);
    copy.assign(this);
    return copy;
  }

  /** Takes over the numbers of a matrix of the same shape. */
  public void assign(Matrix other) {
    if (other.rows != rows || other.columns != columns) {
      throw new IllegalArgumentException("shapes do not fit: " + other + " into " + this);
    }
    for (int j = 0; j < columns && rows > 0; j++) {
      MemorySegment.copy(
          other.segment,
          (long) j * other.leading * Double.BYTES,
          segment,
          (long) j * leading * Double.BYTES,
          (long) rows * Double.BYTES);
    }
  }

  /** Sets every element. */
  public void fill(double value) {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        set(i, j, value);
      }
    }
  }

  /** A copy of a column. */
  public double[] column(int column) {
    double[] values = new double[rows];
    MemorySegment.copy(
        segment, ValueLayout.JAVA_DOUBLE, (long) column * leading * Double.BYTES, values, 0, rows);
    return values;
  }

  /** Sets a column. */
  public void setColumn(int column, double[] values) {
    if (values.length != rows || column < 0 || column >= columns) {
      throw new IllegalArgumentException(
          values.length + " values for column " + column + " of " + this);
    }
    MemorySegment.copy(
        values, 0, segment, ValueLayout.JAVA_DOUBLE, (long) column * leading * Double.BYTES, rows);
  }

  @Override
  public void close() {
    if (arena != null && arena.scope().isAlive()) {
      arena.close();
    }
  }

  @Override
  public String toString() {
    return rows + " x " + columns + " matrix";
  }
}
