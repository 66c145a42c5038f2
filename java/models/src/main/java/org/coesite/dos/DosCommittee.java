package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.coesite.learn.SumRegression;

/**
 * Fits to random halves of the training structures: they differ from the whole about as much as it
 * does from the truth, in all channels together.
 *
 * @param deviations of the weights from those of the whole, [members][points x (channels + 1)]
 * @param scale by which deviations are to grow: errors of curves of structures left out, over the
 *     spread, both as root mean squares
 */
record DosCommittee(double[][] deviations, double scale) {
  static DosCommittee of(DosData data, SumRegression regression, DosFit fit, DosSettings settings) {
    double[][] deviations = new double[settings.members()][];
    Random random = new Random(settings.seed());
    for (int m = 0; m < deviations.length; m++) {
      int[] half = half(data, random);
      double[] weights = regression.weights(half, fit.targets(), fit.baseline(), fit.lambdas());
      for (int k = 0; k < weights.length; k++) {
        weights[k] -= fit.weights()[k];
      }
      deviations[m] = weights;
    }
    return new DosCommittee(deviations, scale(data, regression, fit, deviations));
  }

  private static int[] half(DosData data, Random random) {
    List<Integer> order = new ArrayList<>(Arrays.stream(data.train()).boxed().toList());
    Collections.shuffle(order, random);
    return order.subList(0, (order.size() + 1) / 2).stream().mapToInt(i -> i).sorted().toArray();
  }

  private static double scale(
      DosData data, SumRegression regression, DosFit fit, double[][] members) {
    double errors = 0;
    double spreads = 0;
    double[] zeros = new double[fit.baseline().length];
    for (int t = 0; t < data.train().length; t++) {
      int i = data.train()[t];
      double[] expected = data.curve(i);
      double[] actual = fit.curve(fit.leftOut()[t], data.atoms(i));
      for (int e = 0; e < expected.length; e++) {
        errors += (actual[e] - expected[e]) * (actual[e] - expected[e]) / data.atoms(i);
      }
      for (double[] member : members) {
        double[] deviation = fit.curve(regression.predict(i, zeros, member), 0);
        for (double d : deviation) {
          spreads += d * d / members.length / data.atoms(i);
        }
      }
    }
    return spreads == 0 ? 1 : Math.sqrt(errors / spreads);
  }

  /** Shares of points of held-out curves within one and two standard deviations. */
  double[] coverage(DosData data, SumRegression regression, DosFit fit) {
    double[] zeros = new double[fit.baseline().length];
    double[] within = new double[2];
    long points = 0;
    for (int i : data.test()) {
      double[] expected = data.curve(i);
      double[] actual = fit.curve(fit.predict(regression, i), data.atoms(i));
      double[] variance = new double[expected.length];
      for (double[] member : deviations) {
        double[] deviation = fit.curve(regression.predict(i, zeros, member), 0);
        for (int e = 0; e < variance.length; e++) {
          variance[e] += scale * scale * deviation[e] * deviation[e] / deviations.length;
        }
      }
      for (int e = 0; e < variance.length; e++) {
        double error = Math.abs(actual[e] - expected[e]);
        within[0] += error <= Math.sqrt(variance[e]) ? 1 : 0;
        within[1] += error <= 2 * Math.sqrt(variance[e]) ? 1 : 0;
        points++;
      }
    }
    return new double[] {within[0] / points, within[1] / points};
  }

  /** Weights of the model and its members, [points x (members + 1) x (channels + 1)]. */
  double[] weights(DosFit fit) {
    int block = fit.block();
    int stride = (deviations.length + 1) * block;
    int points = fit.weights().length / block;
    double[] weights = new double[points * stride];
    for (int k = 0; k < points; k++) {
      for (int c = 0; c < block; c++) {
        double mean = fit.weights()[k * block + c];
        weights[k * stride + c] = mean;
        for (int m = 0; m < deviations.length; m++) {
          weights[k * stride + (m + 1) * block + c] = mean + scale * deviations[m][k * block + c];
        }
      }
    }
    return weights;
  }
}
