package org.coesite.learn;

import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Structure;

/**
 * Sparse kernel regression of quantities of structures that are sums over atoms, any number of
 * channels at once: a constant per species and channel, and y_c = sum_i sum_M k(i, M) w_Mc.
 *
 * <p>All channels stand on the same sparse points and share one factorisation (see {@link
 * RidgeFamily}), so a hundred channels cost little more than one. Regularisation is chosen for each
 * channel, or for all together, by leaving structures out one by one. Errors of a structure of n
 * atoms are weighed by 1/sqrt(n). Used by one thread.
 */
public final class SumRegression {
  /** Added to the diagonal of K_MM, relative to it, so that rounding leaves it positive. */
  private static final double JITTER = 1e-10;

  /** Regularisations that are tried, relative to the largest squared singular value. */
  private static final double LEAST = 1e-13;

  private static final double STEP = Math.sqrt(10);
  private static final int TRIED = 27;

  private final int[] species;
  private final SoapBasis basis;
  private final SparsePoints points;
  private final double[] similarity;

  /** sum_i k(i, M), [structures][points]. */
  private final double[][] kernels;

  /** Atoms of each species, [structures][species]. */
  private final double[][] counts;

  /** The factor of K_MM: U^T U = K_MM, [points x points], row by row. */
  private final double[] factor;

  private SumRegression(
      int[] species,
      SoapBasis basis,
      SparsePoints points,
      double[] similarity,
      double[][] kernels,
      double[][] counts) {
    this.species = species;
    this.basis = basis;
    this.points = points;
    this.similarity = similarity;
    this.kernels = kernels;
    this.counts = counts;
    factor = factor();
  }

  /**
   * Chooses sparse points among some structures, and prepares all.
   *
   * @param term basis, kernel and numbers of sparse points; its amplitude is not used
   * @param train which of the structures may lend sparse points
   * @param backend in double precision
   */
  public static SumRegression of(
      PotentialConfig.SoapTerm term,
      long seed,
      List<Structure> structures,
      int[] train,
      Backend backend) {
    return of(term, seed, EnvironmentSet.of(structures, term, backend), train, backend);
  }

  /**
   * The same with environments that are there already.
   *
   * @param set environments of the term's basis
   * @throws CoesiteException if those in training lack a species that others have
   */
  public static SumRegression of(
      PotentialConfig.SoapTerm term, long seed, EnvironmentSet set, int[] train, Backend backend) {
    int[] species = set.species();
    TermData data =
        TermData.of(term, seed, species, set.environments(), train, TrainingListener.SILENT);
    if (data.points().points() == 0) {
      throw new CoesiteException("no environments to learn from");
    }
    set.requireSpecies(train);
    double[] similarity = new double[species.length];
    for (int a = 0; a < species.length; a++) {
      similarity[a] = Familiarity.threshold(data, species[a], train, FLAGGED);
    }
    return new SumRegression(
        species,
        term.basis(),
        data.points(),
        similarity,
        kernels(data.points(), set.environments(), backend),
        set.counts());
  }

  /** Share of training environments that would be flagged as unlike the others. */
  private static final double FLAGGED = 0.005;

  private static double[][] kernels(
      SparsePoints points, List<Environments> environments, Backend backend) {
    double[][] out = new double[environments.size()][points.points()];
    try (SparseKernel kernel = backend.sparseKernel(points)) {
      for (int s = 0; s < out.length; s++) {
        Environments own = environments.get(s);
        if (own.atoms() == 0) {
          continue;
        }
        try (Tensor features = backend.tensor(own.features(), own.atoms(), points.featureCount());
            Tensor matrix = kernel.kernel(features, own.species())) {
          double[] rows = matrix.toDoubles();
          for (int k = 0; k < rows.length; k++) {
            out[s][k % points.points()] += rows[k];
          }
        }
      }
    }
    return out;
  }

  private double[] factor() {
    int m = points.points();
    int width = points.featureCount();
    try (Matrix k = Matrix.zeros(m, m)) {
      for (int i = 0; i < m; i++) {
        for (int j = i; j < m; j++) {
          if (points.species()[i] == points.species()[j]) {
            double dot = 0;
            for (int f = 0; f < width; f++) {
              dot += points.features()[i * width + f] * points.features()[j * width + f];
            }
            k.set(i, j, Math.pow(dot, points.zeta()) * (i == j ? 1 + JITTER * m : 1));
          }
        }
      }
      Factorisations.cholesky(k);
      double[] out = new double[m * m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          out[i * m + j] = k.get(i, j);
        }
      }
      return out;
    }
  }

  /** Atomic numbers, ascending. */
  public int[] species() {
    return species.clone();
  }

  public SoapBasis basis() {
    return basis;
  }

  /** The least cosine to a sparse point that counts as known, of each species. */
  public double[] similarity() {
    return similarity.clone();
  }

  /** The sparse points with weights. */
  public SparsePoints withWeights(double[] weights, int channels) {
    return new SparsePoints(
        points.species(),
        points.features(),
        points.featureCount(),
        points.zeta(),
        points.normalise(),
        weights,
        channels);
  }

  private double atoms(int structure) {
    return Arrays.stream(counts[structure]).sum();
  }

  /**
   * What was learnt.
   *
   * @param baseline constants, [species x channels]
   * @param weights [points x channels]
   * @param lambdas regularisation of each channel, relative to the largest squared singular value
   * @param leftOut of each structure that was fitted, what a fit to all others would predict,
   *     [structures fitted][channels]
   */
  public record Fit(double[] baseline, double[] weights, double[] lambdas, double[][] leftOut) {}

  /**
   * Fits.
   *
   * @param train which structures
   * @param targets of all structures, [structures][channels], sums over atoms
   * @param together whether all channels get the same regularisation
   */
  public Fit fit(int[] train, double[][] targets, boolean together) {
    int channels = targets[train[0]].length;
    double[] baseline = baseline(train, targets, channels);
    try (Matrix sides = sides(train, targets, baseline, channels);
        Matrix equations = equations(train);
        RidgeFamily family = new RidgeFamily(equations);
        Matrix projected = family.project(sides)) {
      double[] lambdas = choose(family, projected, sides, together);
      double[][] leftOut = leftOut(train, targets, family, projected, sides, lambdas);
      try (Matrix solution = family.solve(projected, lambdas)) {
        double[] weights = weights(solution);
        for (int c = 0; c < channels; c++) {
          lambdas[c] /= family.scale();
        }
        return new Fit(baseline, weights, lambdas, leftOut);
      }
    }
  }

  /**
   * A fit with given regularisations, relative as in {@link Fit#lambdas}, and a given baseline; no
   * structure is left out.
   */
  public double[] weights(int[] train, double[][] targets, double[] baseline, double[] lambdas) {
    int channels = lambdas.length;
    try (Matrix sides = sides(train, targets, baseline, channels);
        Matrix equations = equations(train);
        RidgeFamily family = new RidgeFamily(equations);
        Matrix projected = family.project(sides)) {
      double[] absolute = new double[channels];
      Arrays.setAll(absolute, c -> lambdas[c] * family.scale());
      try (Matrix solution = family.solve(projected, absolute)) {
        return weights(solution);
      }
    }
  }

  /** The sum over atoms that a fit predicts for a structure, [channels]. */
  public double[] predict(int structure, double[] baseline, double[] weights) {
    int channels = baseline.length / species.length;
    double[] out = new double[channels];
    for (int a = 0; a < species.length; a++) {
      for (int c = 0; c < channels; c++) {
        out[c] += counts[structure][a] * baseline[a * channels + c];
      }
    }
    for (int m = 0; m < points.points(); m++) {
      double k = kernels[structure][m];
      for (int c = 0; c < channels; c++) {
        out[c] += k * weights[m * channels + c];
      }
    }
    return out;
  }

  /** Constants per species by least squares, with a whisper of a prior where compositions agree. */
  private double[] baseline(int[] train, double[][] targets, int channels) {
    int n = species.length;
    try (Matrix equations = Matrix.zeros(train.length, n);
        Matrix sides = Matrix.zeros(train.length, channels)) {
      for (int r = 0; r < train.length; r++) {
        double weight = 1 / Math.sqrt(atoms(train[r]));
        for (int a = 0; a < n; a++) {
          equations.set(r, a, weight * counts[train[r]][a]);
        }
        for (int c = 0; c < channels; c++) {
          sides.set(r, c, weight * targets[train[r]][c]);
        }
      }
      try (RidgeFamily family = new RidgeFamily(equations);
          Matrix projected = family.project(sides)) {
        double[] lambdas = new double[channels];
        Arrays.fill(lambdas, 1e-9 * family.scale());
        try (Matrix solution = family.solve(projected, lambdas)) {
          double[] out = new double[n * channels];
          for (int a = 0; a < n; a++) {
            for (int c = 0; c < channels; c++) {
              out[a * channels + c] = solution.get(a, c);
            }
          }
          return out;
        }
      }
    }
  }

  /** L^(-1/2) K U^(-1), the caller's. */
  private Matrix equations(int[] train) {
    int m = points.points();
    Matrix equations = Matrix.zeros(train.length, m);
    for (int r = 0; r < train.length; r++) {
      double weight = 1 / Math.sqrt(atoms(train[r]));
      for (int k = 0; k < m; k++) {
        equations.set(r, k, weight * kernels[train[r]][k]);
      }
    }
    try (Matrix u = Matrix.of(m, m, factor)) {
      Blas.solveUpperFromRight(u, false, equations);
    }
    return equations;
  }

  private Matrix sides(int[] train, double[][] targets, double[] baseline, int channels) {
    Matrix sides = Matrix.zeros(train.length, channels);
    for (int r = 0; r < train.length; r++) {
      double weight = 1 / Math.sqrt(atoms(train[r]));
      for (int c = 0; c < channels; c++) {
        double rest = targets[train[r]][c];
        for (int a = 0; a < species.length; a++) {
          rest -= counts[train[r]][a] * baseline[a * channels + c];
        }
        sides.set(r, c, weight * rest);
      }
    }
    return sides;
  }

  private static double[] choose(
      RidgeFamily family, Matrix projected, Matrix sides, boolean together) {
    int channels = sides.columns();
    double[] best = new double[channels];
    double[] least = new double[channels];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    double leastOfAll = Double.POSITIVE_INFINITY;
    double lambda = LEAST * family.scale();
    for (int t = 0; t < TRIED; t++, lambda *= STEP) {
      double all = 0;
      for (int c = 0; c < channels; c++) {
        double square = 0;
        for (double residual : family.leaveOneOut(projected, c, sides.column(c), lambda)) {
          square += residual * residual;
        }
        all += square;
        if (!together && square < least[c]) {
          least[c] = square;
          best[c] = lambda;
        }
      }
      if (together && all < leastOfAll) {
        leastOfAll = all;
        Arrays.fill(best, lambda);
      }
    }
    return best;
  }

  private double[][] leftOut(
      int[] train,
      double[][] targets,
      RidgeFamily family,
      Matrix projected,
      Matrix sides,
      double[] lambdas) {
    int channels = lambdas.length;
    double[][] out = new double[train.length][channels];
    for (int c = 0; c < channels; c++) {
      double[] residuals = family.leaveOneOut(projected, c, sides.column(c), lambdas[c]);
      for (int r = 0; r < train.length; r++) {
        out[r][c] = targets[train[r]][c] + residuals[r] * Math.sqrt(atoms(train[r]));
      }
    }
    return out;
  }

  /** From the whitened unknowns to weights: w = U^(-1) x. */
  private double[] weights(Matrix solution) {
    int m = points.points();
    int channels = solution.columns();
    try (Matrix u = Matrix.of(m, m, factor)) {
      Blas.solveUpper(u, false, solution);
    }
    double[] out = new double[m * channels];
    for (int k = 0; k < m; k++) {
      for (int c = 0; c < channels; c++) {
        out[k * channels + c] = solution.get(k, c);
      }
    }
    return out;
  }
}
