package org.coesite.models;

import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;

/**
 * One many-body term of a potential: E_i = sum_M k(p_i, p_M) w_M over the power spectra of one
 * basis.
 *
 * @param basis of the power spectra
 * @param points sparse environments and weights in eV, one channel for the potential and one for
 *     each member of its committee
 * @param similarity for each species of the potential, the least cosine to its nearest sparse point
 *     that an environment has which counts as known; below it an atom is flagged
 */
public record ManyBody(SoapBasis basis, SparsePoints points, double[] similarity) {
  /** Features of a power spectrum folded as {@link org.coesite.backend.Soap#features} has it. */
  public static int features(SoapBasis basis, int species) {
    int n = species * basis.radialFunctions();
    return (basis.maxAngular() + 1) * n * (n + 1) / 2;
  }
}
