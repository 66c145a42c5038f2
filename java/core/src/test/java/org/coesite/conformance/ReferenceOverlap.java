package org.coesite.conformance;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Overlaps of the normalised GTO primitives, and S^(-1/2), in 60 digits: S is nearly singular (its
 * smallest eigenvalue is 1e-7 for 12 functions), and doubles would leave few digits.
 */
final class ReferenceOverlap {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal PI =
      new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459");
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private final int size;
  private final BigDecimal[][] overlap;

  /** Overlaps of {@code size} functions; they do not depend on the cutoff. */
  ReferenceOverlap(int size) {
    this.size = size;
    overlap = new BigDecimal[size][size];
    for (int n = 0; n < size; n++) {
      for (int m = 0; m < size; m++) {
        BigDecimal norms = moment(2 * n, n, n).multiply(moment(2 * m, m, m), DIGITS).sqrt(DIGITS);
        overlap[n][m] = moment(n + m, n, m).divide(norms, DIGITS);
      }
    }
  }

  double get(int n, int m) {
    return overlap[n][m].doubleValue();
  }

  /** int x^2 x^power exp(-x^2 / 2 s_n^2 - x^2 / 2 s_m^2) dx, s_n^2 = max(n, 1) / size^2. */
  private BigDecimal moment(int power, int n, int m) {
    BigDecimal exponent = exponent(n).add(exponent(m));
    BigDecimal root = exponent.pow(power + 3, DIGITS).sqrt(DIGITS);
    return gammaOfHalf(power + 3).divide(root, DIGITS).multiply(HALF);
  }

  private BigDecimal exponent(int n) {
    return BigDecimal.valueOf((long) size * size)
        .divide(BigDecimal.valueOf(2L * Math.max(n, 1)), DIGITS);
  }

  /** Gamma(k / 2). */
  private static BigDecimal gammaOfHalf(int k) {
    BigDecimal gamma = k % 2 == 0 ? BigDecimal.ONE : PI.sqrt(DIGITS);
    for (int twice = k % 2 == 0 ? 2 : 1; twice < k; twice += 2) {
      gamma = gamma.multiply(BigDecimal.valueOf(twice)).multiply(HALF);
    }
    return gamma;
  }

  /** S^(-1/2), by the coupled Newton iteration Y -> Y T, Z -> T Z, T = (3 - Z Y) / 2. */
  double[][] inverseSquareRoot() {
    // S / size has its eigenvalues in (0, 1], where the iteration converges
    BigDecimal scale = BigDecimal.valueOf(size);
    BigDecimal[][] y = new BigDecimal[size][size];
    BigDecimal[][] z = new BigDecimal[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        y[i][j] = overlap[i][j].divide(scale, DIGITS);
        z[i][j] = i == j ? BigDecimal.ONE : BigDecimal.ZERO;
      }
    }
    for (int step = 0; step < 60; step++) {
      BigDecimal[][] t = product(z, y);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          t[i][j] = BigDecimal.valueOf(i == j ? 3 : 0).subtract(t[i][j]).multiply(HALF, DIGITS);
        }
      }
      y = product(y, t);
      z = product(t, z);
    }
    double[][] root = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        root[i][j] = z[i][j].divide(scale.sqrt(DIGITS), DIGITS).doubleValue();
      }
    }
    return root;
  }

  private static BigDecimal[][] product(BigDecimal[][] a, BigDecimal[][] b) {
    int size = a.length;
    BigDecimal[][] c = new BigDecimal[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        c[i][j] = BigDecimal.ZERO;
        for (int k = 0; k < size; k++) {
          c[i][j] = c[i][j].add(a[i][k].multiply(b[k][j], DIGITS), DIGITS);
        }
      }
    }
    return c;
  }
}
