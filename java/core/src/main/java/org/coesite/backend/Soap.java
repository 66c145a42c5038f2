package org.coesite.backend;

import org.coesite.math.SoapBasis;

/**
 * SOAP of one basis and one list of species: expansion coefficients, power spectrum, and their
 * adjoints. Prepared once, used for any batch; owned and closed by the caller.
 *
 * <p>Shapes, with C centres, S species, L = (maxAngular + 1)^2 and N radial functions: coefficients
 * [C, S, L, N], (l, m) at l^2 + l + m; features [C, F], see {@link #features()}.
 */
public interface Soap extends AutoCloseable {
  SoapBasis basis();

  /** Atomic numbers of the neighbour species, ascending. */
  int[] species();

  /**
   * Number of features F. Columns are ordered by (a, b, l, n, n') over species a &lt;= b, with n
   * &lt;= n' only where a = b; the folded columns (n &lt; n' of a = b, and all of a != b) carry
   * sqrt 2. Dot products equal those of the full spectrum.
   */
  int features();

  /**
   * Spherical expansion of the neighbour density around each centre.
   *
   * @param pairs neighbours with a cutoff no smaller than the basis's; longer pairs are passed over
   * @throws org.coesite.CoesiteException if an atom is of none of the species
   */
  Tensor expansion(Neighbours pairs);

  /** Power spectrum of expansion coefficients. */
  Tensor powerSpectrum(Tensor coefficients);

  /** Adjoint of {@link #powerSpectrum}: from dE/dp [C, F] to dE/dc, at the given coefficients. */
  Tensor powerSpectrumAdjoint(Tensor coefficients, Tensor featureGradients);

  /**
   * Adjoint of {@link #expansion}: adds dE/dr_ij to {@code pairGradients} [pairs, 3], from dE/dc.
   */
  void expansionAdjoint(Neighbours pairs, Tensor coefficientGradients, Tensor pairGradients);

  @Override
  void close();
}
