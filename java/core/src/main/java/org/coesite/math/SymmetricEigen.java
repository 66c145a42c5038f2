package org.coesite.math;

/**
 * Eigenvalues and eigenvectors of small symmetric matrices by cyclic Jacobi rotations, which find
 * small eigenvalues to high relative accuracy. For matrices of more than a hundred rows use LAPACK.
 *
 * @param values eigenvalues, ascending, [n]
 * @param vectors eigenvectors, column k belongs to value k, [n x n] row by row
 */
public record SymmetricEigen(double[] values, double[] vectors) {
  private static final int MAX_SWEEPS = 60;

  /**
   * Decomposes a matrix.
   *
   * @param matrix [n x n] row by row; only the upper triangle is read
   */
  public static SymmetricEigen of(double[] matrix, int n) {
    double[] a = matrix.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = a[j * n + i];
      }
    }
    double[] v = new double[n * n];
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS && !diagonal(a, n); sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, n, p, q);
        }
      }
    }
    return sorted(a, v, n);
  }

  private static boolean diagonal(double[] a, int n) {
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        double limit = 1e-18 * Math.sqrt(Math.abs(a[p * n + p] * a[q * n + q]));
        if (Math.abs(a[p * n + q]) > limit) {
          return false;
        }
      }
    }
    return true;
  }

  private static void rotate(double[] a, double[] v, int n, int p, int q) {
    double apq = a[p * n + q];
    if (apq == 0) {
      return;
    }
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < n; k++) {
      double akp = a[k * n + p];
      double akq = a[k * n + q];
      a[k * n + p] = c * akp - s * akq;
      a[k * n + q] = s * akp + c * akq;
    }
    for (int k = 0; k < n; k++) {
      double apk = a[p * n + k];
      double aqk = a[q * n + k];
      a[p * n + k] = c * apk - s * aqk;
      a[q * n + k] = s * apk + c * aqk;
      double vkp = v[k * n + p];
      double vkq = v[k * n + q];
      v[k * n + p] = c * vkp - s * vkq;
      v[k * n + q] = s * vkp + c * vkq;
    }
    a[p * n + q] = 0;
    a[q * n + p] = 0;
  }

  private static SymmetricEigen sorted(double[] a, double[] v, int n) {
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    java.util.Arrays.sort(order, (i, j) -> Double.compare(a[i * n + i], a[j * n + j]));
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int k = 0; k < n; k++) {
      values[k] = a[order[k] * n + order[k]];
      for (int i = 0; i < n; i++) {
        vectors[i * n + k] = v[i * n + order[k]];
      }
    }
    return new SymmetricEigen(values, vectors);
  }

  /** The matrix f(A) = V f(values) V^T, row by row. */
  public double[] apply(java.util.function.DoubleUnaryOperator f) {
    int n = values.length;
    double[] out = new double[n * n];
    for (int k = 0; k < n; k++) {
      double fk = f.applyAsDouble(values[k]);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          out[i * n + j] += fk * vectors[i * n + k] * vectors[j * n + k];
        }
      }
    }
    return out;
  }
}
