package org.coesite.dynamics;

/** Exponential of small dense matrices, and its derivative. */
final class MatrixExponential {
  private static final int TAYLOR_ORDER = 18;

  private MatrixExponential() {}

  /** exp(A) of an n x n matrix, row by row: Taylor series after scaling, then squaring. */
  static double[] of(double[] a, int n) {
    double norm = 0;
    for (double x : a) {
      norm += x * x;
    }
    norm = Math.sqrt(norm);
    int squarings = norm > 0.5 ? Math.getExponent(norm) + 2 : 0;
    double[] scaled = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      scaled[i] = Math.scalb(a[i], -squarings);
    }
    double[] result = identity(n);
    for (int k = TAYLOR_ORDER; k >= 1; k--) {
      result = product(scaled, result, n);
      for (int i = 0; i < n * n; i++) {
        result[i] /= k;
      }
      for (int i = 0; i < n; i++) {
        result[i * n + i] += 1;
      }
    }
    for (int s = 0; s < squarings; s++) {
      result = product(result, result, n);
    }
    return result;
  }

  /**
   * The derivative of exp at A in direction E: the upper right block of exp([[A, E], [0, A]])
   * (Higham, Functions of Matrices, 2008, eq. 3.16).
   */
  static double[] derivative(double[] a, double[] e, int n) {
    int m = 2 * n;
    double[] block = new double[m * m];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        block[i * m + j] = a[i * n + j];
        block[(n + i) * m + n + j] = a[i * n + j];
        block[i * m + n + j] = e[i * n + j];
      }
    }
    double[] exponential = of(block, m);
    double[] result = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(exponential, i * m + n, result, i * n, n);
    }
    return result;
  }

  static double[] product(double[] a, double[] b, int n) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] += a[i * n + k] * b[k * n + j];
        }
      }
    }
    return c;
  }

  private static double[] identity(int n) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      c[i * n + i] = 1;
    }
    return c;
  }
}
