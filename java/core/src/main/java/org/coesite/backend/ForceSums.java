package org.coesite.backend;

/**
 * Forces and virials of the batch of a {@link NeighbourSearch}, summed over its pairs: the adjoint
 * of r_ij = r_j - r_i + S C. Owned and closed by the caller, before the search.
 *
 * <p>Forces are {@code F_j -= g_ij, F_i += g_ij} and the virial {@code dE/d(strain) += r_ij (x)
 * g_ij} with {@code g = dE/dr_ij}. Sums are taken in double, in an order that is the same wherever
 * slices begin and end: slices handed in ascending order give the same bits whatever their sizes.
 */
public interface ForceSums extends AutoCloseable {
  /**
   * Adds the share of a slice. Slices are handed in ascending order, each once.
   *
   * @param pairGradients dE/dr_ij in eV/angstrom, [pairs, 3]
   */
  void add(Neighbours pairs, Tensor pairGradients);

  /** Forces in eV/angstrom, [atoms of the batch x 3], of what was added. */
  Doubles forces();

  /** dE/d(strain) in eV, symmetric, [structures x 9], of what was added. */
  Doubles virial();

  @Override
  void close();
}
