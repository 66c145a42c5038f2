package org.coesite.backend;

/**
 * Values of the atoms of the batch of a {@link NeighbourSearch}, kept where the backend computes
 * and summed over each structure there. Owned and closed by the caller, before the search.
 *
 * <p>Kernels add to the atoms of a slice; slices are gone through in ascending order. A structure's
 * sums are taken in double, atom by atom, in an order that depends on the number of its atoms
 * alone: the same bits whatever the batch and wherever slices begin and end.
 */
public interface AtomSums extends AutoCloseable {
  /** Values of each atom. */
  int channels();

  /**
   * Goes on to the next slice: what kernels add from now on belongs to the atoms from {@code first}
   * (inclusive) to {@code last} (exclusive), whose values are zeros at first.
   */
  void slice(int first, int last);

  /** The first channel of every atom, [atoms of the batch], of what was added. */
  Doubles firstChannel();

  /** Sums over the atoms of each structure, [structures x channels], of what was added. */
  Doubles totals();

  @Override
  void close();
}
