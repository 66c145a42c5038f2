package org.coesite.backend;

import org.coesite.structure.Batch;

/**
 * Neighbour lists of one batch, built slice by slice so that memory stays bounded.
 *
 * <p>The list is full: every ordered pair (i, j, S) with |r_j - r_i + S C| &lt; cutoff, except (i,
 * i, 0). Any cell however small or skewed against the cutoff, any mix of periodic directions. Pairs
 * are sorted by (i, j, S), S compared component by component: the order is part of the contract.
 */
public interface NeighbourSearch extends AutoCloseable {
  double cutoff();

  Batch batch();

  /**
   * The pairs of the centres {@code first} (inclusive) to {@code last} (exclusive), atoms numbered
   * through the batch.
   *
   * @return pairs that the caller closes
   */
  Neighbours pairs(int first, int last);

  /** Sums for forces and virials of the batch, empty. */
  ForceSums forceSums();

  @Override
  void close();
}
