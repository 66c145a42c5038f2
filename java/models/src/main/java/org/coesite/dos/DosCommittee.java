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
 * <p>How far a member is off on a structure that it was fitted to says nothing of structures that
 * it was not: where one in training is asked about, only the members that have not seen it answer,
 * and count from what the whole predicts without it.
 *
 * <p>The spread of the members is then multiplied so that of the errors of structures left out as
 * many lie within it as of normal errors within a standard deviation: once for the points of the
 * curves, once for the Fermi level, which is learnt by itself. (Root mean squares would be those of
 * the few structures that nothing else is like.)
 */
final class DosCommittee {
  private final DosData data;
  private final SumRegression regression;
  private final DosFit fit;

  /** Deviations of the weights from those of the whole, [members][points x (channels + 1)]. */
  private final double[][] deviations;

  /** Whether a member was fitted to a structure, [members][structures]. */
  private final boolean[][] seen;

  private double curveScale = 1;
  private double levelScale = 1;

  DosCommittee(DosData data, SumRegression regression, DosFit fit, DosSettings settings) {
    this.data = data;
    this.regression = regression;
    this.fit = fit;
    deviations = new double[settings.members()][];
    seen = new boolean[settings.members()][data.size()];
    Random random = new Random(settings.seed());
    for (int m = 0; m < deviations.length; m++) {
      int[] half = half(random);
      double[] weights = regression.weights(half, fit.targets(), fit.baseline(), fit.lambdas());
      for (int k = 0; k < weights.length; k++) {
        weights[k] -= fit.weights()[k];
      }
      deviations[m] = weights;
      for (int i : half) {
        seen[m][i] = true;
      }
    }
    calibrate();
  }

  private int[] half(Random random) {
    List<Integer> order = new ArrayList<>(Arrays.stream(data.train()).boxed().toList());
    Collections.shuffle(order, random);
    return order.subList(0, (order.size() + 1) / 2).stream().mapToInt(i -> i).sorted().toArray();
  }

  private void calibrate() {
    List<Double> curves = new ArrayList<>();
    List<Double> levels = new ArrayList<>();
    for (int t = 0; t < data.train().length; t++) {
      int i = data.train()[t];
      double[] whole = fit.leftOut()[t];
      List<double[]> members = unscaled(i, whole);
      if (members.isEmpty()) {
        continue;
      }
      double[] offLevel = members.stream().mapToDouble(each -> fit.level(each, 1)).toArray();
      levels.add(ratio(fit.level(whole, 1) - fit.level(fit.targets()[i], 1), offLevel));
      double[] off = difference(fit.curve(whole, data.atoms(i)), data.curve(i));
      List<double[]> offCurves = members.stream().map(each -> fit.curve(each, 0)).toList();
      for (int e = 0; e < off.length; e++) {
        int point = e;
        curves.add(ratio(off[e], offCurves.stream().mapToDouble(each -> each[point]).toArray()));
      }
    }
    curveScale = DosCoverage.factor(curves);
    levelScale = DosCoverage.factor(levels);
  }

  private static double ratio(double error, double[] deviations) {
    double square = 0;
    for (double deviation : deviations) {
      square += deviation * deviation / deviations.length;
    }
    return Math.abs(error) / Math.sqrt(square);
  }

  private static double[] difference(double[] a, double[] b) {
    double[] out = a.clone();
    for (int k = 0; k < out.length; k++) {
      out[k] -= b[k];
    }
    return out;
  }

  /** Deviations in all channels, from what the whole predicts, of members that did not see it. */
  private List<double[]> unscaled(int i, double[] whole) {
    double[] none = new double[fit.baseline().length];
    double[] offset = difference(fit.predict(regression, i), whole);
    List<double[]> out = new ArrayList<>();
    for (int m = 0; m < deviations.length; m++) {
      if (!seen[m][i]) {
        double[] deviation = regression.predict(i, none, deviations[m]);
        for (int c = 0; c < deviation.length; c++) {
          deviation[c] += offset[c];
        }
        out.add(deviation);
      }
    }
    return out;
  }

  int members() {
    return deviations.length;
  }

  /** By how much the spread of curves was multiplied. */
  double curveScale() {
    return curveScale;
  }

  /** By how much the spread of the Fermi level was multiplied. */
  double levelScale() {
    return levelScale;
  }

  private double scale(int channel) {
    return channel == fit.code().channels() ? levelScale : curveScale;
  }

  /**
   * What those members say of a structure, calibrated, that did not see it.
   *
   * @param whole what the whole says, without it
   * @return [members][channels + 1]
   */
  List<double[]> predict(int i, double[] whole) {
    List<double[]> out = unscaled(i, whole);
    for (double[] member : out) {
      for (int c = 0; c < member.length; c++) {
        member[c] = whole[c] + scale(c) * member[c];
      }
    }
    return out;
  }

  /** Weights of the model and its members, calibrated, [points x (members + 1) (channels + 1)]. */
  double[] weights() {
    int block = fit.block();
    int stride = (deviations.length + 1) * block;
    int points = fit.weights().length / block;
    double[] weights = new double[points * stride];
    for (int k = 0; k < points; k++) {
      for (int c = 0; c < block; c++) {
        double mean = fit.weights()[k * block + c];
        weights[k * stride + c] = mean;
        for (int m = 0; m < deviations.length; m++) {
          weights[k * stride + (m + 1) * block + c] =
              mean + scale(c) * deviations[m][k * block + c];
        }
      }
    }
    return weights;
  }
}
