package org.coesite.math;

/**
 * Coefficients of the recursion for real spherical harmonics, orthonormal, without Condon-Shortley
 * phase.
 *
 * <p>For a unit vector (x, y, z), with c_m + i s_m = (x + i y)^m,
 *
 * <pre>
 *   Y_lm = q_lm(z) c_m          m &gt;= 0
 *   Y_lm = q_l|m|(z) s_|m|      m &lt; 0
 *   q_mm = const,  q_lm = a_lm z q_(l-1)m - b_lm q_(l-2)m,  dq_lm/dz = e_lm q_l(m+1)
 * </pre>
 *
 * where q_lm is the associated Legendre function over sin^m, times its norm (with the sqrt 2 of m
 * &gt; 0). No angles, no division: the poles are points like any other (Bigi et al., J. Chem. Phys.
 * 159, 064802 (2023) use the same idea). Immutable.
 */
public final class HarmonicRecursion {
  private final int maxAngular;
  private final double[] start;
  private final double[] a;
  private final double[] b;
  private final double[] e;

  public HarmonicRecursion(int maxAngular) {
    this.maxAngular = maxAngular;
    int size = (maxAngular + 1) * (maxAngular + 1);
    start = new double[maxAngular + 1];
    a = new double[size];
    b = new double[size];
    e = new double[size];
    double doubleFactorial = 1;
    for (int m = 0; m <= maxAngular; m++) {
      if (m > 0) {
        doubleFactorial *= 2 * m - 1;
      }
      start[m] = norm(m, m) * doubleFactorial;
      for (int l = m; l <= maxAngular; l++) {
        int at = index(l, m);
        if (l > m) {
          a[at] = norm(l, m) / norm(l - 1, m) * (2 * l - 1) / (l - m);
        }
        if (l > m + 1) {
          b[at] = norm(l, m) / norm(l - 2, m) * (l + m - 1) / (l - m);
        }
        if (m < l) {
          e[at] = norm(l, m) / norm(l, m + 1);
        }
      }
    }
  }

  private static double norm(int l, int m) {
    double ratio = 1; // (l - m)! / (l + m)!
    for (int k = l - m + 1; k <= l + m; k++) {
      ratio /= k;
    }
    return Math.sqrt((2 * l + 1) / (4 * Math.PI) * ratio * (m == 0 ? 1 : 2));
  }

  private int index(int l, int m) {
    return l * (maxAngular + 1) + m;
  }

  /** Largest l. */
  public int maxAngular() {
    return maxAngular;
  }

  /** q_mm. */
  public double start(int m) {
    return start[m];
  }

  /** a_lm, for l &gt; m &gt;= 0. */
  public double a(int l, int m) {
    return a[index(l, m)];
  }

  /** b_lm; zero for l = m + 1. */
  public double b(int l, int m) {
    return b[index(l, m)];
  }

  /** e_lm; zero for m = l. */
  public double e(int l, int m) {
    return e[index(l, m)];
  }

  /**
   * All Y_lm of one direction.
   *
   * @param y receives Y_lm at l^2 + l + m, [(maxAngular + 1)^2]
   */
  public void evaluate(double ux, double uy, double uz, double[] y) {
    double cos = 1;
    double sin = 0;
    for (int m = 0; m <= maxAngular; m++) {
      double before = 0;
      double q = start[m];
      for (int l = m; l <= maxAngular; l++) {
        if (l > m) {
          double next = a(l, m) * uz * q - b(l, m) * before;
          before = q;
          q = next;
        }
        y[l * l + l + m] = q * cos;
        if (m > 0) {
          y[l * l + l - m] = q * sin;
        }
      }
      double nextCos = ux * cos - uy * sin;
      sin = ux * sin + uy * cos;
      cos = nextCos;
    }
  }
}
