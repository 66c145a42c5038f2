package org.coesite.report;

import java.util.List;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;

/**
 * The two directions along which descriptors differ most, and where each lies along them.
 *
 * <p>Found from at most a thousand of the descriptors, evenly chosen, through their Gram matrix;
 * all are then projected. A direction's sign is arbitrary: here the largest score is positive.
 *
 * @param first scores along the first direction, one for each descriptor
 * @param second scores along the second
 * @param firstShare fraction of the variance along the first direction
 * @param secondShare fraction along the second
 */
record PrincipalComponents(double[] first, double[] second, double firstShare, double secondShare) {
  private static final int MOST = 1000;

  /**
   * Of descriptors of equal length.
   *
   * @throws IllegalArgumentException if there are fewer than three
   */
  static PrincipalComponents of(List<float[]> descriptors) {
    if (descriptors.size() < 3) {
      throw new IllegalArgumentException("a map needs three points, not " + descriptors.size());
    }
    List<float[]> chosen = evenly(descriptors);
    double[] mean = mean(chosen);
    int n = chosen.size();
    try (Matrix centred = centred(chosen, mean);
        Matrix gram = Matrix.zeros(n, n)) {
      Blas.rankUpdate(1, centred, false, 0, gram);
      double[] variances = Factorisations.eigen(gram);
      double total = 0;
      for (double variance : variances) {
        total += Math.max(variance, 0);
      }
      return new PrincipalComponents(
          scores(descriptors, mean, direction(centred, gram, n - 1)),
          scores(descriptors, mean, direction(centred, gram, n - 2)),
          total > 0 ? Math.max(variances[n - 1], 0) / total : 0,
          total > 0 ? Math.max(variances[n - 2], 0) / total : 0);
    }
  }

  private static List<float[]> evenly(List<float[]> all) {
    if (all.size() <= MOST) {
      return all;
    }
    float[][] some = new float[MOST][];
    for (int i = 0; i < MOST; i++) {
      some[i] = all.get((int) ((long) i * all.size() / MOST));
    }
    return List.of(some);
  }

  private static double[] mean(List<float[]> rows) {
    double[] mean = new double[rows.get(0).length];
    for (float[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / rows.size();
      }
    }
    return mean;
  }

  private static Matrix centred(List<float[]> rows, double[] mean) {
    Matrix matrix = Matrix.zeros(rows.size(), mean.length);
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < mean.length; j++) {
        matrix.set(i, j, rows.get(i)[j] - mean[j]);
      }
    }
    return matrix;
  }

  /** X^T u, normalised: an eigenvector u of X X^T gives one of X^T X. */
  private static double[] direction(Matrix centred, Matrix vectors, int column) {
    double[] direction = new double[centred.columns()];
    double square = 0;
    for (int j = 0; j < direction.length; j++) {
      for (int i = 0; i < centred.rows(); i++) {
        direction[j] += centred.get(i, j) * vectors.get(i, column);
      }
      square += direction[j] * direction[j];
    }
    double norm = Math.sqrt(square);
    for (int j = 0; j < direction.length; j++) {
      direction[j] = norm > 0 ? direction[j] / norm : 0;
    }
    return direction;
  }

  private static double[] scores(List<float[]> rows, double[] mean, double[] direction) {
    double[] scores = new double[rows.size()];
    double largest = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < mean.length; j++) {
        scores[i] += (rows.get(i)[j] - mean[j]) * direction[j];
      }
      if (Math.abs(scores[i]) > Math.abs(largest)) {
        largest = scores[i];
      }
    }
    if (largest < 0) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] = -scores[i];
      }
    }
    return scores;
  }
}
