package org.coesite.io;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * An array as NumPy stores it: numbers of one type, row by row (C order), and a shape. Immutable
 * and thread-safe.
 */
public final class NpyArray {
  /** The types of numbers. */
  public enum Type {
    /** {@code float64}. */
    F8("<f8", 8),
    /** {@code float32}. */
    F4("<f4", 4),
    /** {@code int64}. */
    I8("<i8", 8),
    /** {@code int32}. */
    I4("<i4", 4);

    private final String descriptor;
    private final int bytes;

    Type(String descriptor, int bytes) {
      this.descriptor = descriptor;
      this.bytes = bytes;
    }

    /** NumPy's name, little-endian. */
    String descriptor() {
      return descriptor;
    }

    /** Size of one number. */
    public int bytes() {
      return bytes;
    }
  }

  private final Type type;
  private final long[] shape;
  private final Object data;

  private NpyArray(Type type, Object data, long[] shape) {
    this.type = type;
    this.data = data;
    this.shape = shape.clone();
    long length = Array.getLength(data);
    if (size(shape) != length) {
      throw new IllegalArgumentException(
          length + " numbers do not fill the shape " + Arrays.toString(shape));
    }
  }

  /** Takes over numbers without copying them, which must not change afterwards. */
  static NpyArray wrap(Object data, long... shape) {
    Type type =
        switch (data) {
          case double[] array -> Type.F8;
          case float[] array -> Type.F4;
          case long[] array -> Type.I8;
          case int[] array -> Type.I4;
          default -> throw new IllegalArgumentException("not an array of numbers");
        };
    return new NpyArray(type, data, shape);
  }

  /** An array of {@code float64}; copies. */
  public static NpyArray of(double[] data, long... shape) {
    return wrap(data.clone(), shape);
  }

  /** An array of {@code float32}; copies. */
  public static NpyArray of(float[] data, long... shape) {
    return wrap(data.clone(), shape);
  }

  /** An array of {@code int64}; copies. */
  public static NpyArray of(long[] data, long... shape) {
    return wrap(data.clone(), shape);
  }

  /** An array of {@code int32}; copies. */
  public static NpyArray of(int[] data, long... shape) {
    return wrap(data.clone(), shape);
  }

  static long size(long[] shape) {
    long size = 1;
    for (long extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  /** The type of the numbers. */
  public Type type() {
    return type;
  }

  /** A copy of the shape. */
  public long[] shape() {
    return shape.clone();
  }

  /** How many numbers there are. */
  public int size() {
    return Math.toIntExact(size(shape));
  }

  Object data() {
    return data;
  }

  /** A copy of all numbers, converted to {@code double}, row by row. */
  public double[] toDoubles() {
    IntToDoubleFunction at =
        switch (data) {
          case double[] array -> i -> array[i];
          case float[] array -> i -> array[i];
          case long[] array -> i -> array[i];
          default -> i -> ((int[]) data)[i];
        };
    double[] copy = new double[size()];
    Arrays.setAll(copy, at);
    return copy;
  }

  /**
   * A copy of all numbers, row by row.
   *
   * @throws IllegalStateException if they are not whole
   */
  public long[] toLongs() {
    long[] copy = new long[size()];
    switch (data) {
      case long[] array -> System.arraycopy(array, 0, copy, 0, copy.length);
      case int[] array -> Arrays.setAll(copy, i -> array[i]);
      default -> throw new IllegalStateException("the array holds real numbers");
    }
    return copy;
  }
}
