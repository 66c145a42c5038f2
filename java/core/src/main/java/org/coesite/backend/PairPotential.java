package org.coesite.backend;

/**
 * Pair energies E_i = 1/2 sum_j phi(r_ij). Prepared once, used for any batch; owned and closed by
 * the caller.
 */
public interface PairPotential extends AutoCloseable {
  PairSplines splines();

  /**
   * Energies of the centres, and dE/dr_ij added where asked for. A species without splines does not
   * interact.
   *
   * @param pairGradients [pairs, 3], added to; null where no derivative is wanted
   * @return eV per centre, [centres]
   */
  Doubles energies(Neighbours pairs, Tensor pairGradients);

  @Override
  void close();
}
