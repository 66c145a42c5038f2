package org.coesite.backend;

import java.lang.foreign.MemorySegment;

/**
 * A backend's array of numbers, dense, last index fastest.
 *
 * <p>The caller who got a tensor from a backend owns it and closes it; a tensor passed as an
 * argument stays the caller's. A closed tensor, or one of another backend, is refused with {@link
 * IllegalStateException} or {@link IllegalArgumentException}. Closing twice does nothing. Not
 * thread-safe.
 */
public interface Tensor extends AutoCloseable {
  /** The backend that holds the numbers. */
  Backend owner();

  Precision precision();

  /** Extent along dimension {@code k}. */
  long shape(int k);

  /** Number of dimensions. */
  int rank();

  /** Number of elements. */
  long size();

  /**
   * The shape of some of the rows.
   *
   * @param which numbers of rows
   * @throws IllegalArgumentException if there is no such row
   */
  default long[] shapeOfRows(int[] which) {
    if (rank() == 0) {
      throw new IllegalArgumentException("a single number has no rows");
    }
    for (int row : which) {
      if (row < 0 || row >= shape(0)) {
        throw new IllegalArgumentException("there is no row " + row + " of " + shape(0));
      }
    }
    long[] shape = new long[rank()];
    shape[0] = which.length;
    for (int k = 1; k < shape.length; k++) {
      shape[k] = shape(k);
    }
    return shape;
  }

  /**
   * A copy as Java values, in order.
   *
   * @throws IllegalStateException if the tensor is closed, or has more elements than a Java array
   */
  double[] toDoubles();

  /**
   * Copies the elements, in order and in the tensor's precision, to memory.
   *
   * @param target as many bytes as the elements take
   * @throws IllegalStateException if the tensor is closed
   * @throws IllegalArgumentException if the memory is of another size
   */
  void copyTo(MemorySegment target);

  @Override
  void close();
}
