package org.coesite.backend;

/**
 * Neighbour lists of one batch, built slice by slice so that memory stays bounded.
 *
 * <p>The list is full: every ordered pair (i, j, S) with |r_j - r_i + S C| &lt; cutoff, except (i,
 * i, 0). Any cell however small or skewed against the cutoff, any mix of periodic directions. Pairs
 * are sorted by (i, j, S), S compared component by component: the order is part of the contract.
 */
public interface NeighbourSearch extends AutoCloseable {
  double cutoff();

  /**
   * The pairs of the centres {@code first} (inclusive) to {@code last} (exclusive), atoms numbered
   * through the batch.
   *
   * @return pairs that the caller closes
   */
  Neighbours pairs(int first, int last);

  /**
   * Adjoint of r_ij = r_j - r_i + S C: adds a slice's share to forces and virial.
   *
   * <p>Forces are {@code F_j -= g_ij, F_i += g_ij} and the virial {@code dE/d(strain) += r_ij (x)
   * g_ij} with {@code g = dE/dr_ij}. Sums run over pairs in list order, in double: slices handed in
   * ascending order give the same bits whatever their sizes.
   *
   * @param pairGradients dE/dr_ij in eV/angstrom, [pairs, 3]
   * @param forces eV/angstrom, [atoms of the batch x 3], added to
   * @param virial dE/d(strain) in eV, symmetric, [structures x 9], added to
   */
  void accumulate(Neighbours pairs, Tensor pairGradients, double[] forces, double[] virial);

  @Override
  void close();
}
