package org.coesite.tensors;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.learn.RidgeFamily;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;

/**
 * Sparse kernel regression of one lambda, min |W (y - K w)|^2 + |U w|^2 / amplitude^2, with W
 * whitening sites and offsets of structures together ({@link OffsetNoise}) and U^T U = K_MM.
 *
 * <p>The amplitude is the one at which groups are predicted best without themselves, which costs
 * one factorisation. Where offsets are to be robust, each structure has a variance of its own, with
 * offsets drawn from Student's distribution: expectation maximisation (Lange, Little and Taylor, J.
 * Am. Stat. Assoc. 84, 881 (1989)), so that a structure whose labels are off as a whole does not
 * bend what is learnt.
 */
final class LambdaRegression {
  private static final int STEPS = 6;
  private static final double[] AMPLITUDES = {3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000};

  private final TensorDesign design;
  private final int k;
  private final SiteRows rows;
  private final NoiseModel model;
  private final double baseline;
  private final double[] targets;

  /**
   * A regression.
   *
   * @param k which lambda, by number in the features
   * @param train sites, by number, structure by structure
   */
  LambdaRegression(TensorDesign design, int k, Sites sites, int[] train, NoiseModel model) {
    this.design = design;
    this.k = k;
    this.model = model;
    rows = new SiteRows(sites, train, design.components(k));
    baseline = design.components(k) == 1 ? median(rows.targets(0)) : 0;
    targets = rows.targets(baseline);
    structures = sites.structures().size();
  }

  private final int structures;

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /**
   * Fits.
   *
   * @param members of the committee
   */
  LambdaFit fit(int members, long seed) {
    OffsetNoise noise = OffsetNoise.uniform(model.site(), model.offset(), structures);
    try (Matrix prior = design.prior(k);
        Matrix equations = design.rows(k, rows.which())) {
      Blas.solveUpperFromRight(prior, false, equations);
      int steps = model.robust() ? STEPS : 1;
      for (int step = 1; step < steps; step++) {
        try (Whitened system = new Whitened(equations, noise)) {
          noise = system.reweighted(system.best());
        }
      }
      try (Whitened system = new Whitened(equations, noise)) {
        return system.fit(system.best(), prior, members, seed);
      }
    }
  }

  /** The equations with one noise. */
  private final class Whitened implements AutoCloseable {
    private final OffsetNoise noise;
    private final double[] side;
    private final RidgeFamily family;
    private final Matrix projected;

    Whitened(Matrix equations, OffsetNoise noise) {
      this.noise = noise;
      side = targets.clone();
      rows.forEachBlock(side, noise::whiten);
      try (Matrix whitened = equations.copy();
          Matrix sides = Matrix.zeros(side.length, 1)) {
        for (int j = 0; j < whitened.columns(); j++) {
          double[] column = whitened.column(j);
          rows.forEachBlock(column, noise::whiten);
          whitened.setColumn(j, column);
        }
        sides.setColumn(0, side);
        family = new RidgeFamily(whitened);
        projected = family.project(sides);
      }
    }

    /** 1 / amplitude^2 at which sites are predicted best without their group. */
    double best() {
      double best = Double.NaN;
      double least = Double.POSITIVE_INFINITY;
      for (double amplitude : AMPLITUDES) {
        double lambda = 1 / (amplitude * amplitude);
        double error = meanLength(errors(lambda));
        if (error < least) {
          least = error;
          best = lambda;
        }
      }
      return best;
    }

    private double meanLength(double[] errors) {
      int components = rows.components();
      double sum = 0;
      for (int r = 0; r < errors.length; r += components) {
        double square = 0;
        for (int m = 0; m < components; m++) {
          square += errors[r + m] * errors[r + m];
        }
        sum += Math.sqrt(square);
      }
      return sum * components / errors.length;
    }

    /** Predicted without the group minus what is there, as the labels are, [rows]. */
    private double[] errors(double lambda) {
      double[] residuals = family.residuals(projected, 0, side, lambda);
      double[] out = new double[residuals.length];
      for (List<Integer> group : rows.groups()) {
        int[] own = rows.rows(group);
        try (Matrix factor = withoutGroup(own, lambda);
            Matrix solution = Matrix.zeros(own.length, 1)) {
          for (int a = 0; a < own.length; a++) {
            solution.set(a, 0, residuals[own[a]]);
          }
          Blas.solveUpper(factor, true, solution);
          Blas.solveUpper(factor, false, solution);
          for (int a = 0; a < own.length; a++) {
            out[own[a]] = solution.get(a, 0);
          }
        }
      }
      rows.forEachBlock(out, noise::unwhiten);
      return out;
    }

    /** U with U^T U = 1 - H of the rows of a group. */
    private Matrix withoutGroup(int[] own, double lambda) {
      double[] hat = family.hat(own, lambda);
      Matrix out = Matrix.zeros(own.length, own.length);
      for (int a = 0; a < own.length; a++) {
        for (int b = 0; b < own.length; b++) {
          // what alone decides an unknown cannot be predicted from the others
          out.set(a, b, (a == b ? 1 + 1e-10 : 0) - hat[a * own.length + b]);
        }
      }
      Factorisations.cholesky(out);
      return out;
    }

    /** One step of expectation maximisation of the offsets' variances. */
    OffsetNoise reweighted(double lambda) {
      double[] residuals = family.residuals(projected, 0, side, lambda);
      double[] offsets = noise.offsets().clone();
      double least = model.offset() * model.offset();
      for (int s : rows.structures()) {
        int n = rows.sitesOf(s);
        double one = noise.whitenedOne(s, n);
        double square = 0;
        for (int m = 0; m < rows.components(); m++) {
          int[] own = rows.rows(s, m);
          double[] hat = family.hat(own, lambda);
          double residual = 0;
          double precision = 0;
          for (int a = 0; a < n; a++) {
            residual -= one * residuals[own[a]];
            precision += one * one;
            for (int b = 0; b < n; b++) {
              precision -= one * one * hat[a * n + b];
            }
          }
          double mean = offsets[s] * residual;
          double variance = offsets[s] - offsets[s] * offsets[s] * precision;
          square += mean * mean + Math.max(0, variance);
        }
        int components = rows.components();
        offsets[s] = (model.freedom() * least + square) / (model.freedom() + components);
      }
      return new OffsetNoise(noise.site(), offsets);
    }

    LambdaFit fit(double lambda, Matrix prior, int members, long seed) {
      double[] errors = errors(lambda);
      double[] variances = variances(lambda);
      try (Matrix mean = family.solve(projected, new double[] {lambda});
          Matrix deviations = family.sample(lambda, members, new Random(seed))) {
        Blas.solveUpper(prior, false, mean);
        Blas.solveUpper(prior, false, deviations);
        double[][] samples = new double[members][];
        Arrays.setAll(samples, deviations::column);
        return new LambdaFit(
            baseline,
            1 / Math.sqrt(lambda),
            mean.column(0),
            samples,
            bySite(errors),
            bySite(variances),
            noise);
      }
    }

    private double[][] bySite(double[] values) {
      int components = rows.components();
      double[][] out = new double[values.length / components][];
      Arrays.setAll(out, r -> Arrays.copyOfRange(values, r * components, (r + 1) * components));
      return out;
    }

    /** Of what was learnt without the group, as the model has them. */
    private double[] variances(double lambda) {
      double[] out = new double[side.length];
      for (List<Integer> group : rows.groups()) {
        int[] own = rows.rows(group);
        try (Matrix factor = withoutGroup(own, lambda);
            Matrix inverse = Matrix.zeros(own.length, own.length)) {
          for (int a = 0; a < own.length; a++) {
            inverse.set(a, a, 1);
          }
          Blas.solveUpper(factor, true, inverse);
          Blas.solveUpper(factor, false, inverse);
          addVariances(group, own, inverse, out);
        }
      }
      return out;
    }

    /** The diagonal of W^(-1) (1 - H)^(-1) W^(-1), less the labels' own variance. */
    private void addVariances(List<Integer> group, int[] own, Matrix inverse, double[] out) {
      int at = 0;
      for (int s : group) {
        int n = rows.sitesOf(s);
        for (int m = 0; m < rows.components(); m++) {
          for (int a = 0; a < n; a++) {
            double[] unit = new double[n];
            unit[a] = 1;
            noise.unwhiten(unit, s);
            double sum = 0;
            for (int b = 0; b < n; b++) {
              for (int c = 0; c < n; c++) {
                sum += unit[b] * inverse.get(at + b, at + c) * unit[c];
              }
            }
            out[own[at + a]] = Math.max(0, sum - noise.variance(s));
          }
          at += n;
        }
      }
    }

    @Override
    public void close() {
      projected.close();
      family.close();
    }
  }
}
