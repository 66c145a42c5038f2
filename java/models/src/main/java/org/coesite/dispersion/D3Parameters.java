package org.coesite.dispersion;

/**
 * How D3 with Becke-Johnson damping is fitted to a density functional (Grimme, Ehrlich and Goerigk,
 * J. Comput. Chem. 32, 1456 (2011)).
 *
 * @param s6 scale of the r^-6 term
 * @param s8 scale of the r^-8 term
 * @param a1 damping radius in units of the pair's sqrt(C8/C6)
 * @param a2 constant part of the damping radius, bohr
 */
public record D3Parameters(double s6, double s8, double a1, double a2) {
  /** For PBE. */
  public static final D3Parameters PBE = new D3Parameters(1, 0.7875, 0.4289, 4.4407);
}
