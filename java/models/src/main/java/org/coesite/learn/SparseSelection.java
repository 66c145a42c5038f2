package org.coesite.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;

/** Chooses the environments that a kernel model stands on. */
public final class SparseSelection {
  private SparseSelection() {}

  /**
   * Chooses among candidates.
   *
   * @param features [candidates][features]
   * @param count how many at most; duplicates are never chosen
   * @return indices of the candidates, in the order they were chosen
   */
  public static int[] choose(
      PotentialConfig.Selection selection, List<double[]> features, int count, long seed) {
    if (count <= 0 || features.isEmpty()) {
      return new int[0];
    }
    return switch (selection) {
      case FPS -> farthestPoints(features, count);
      case CUR -> leverage(features, count, seed);
    };
  }

  /** Farthest point sampling (Gonzalez 1985), from the point farthest from the mean. */
  private static int[] farthestPoints(List<double[]> features, int count) {
    double[] mean = new double[features.get(0).length];
    for (double[] point : features) {
      for (int f = 0; f < mean.length; f++) {
        mean[f] += point[f] / features.size();
      }
    }
    double[] distance = new double[features.size()];
    Arrays.setAll(distance, i -> squaredDistance(features.get(i), mean));
    int next = largest(distance);
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < count && distance[next] > 1e-20) {
      chosen.add(next);
      double[] last = features.get(next);
      IntStream.range(0, distance.length)
          .parallel()
          .forEach(
              i -> distance[i] = Math.min(distance[i], squaredDistance(features.get(i), last)));
      next = largest(distance);
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      sum += (a[f] - b[f]) * (a[f] - b[f]);
    }
    return sum;
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * CUR by leverage scores (Mahoney and Drineas, PNAS 106, 697 (2009)): the squared length of a
   * candidate's row in the space of the leading singular vectors; drawn without replacement with
   * these weights (Efraimidis and Spirakis 2006).
   */
  private static int[] leverage(List<double[]> features, int count, long seed) {
    double[] score = leverageScores(features, count);
    Random random = new Random(seed);
    double[] key = new double[score.length];
    Arrays.setAll(key, i -> Math.log(1 - random.nextDouble()) / Math.max(score[i], 1e-300));
    List<double[]> taken = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    Integer[] order = IntStream.range(0, key.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -key[i]));
    for (int i : order) {
      double[] point = features.get(i);
      if (chosen.size() < count
          && taken.stream().noneMatch(other -> squaredDistance(other, point) < 1e-20)) {
        chosen.add(i);
        taken.add(point);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  static double[] leverageScores(List<double[]> features, int count) {
    int size = features.get(0).length;
    double[] score = new double[features.size()];
    try (Matrix points = Matrix.zeros(size, features.size());
        Matrix covariance = Matrix.zeros(size, size)) {
      for (int i = 0; i < features.size(); i++) {
        points.setColumn(i, features.get(i));
      }
      Blas.rankUpdate(1, points, false, 0, covariance);
      double[] eigenvalues = Factorisations.eigen(covariance);
      int rank = Math.min(count, size);
      try (Matrix projections = Matrix.zeros(rank, features.size());
          Matrix leading = covariance.view(0, size - rank, size, rank)) {
        Blas.multiply(1, leading, true, points, false, 0, projections);
        for (int k = 0; k < rank; k++) {
          double value = eigenvalues[size - rank + k];
          if (value > 1e-12 * eigenvalues[size - 1]) {
            for (int i = 0; i < score.length; i++) {
              score[i] += projections.get(k, i) * projections.get(k, i) / value;
            }
          }
        }
      }
    }
    return score;
  }
}
