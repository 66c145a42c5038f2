package org.coesite.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.coesite.learn.Calibration;
import org.coesite.linalg.Matrix;

/**
 * All lambdas learnt on the same sparse points. The committee's spread of each is multiplied so
 * that as many errors of sites predicted without their part of the groups lie within it as of
 * normal errors within a standard deviation.
 */
final class TensorFit {
  private final TensorDesign design;
  private final SparseSites points;
  private final Sites sites;
  private final int[] train;
  private final List<LambdaFit> lambdas = new ArrayList<>();
  private final double[] scales;
  private final TensorFeatures spec;

  private TensorFit(
      SiteFeatures features, SparseSites points, TensorConfig config, Sites sites, int[] train) {
    this.sites = sites;
    this.train = train;
    this.points = points;
    spec = features.spec();
    design = new TensorDesign(features, points, config.soap().zeta());
    scales = new double[spec.lambdas().size()];
  }

  /**
   * Learns.
   *
   * @param train sites, by number, ascending
   */
  static TensorFit of(
      SiteFeatures features, SparseSites points, TensorConfig config, Sites sites, int[] train) {
    TensorFit fit = new TensorFit(features, points, config, sites, train);
    for (int k = 0; k < fit.scales.length; k++) {
      NoiseModel noise = config.noise().of(fit.spec.lambdas().get(k).lambda());
      try (LambdaRegression regression =
          new LambdaRegression(fit.design, k, sites, train, noise, config.test().seed())) {
        fit.lambdas.add(
            regression.fit(config.committee().members(), config.committee().seed() + k));
      }
      fit.scales[k] = scale(fit.lambdas.get(k));
    }
    return fit;
  }

  private static double scale(LambdaFit fit) {
    List<Double> ratios = new ArrayList<>();
    for (int r = 0; r < fit.errors().length; r++) {
      for (int m = 0; m < fit.errors()[r].length; m++) {
        double variance = Math.max(fit.variances()[r][m], Double.MIN_NORMAL);
        ratios.add(Math.abs(fit.errors()[r][m]) / Math.sqrt(variance));
      }
    }
    return Calibration.scale(ratios);
  }

  List<LambdaFit> lambdas() {
    return lambdas;
  }

  /** By how much the spread of each lambda was multiplied. */
  double[] scales() {
    return scales.clone();
  }

  double baseline() {
    return lambdas.get(0).baseline();
  }

  /** Weights of the model and its members, calibrated, [points x components][members + 1]. */
  double[][] weights(int k) {
    LambdaFit own = lambdas.get(k);
    double[][] out = new double[own.weights().length][own.deviations().length + 1];
    for (int w = 0; w < out.length; w++) {
      out[w][0] = own.weights()[w];
      for (int c = 0; c < own.deviations().length; c++) {
        out[w][c + 1] = own.weights()[w] + scales[k] * own.deviations()[c][w];
      }
    }
    return out;
  }

  /** The sparse points' features of a lambda. */
  double[][] points(int k) {
    return points.features()[k];
  }

  /** The sites in training, predicted without their part of the groups, [train][9]. */
  double[][] leftOut() {
    double[][] out = new double[train.length][];
    for (int r = 0; r < train.length; r++) {
      double[] tensor = sites.tensors()[train[r]].clone();
      for (int k = 0; k < lambdas.size(); k++) {
        int lambda = spec.lambdas().get(k).lambda();
        double[] error = lambdas.get(k).errors()[r];
        for (int m = 0; m < error.length; m++) {
          tensor[lambda * lambda + m] += error[m];
        }
      }
      out[r] = tensor;
    }
    return out;
  }

  /** Standard deviations of those, calibrated, [train][9]. */
  double[][] leftOutDeviations() {
    double[][] out = new double[train.length][9];
    for (int r = 0; r < train.length; r++) {
      for (int k = 0; k < lambdas.size(); k++) {
        int lambda = spec.lambdas().get(k).lambda();
        double[] variance = lambdas.get(k).variances()[r];
        for (int m = 0; m < variance.length; m++) {
          out[r][lambda * lambda + m] = scales[k] * Math.sqrt(variance[m]);
        }
      }
    }
    return out;
  }

  /**
   * What the model and its members say of sites.
   *
   * @return [sites][members + 1][9]
   */
  double[][][] predict(int[] which) {
    if (which.length == 0) {
      return new double[0][][];
    }
    int outputs = lambdas.get(0).deviations().length + 1;
    double[][][] out = new double[which.length][outputs][9];
    for (int k = 0; k < lambdas.size(); k++) {
      int lambda = spec.lambdas().get(k).lambda();
      int components = 2 * lambda + 1;
      double[][] weights = weights(k);
      try (Matrix rows = design.rows(k, which)) {
        for (int i = 0; i < rows.rows(); i++) {
          for (int c = 0; c < outputs; c++) {
            double sum = 0;
            for (int w = 0; w < weights.length; w++) {
              sum += rows.get(i, w) * weights[w][c];
            }
            out[i / components][c][lambda * lambda + i % components] =
                sum + (lambda == 0 ? baseline() : 0);
          }
        }
      }
    }
    return out;
  }

  /**
   * The cosine to the nearest sparse point that a share of the sites in training does not reach,
   * those of their own group left out.
   */
  double similarity(SiteFeatures features, double share) {
    double[] nearest = new double[train.length];
    for (int r = 0; r < train.length; r++) {
      double[] own = features.direction(train[r]);
      double best = -1;
      for (int p = 0; p < points.points(); p++) {
        if (sites.groupOf(points.sites()[p]) != sites.groupOf(train[r])) {
          double[] other = SiteFeatures.direction(points.features()[0][p]);
          double dot = 0;
          for (int f = 0; f < own.length; f++) {
            dot += own[f] * other[f];
          }
          best = Math.max(best, dot);
        }
      }
      nearest[r] = best;
    }
    Arrays.sort(nearest);
    return DoubleStream.of(nearest)
        .skip((long) Math.floor(share * nearest.length))
        .findFirst()
        .orElse(1);
  }
}
