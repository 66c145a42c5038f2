package org.coesite.backend;

import org.coesite.structure.Batch;

/**
 * The pairs of a range of centres, held by a backend in compressed rows by centre. Owned and closed
 * by the caller.
 */
public interface Neighbours extends AutoCloseable {
  Batch batch();

  /** First centre, an atom of the batch. */
  int first();

  /** One past the last centre. */
  int last();

  /** Number of ordered pairs. */
  long count();

  double cutoff();

  /** Copies the pairs to Java arrays. */
  PairList toPairList();

  /** Zeros of shape [pairs, 3], to add dE/dr_ij into. */
  default Tensor zeroGradients() {
    return zeros(3);
  }

  /**
   * Zeros of shape [pairs, columns], at least one column: an array that has a row for each pair.
   */
  Tensor zeros(int columns);

  @Override
  void close();
}
