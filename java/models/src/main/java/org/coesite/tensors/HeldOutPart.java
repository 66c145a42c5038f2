package org.coesite.tensors;

import java.util.Arrays;
import org.coesite.learn.RidgeFamily;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Matrix;

/**
 * A regression of one lambda on some sites, asked about others, which may be none. Unknowns are
 * whitened by the prior, x = U w, so that it is a ridge regression. Holds what does not change with
 * the noise. Owned and closed by its maker.
 */
final class HeldOutPart implements AutoCloseable {
  private final SiteRows train;
  private final SiteRows test;
  private final double[] trainTargets;
  private final double[] testTargets;
  private final Matrix prior;
  private final Matrix trainRows;
  private final Matrix testRows;

  /**
   * Prepares one.
   *
   * @param design of the sparse points that may be used
   * @param k which lambda, by number in the features
   * @param baseline taken off the targets
   */
  HeldOutPart(TensorDesign design, int k, Sites sites, int[] train, int[] test, double baseline) {
    int components = design.components(k);
    this.train = new SiteRows(sites, train, components);
    this.test = new SiteRows(sites, test, components);
    trainTargets = this.train.targets(baseline);
    testTargets = this.test.targets(baseline);
    prior = design.prior(k);
    trainRows = whitened(design, k, train);
    testRows = whitened(design, k, test);
  }

  private Matrix whitened(TensorDesign design, int k, int[] sites) {
    if (sites.length == 0) {
      return Matrix.zeros(0, design.unknowns(k));
    }
    Matrix rows = design.rows(k, sites);
    Blas.solveUpperFromRight(prior, false, rows);
    return rows;
  }

  /** The rows that are fitted. */
  SiteRows train() {
    return train;
  }

  /** The rows that are asked about. */
  SiteRows test() {
    return test;
  }

  /** From whitened unknowns to weights, in place. */
  void toWeights(Matrix unknowns) {
    Blas.solveUpper(prior, false, unknowns);
  }

  /** The fits with one noise. */
  Fits fits(OffsetNoise noise) {
    return new Fits(noise);
  }

  /** Fits of every amplitude with one noise; owned and closed by its maker. */
  final class Fits implements AutoCloseable {
    private final double[] side;
    private final RidgeFamily family;
    private final Matrix projected;

    private Fits(OffsetNoise noise) {
      side = trainTargets.clone();
      train.forEachBlock(side, noise::whiten);
      try (Matrix rows = trainRows.copy();
          Matrix sides = Matrix.zeros(side.length, 1)) {
        for (int j = 0; j < rows.columns(); j++) {
          double[] column = rows.column(j);
          train.forEachBlock(column, noise::whiten);
          rows.setColumn(j, column);
        }
        sides.setColumn(0, side);
        family = new RidgeFamily(rows);
        projected = family.project(sides);
      }
    }

    RidgeFamily family() {
      return family;
    }

    /** Whitened unknowns, the caller's. */
    Matrix solve(double lambda) {
      return family.solve(projected, new double[] {lambda});
    }

    /** Fitted minus what is there, whitened, [rows fitted]. */
    double[] residuals(double lambda) {
      return family.residuals(projected, 0, side, lambda);
    }

    /** Predicted minus what is there, [rows asked about]. */
    double[] errors(double lambda) {
      double[] out = new double[testTargets.length];
      try (Matrix unknowns = solve(lambda);
          Matrix found = Matrix.zeros(out.length, 1)) {
        Blas.multiply(1, testRows, false, unknowns, false, 0, found);
        Arrays.setAll(out, r -> found.get(r, 0) - testTargets[r]);
      }
      return out;
    }

    /** Variances of what is predicted, as the model has them, [rows asked about]. */
    double[] variances(double lambda) {
      return family.variances(testRows, lambda);
    }

    @Override
    public void close() {
      projected.close();
      family.close();
    }
  }

  @Override
  public void close() {
    testRows.close();
    trainRows.close();
    prior.close();
  }
}
