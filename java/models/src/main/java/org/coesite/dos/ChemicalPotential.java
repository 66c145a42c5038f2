package org.coesite.dos;

/**
 * The chemical potential of a number of electrons, as the interval in which the count differs from
 * it by less than a tolerance: of no visible width in a metal, nearly the whole gap in a cold
 * insulator.
 *
 * @param lower where the count is the tolerance short, eV
 * @param upper where it is the tolerance over, eV; the window's top where it never is
 */
record ChemicalPotential(double lower, double upper) {
  /**
   * The middle, eV. In a gap the electrons above and the holes below fall off exponentially from
   * its two edges, so the middle is where they balance, at any temperature, also where both
   * underflow; at 0 K it is the middle of the gap.
   */
  double value() {
    return lower + (upper - lower) / 2;
  }
}
