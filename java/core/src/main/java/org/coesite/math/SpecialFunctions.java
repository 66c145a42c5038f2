package org.coesite.math;

/** The special functions that radial integrals need. */
final class SpecialFunctions {
  /**
   * Beyond this, e^-z would underflow before the series has grown; the asymptotic series is exact
   * there.
   */
  private static final double ASYMPTOTIC_FROM = 600;

  private SpecialFunctions() {}

  /** Gamma(k / 2) for k >= 1. */
  static double gammaOfHalf(int k) {
    double value = k % 2 == 0 ? 1 : Math.sqrt(Math.PI);
    for (int i = k % 2 == 0 ? 2 : 1; i < k; i += 2) {
      value *= 0.5 * i;
    }
    return value;
  }

  /**
   * e^-z 1F1(a, b, z) for positive a, b and z >= 0: Kummer's function with its growth taken out.
   *
   * <p>All terms of the series are positive, so nothing cancels (DLMF 13.2.2; 13.7.1 for large z).
   */
  static double scaledKummer(double a, double b, double z) {
    return z < ASYMPTOTIC_FROM ? series(a, b, z) : asymptotic(a, b, z);
  }

  private static double series(double a, double b, double z) {
    double term = Math.exp(-z);
    double sum = term;
    for (int k = 0; k < 10_000; k++) {
      term *= (a + k) / (b + k) * z / (k + 1);
      sum += term;
      if (k > z && term < 1e-17 * sum) {
        break;
      }
    }
    return sum;
  }

  private static double asymptotic(double a, double b, double z) {
    double term =
        gammaOfHalf((int) Math.round(2 * b))
            / gammaOfHalf((int) Math.round(2 * a))
            * Math.pow(z, a - b);
    double sum = term;
    for (int k = 0; k < 200; k++) {
      double next = term * (b - a + k) * (1 - a + k) / ((k + 1) * z);
      if (Math.abs(next) >= Math.abs(term) || Math.abs(next) < 1e-17 * Math.abs(sum)) {
        break;
      }
      sum += next;
      term = next;
    }
    return sum;
  }
}
