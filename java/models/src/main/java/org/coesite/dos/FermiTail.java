package org.coesite.dos;

/**
 * The Fermi function's tail and its integrals: L_n(u) = -Li_n(-exp(-u)) for u at or above 0, where
 * nothing overflows. L_0 is the Fermi function 1/(exp(u) + 1), and each is minus the derivative of
 * the next. Relative accuracy 1e-15.
 */
final class FermiTail {
  /** Terms of the accelerated series; the error falls as 5.83 to this power. */
  private static final int TERMS = 24;

  private static final double[] SECOND = coefficients(2);
  private static final double[] THIRD = coefficients(3);

  private FermiTail() {}

  /** L_0, the Fermi function. */
  static double occupation(double u) {
    double z = Math.exp(-u);
    return z / (1 + z);
  }

  /** Minus the derivative of the Fermi function. */
  static double slope(double u) {
    double z = Math.exp(-u);
    return z / ((1 + z) * (1 + z));
  }

  /** L_1 = ln(1 + exp(-u)). */
  static double logarithm(double u) {
    return Math.log1p(Math.exp(-u));
  }

  /** L_2, a dilogarithm. */
  static double dilogarithm(double u) {
    return series(SECOND, Math.exp(-u));
  }

  /** L_3, a trilogarithm. */
  static double trilogarithm(double u) {
    return series(THIRD, Math.exp(-u));
  }

  private static double series(double[] coefficients, double z) {
    double sum = 0;
    for (int k = TERMS - 1; k >= 0; k--) {
      sum = sum * z + coefficients[k];
    }
    return sum * z;
  }

  /**
   * The alternating series sum over k of (-1)^k z^(k+1)/(k+1)^n converges slowly near z = 1. Its
   * terms are moments of a positive measure, so the weights of Cohen, Rodriguez Villegas and Zagier
   * (Exp. Math. 9, 3 (2000), algorithm 1) sum it to full accuracy for every z from 0 to 1.
   */
  private static double[] coefficients(int order) {
    double power = Math.pow(3 + Math.sqrt(8), TERMS);
    double total = (power + 1 / power) / 2;
    double[] coefficients = new double[TERMS];
    double b = -1;
    double c = -total;
    for (int k = 0; k < TERMS; k++) {
      c = b - c;
      coefficients[k] = c / total / Math.pow(k + 1, order);
      b *= (k + TERMS) * (double) (k - TERMS) / ((k + 0.5) * (k + 1));
    }
    return coefficients;
  }
}
