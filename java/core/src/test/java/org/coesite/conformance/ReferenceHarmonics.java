package org.coesite.conformance;

/** Real spherical harmonics from angles and associated Legendre functions. */
public final class ReferenceHarmonics {
  private ReferenceHarmonics() {}

  /**
   * Y_lm of the direction of (x, y, z), (l, m) at l^2 + l + m: for m &gt; 0 sqrt 2 K P cos(m phi),
   * for m &lt; 0 sqrt 2 K P sin(|m| phi), P without the Condon-Shortley phase. At the origin only
   * Y_00 is not zero.
   */
  public static double[] at(int maxAngular, double x, double y, double z) {
    double[] values = new double[(maxAngular + 1) * (maxAngular + 1)];
    values[0] = 1 / Math.sqrt(4 * Math.PI);
    if (x == 0 && y == 0 && z == 0) {
      return values;
    }
    double theta = Math.atan2(Math.sqrt(x * x + y * y), z);
    double phi = Math.atan2(y, x);
    for (int l = 1; l <= maxAngular; l++) {
      for (int m = 0; m <= l; m++) {
        double k = Math.sqrt((2 * l + 1) / (4 * Math.PI) / product(l - m + 1, l + m));
        double p = k * legendre(l, m, Math.cos(theta), Math.sin(theta));
        if (m == 0) {
          values[l * l + l] = p;
        } else {
          values[l * l + l + m] = Math.sqrt(2) * p * Math.cos(m * phi);
          values[l * l + l - m] = Math.sqrt(2) * p * Math.sin(m * phi);
        }
      }
    }
    return values;
  }

  /** P_l^m, no Condon-Shortley phase, by the upward recursion in l. */
  private static double legendre(int l, int m, double cos, double sin) {
    double before = 0;
    double p = 1;
    for (int k = 1; k <= m; k++) {
      p *= (2 * k - 1) * sin;
    }
    for (int k = m + 1; k <= l; k++) {
      double next = ((2 * k - 1) * cos * p - (k + m - 1) * before) / (k - m);
      before = p;
      p = next;
    }
    return p;
  }

  private static double product(int from, int to) {
    double value = 1;
    for (int k = from; k <= to; k++) {
      value *= k;
    }
    return value;
  }
}
