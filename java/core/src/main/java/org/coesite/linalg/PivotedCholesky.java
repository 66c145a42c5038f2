package org.coesite.linalg;

import java.util.Arrays;

/**
 * A positive semidefinite matrix A as L L^T with few columns: of the variables whose covariance it
 * is, always the one is taken next whose variance those before explain worst (Harbrecht, Peters and
 * Schneider, Appl. Numer. Math. 62, 428 (2012)). Immutable.
 *
 * @param pivots which variables were taken, in order
 * @param columns of L, [rank][size]; not to be written to
 */
public record PivotedCholesky(int[] pivots, double[][] columns) {
  /**
   * Factorises.
   *
   * @param a of which the upper triangle is read
   * @param most columns at most
   * @param least share of the trace below which a variance that is left counts as rounding
   */
  public static PivotedCholesky of(Matrix a, int most, double least) {
    int size = a.rows();
    double[] left = new double[size];
    Arrays.setAll(left, i -> a.get(i, i));
    double smallest = least * Arrays.stream(left).sum();
    int[] pivots = new int[Math.min(most, size)];
    double[][] columns = new double[pivots.length][];
    for (int k = 0; k < pivots.length; k++) {
      int pivot = largest(left);
      if (!(left[pivot] > smallest)) {
        return new PivotedCholesky(Arrays.copyOf(pivots, k), Arrays.copyOf(columns, k));
      }
      pivots[k] = pivot;
      columns[k] = column(a, pivot, columns, k, Math.sqrt(left[pivot]));
      for (int i = 0; i < size; i++) {
        left[i] -= columns[k][i] * columns[k][i];
      }
      left[pivot] = 0;
    }
    return new PivotedCholesky(pivots, columns);
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static double[] column(Matrix a, int pivot, double[][] columns, int count, double root) {
    double[] out = new double[a.rows()];
    Arrays.setAll(out, i -> i < pivot ? a.get(i, pivot) : a.get(pivot, i));
    for (int k = 0; k < count; k++) {
      double factor = columns[k][pivot];
      for (int i = 0; i < out.length; i++) {
        out[i] -= factor * columns[k][i];
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] /= root;
    }
    return out;
  }

  /** Number of columns. */
  public int rank() {
    return pivots.length;
  }
}
