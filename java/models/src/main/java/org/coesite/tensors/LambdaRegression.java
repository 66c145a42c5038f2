package org.coesite.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.linalg.Matrix;

/**
 * Sparse kernel regression of one lambda, min |W (y - K w)|^2 + |U w|^2 / amplitude^2, with W
 * whitening sites and offsets of structures together ({@link OffsetNoise}) and U^T U = K_MM.
 *
 * <p>The amplitude is the one at which sites are predicted best without the part of the groups that
 * theirs is in: without their labels, and without sparse points from there, so that what is new
 * stays new. Where offsets are to be robust, each structure has a variance of its own, with offsets
 * drawn from Student's distribution: expectation maximisation (Lange, Little and Taylor, J. Am.
 * Stat. Assoc. 84, 881 (1989)), so that a structure whose labels are off as a whole does not bend
 * what is learnt. What counts as off depends on how well the features can do at all: errors larger
 * than expected are tried, too, by the same measure as amplitudes.
 */
final class LambdaRegression implements AutoCloseable {
  private static final int PARTS = 5;
  private static final int STEPS = 6;
  private static final double[] LARGER = {1, 3, 10};
  private static final double[] AMPLITUDES = {3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000};

  private final NoiseModel model;
  private final int[] train;
  private final int components;
  private final int structures;
  private final double baseline;
  private final HeldOutPart whole;
  private final List<HeldOutPart> parts = new ArrayList<>();

  /**
   * A regression.
   *
   * @param k which lambda, by number in the features
   * @param train sites, by number, structure by structure
   * @param seed of the parts
   */
  LambdaRegression(
      TensorDesign design, int k, Sites sites, int[] train, NoiseModel model, long seed) {
    this.model = model;
    this.train = train;
    components = design.components(k);
    structures = sites.structures().size();
    baseline = components == 1 ? median(new SiteRows(sites, train, 1).targets(0)) : 0;
    whole = new HeldOutPart(design, k, sites, train, new int[0], baseline);
    try {
      for (TensorSplit part : TensorSplit.folds(sites, train, PARTS, seed)) {
        if (part.test().length > 0) {
          parts.add(part(design, k, sites, part));
        }
      }
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private HeldOutPart part(TensorDesign design, int k, Sites sites, TensorSplit part) {
    TensorDesign known = design.without(sites, part.test());
    if (known.unknowns(k) == 0 || part.train().length == 0) {
      throw new CoesiteException(
          "too few sparse points or groups of structures: a part of the groups has all of them, and"
              + " cannot be predicted without");
    }
    return new HeldOutPart(known, k, sites, part.train(), part.test(), baseline);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /**
   * Fits.
   *
   * @param members of the committee
   * @param seed of its samples
   */
  LambdaFit fit(int members, long seed) {
    Choice choice = model.robust() ? robust() : choose(noise(1));
    OffsetNoise noise = choice.noise;
    double lambda = choice.lambda;
    HeldOut heldOut = heldOut(noise, lambda);
    try (HeldOutPart.Fits fits = whole.fits(noise);
        Matrix mean = fits.solve(lambda);
        Matrix deviations = fits.family().sample(lambda, members, new Random(seed))) {
      whole.toWeights(mean);
      whole.toWeights(deviations);
      double[][] samples = new double[members][];
      Arrays.setAll(samples, deviations::column);
      return new LambdaFit(
          baseline,
          1 / Math.sqrt(lambda),
          mean.column(0),
          samples,
          heldOut.errors,
          heldOut.variances,
          noise);
    }
  }

  private OffsetNoise noise(double factor) {
    return OffsetNoise.uniform(factor * model.site(), factor * model.offset(), structures);
  }

  /** The noise, and the amplitude with it, with which sites are predicted best. */
  private Choice robust() {
    Choice best = null;
    for (double factor : LARGER) {
      OffsetNoise noise = noise(factor);
      double lambda = choose(noise).lambda;
      for (int step = 0; step < STEPS; step++) {
        noise = reweighted(noise, lambda, factor);
      }
      Choice choice = choose(noise);
      if (best == null || choice.error < best.error) {
        best = choice;
      }
    }
    return best;
  }

  /** 1 / amplitude^2 for a noise, and the mean length of the errors of sites without their part. */
  private record Choice(OffsetNoise noise, double lambda, double error) {}

  private Choice choose(OffsetNoise noise) {
    double[] sums = new double[AMPLITUDES.length];
    for (HeldOutPart part : parts) {
      try (HeldOutPart.Fits fits = part.fits(noise)) {
        for (int a = 0; a < sums.length; a++) {
          sums[a] += lengths(fits.errors(lambda(a)));
        }
      }
    }
    int best = 0;
    for (int a = 1; a < sums.length; a++) {
      best = sums[a] < sums[best] ? a : best;
    }
    return new Choice(noise, lambda(best), sums[best] / train.length);
  }

  private static double lambda(int amplitude) {
    return 1 / (AMPLITUDES[amplitude] * AMPLITUDES[amplitude]);
  }

  private double lengths(double[] errors) {
    double sum = 0;
    for (int r = 0; r < errors.length; r += components) {
      double square = 0;
      for (int m = 0; m < components; m++) {
        square += errors[r + m] * errors[r + m];
      }
      sum += Math.sqrt(square);
    }
    return sum;
  }

  /** One step of expectation maximisation of the offsets' variances. */
  private OffsetNoise reweighted(OffsetNoise noise, double lambda, double factor) {
    double[] offsets = noise.offsets().clone();
    double scale = Math.pow(factor * model.offset(), 2);
    SiteRows rows = whole.train();
    try (HeldOutPart.Fits fits = whole.fits(noise)) {
      double[] residuals = fits.residuals(lambda);
      for (int s : rows.structures()) {
        double square = 0;
        for (int m = 0; m < components; m++) {
          int[] own = rows.rows(s, m);
          double[] hat = fits.family().hat(own, lambda);
          square +=
              expectedSquare(own, residuals, hat, offsets[s], noise.whitenedOne(s, own.length));
        }
        offsets[s] = (model.freedom() * scale + square) / (model.freedom() + components);
      }
    }
    return new OffsetNoise(noise.site(), offsets);
  }

  /** Of a structure's offset: the square of its mean and its variance. */
  private static double expectedSquare(
      int[] rows, double[] residuals, double[] hat, double offset, double one) {
    double residual = 0;
    double precision = 0;
    for (int a = 0; a < rows.length; a++) {
      residual -= one * residuals[rows[a]];
      precision += one * one;
      for (int b = 0; b < rows.length; b++) {
        precision -= one * one * hat[a * rows.length + b];
      }
    }
    double mean = offset * residual;
    return mean * mean + Math.max(0, offset - offset * offset * precision);
  }

  /** Errors of sites without their part, and variances, [sites][components]. */
  private record HeldOut(double[][] errors, double[][] variances) {}

  private HeldOut heldOut(OffsetNoise noise, double lambda) {
    double[][] errors = new double[train.length][components];
    double[][] variances = new double[train.length][components];
    for (HeldOutPart part : parts) {
      try (HeldOutPart.Fits fits = part.fits(noise)) {
        put(part.test().which(), fits.errors(lambda), errors);
        put(part.test().which(), fits.variances(lambda), variances);
      }
    }
    return new HeldOut(errors, variances);
  }

  private void put(int[] sites, double[] rows, double[][] to) {
    for (int r = 0; r < sites.length; r++) {
      int place = Arrays.binarySearch(train, sites[r]);
      System.arraycopy(rows, r * components, to[place], 0, components);
    }
  }

  @Override
  public void close() {
    whole.close();
    parts.forEach(HeldOutPart::close);
  }
}
