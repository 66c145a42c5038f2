package org.coesite.backend;

import org.coesite.CoesiteException;
import org.coesite.structure.Batch;

/**
 * Neighbour lists of one batch, built slice by slice so that memory stays bounded; found, or taken
 * from a list that is there ({@link GivenPairs}), of whose centres alone there are pairs then.
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

  /**
   * Sums for values of the batch's atoms, zeros.
   *
   * @param channels values of each atom, at least 1
   */
  AtomSums atomSums(int channels);

  @Override
  void close();

  /**
   * Checks that a list may be used with a batch.
   *
   * @throws CoesiteException if it has rows of more centres than there are atoms
   * @throws IllegalArgumentException if the cutoff is no length
   */
  static void requireFits(Batch batch, GivenPairs given, double cutoff) {
    if (!(cutoff > 0) || !Double.isFinite(cutoff)) {
      throw new IllegalArgumentException("cutoff is a positive length, not " + cutoff);
    }
    if (given.centres() > batch.atoms()) {
      throw new CoesiteException(
          "a neighbour list of %d centres for %d atoms".formatted(given.centres(), batch.atoms()));
    }
  }
}
