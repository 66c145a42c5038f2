package org.coesite.learn;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.coesite.backend.SparsePoints;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.LeastSquares;
import org.coesite.linalg.Matrix;

/**
 * The regularised least squares of the projected process: min |L^(-1/2) (y - K w)|^2 + |U w|^2 with
 * U^T U the inverse of the prior covariance, K_MM / amplitude^2 for many-body weights. Solved by a
 * QR factorisation of [U; L^(-1/2) K], updated block by block.
 *
 * <p>Since R^T R is the inverse covariance of the posterior, R^(-1) times standard normal numbers
 * are posterior samples of the weights: the committee costs no second factorisation. Samples move
 * the many-body weights and leave the two-body part and the species energies where the mean has
 * them.
 */
final class Fit {
  /** Added to the diagonal of K_MM, relative to it, so that rounding leaves it positive. */
  private static final double JITTER = 1e-10;

  /** Prior standard deviation of a species energy about the fit of compositions alone, eV. */
  private static final double SPECIES_DEVIATION = 10;

  private static final int BLOCK_ROWS = 1024;

  private final int columns;
  private final double[] weights;
  private final double[][] deviations;

  private Fit(int columns, double[] weights, double[][] deviations) {
    this.columns = columns;
    this.weights = weights;
    this.deviations = deviations;
  }

  /** Every unknown, zero where it took no part. */
  double[] weights() {
    return weights;
  }

  /** Posterior samples minus the mean, [members][columns], before any scaling. */
  double[][] deviations() {
    return deviations;
  }

  /** What a fit is made of. */
  record Problem(
      DesignRows rows,
      List<TermData> terms,
      PairBasis pairBasis,
      Noise noise,
      Baseline baseline,
      int members,
      long seed,
      int threads) {}

  /**
   * Fits some frames with the sparse points that come from some frames.
   *
   * @param origin which frames may lend sparse points, by index
   */
  static Fit of(Problem problem, List<TrainingFrame> frames, IntPredicate origin) {
    int[] active = active(problem, origin);
    try (LeastSquares system = new LeastSquares(active.length, 1)) {
      appendPriors(problem, active, system);
      Rows rows = new Rows(problem, active, system);
      problem.rows().forEach(frames, rows::add);
      rows.flush();
      rows.close();
      return solve(problem, active, system);
    }
  }

  private static int[] active(Problem problem, IntPredicate origin) {
    List<Integer> active = new ArrayList<>();
    int first = 0;
    for (TermData term : problem.terms()) {
      for (int k = 0; k < term.points().points(); k++) {
        if (origin.test(term.origin()[k])) {
          active.add(first + k);
        }
      }
      first += term.points().points();
    }
    IntStream.range(first, problem.rows().columns()).forEach(active::add);
    return active.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void appendPriors(Problem problem, int[] active, LeastSquares system) {
    int first = 0;
    int start = 0;
    for (TermData term : problem.terms()) {
      int end = start;
      while (end < active.length && active[end] < first + term.points().points()) {
        end++;
      }
      int[] points = new int[end - start];
      for (int k = 0; k < points.length; k++) {
        points[k] = active[start + k] - first;
      }
      try (Matrix prior = sparsePrior(term.points(), points)) {
        append(system, prior, start, 1 / term.amplitude());
      }
      start = end;
      first += term.points().points();
    }
    if (problem.pairBasis().columns() > 0) {
      try (Matrix prior = problem.pairBasis().prior()) {
        append(system, prior, start, 1);
      }
    }
    start += problem.pairBasis().columns();
    try (Matrix prior = Matrix.zeros(active.length - start, active.length - start)) {
      for (int a = 0; a < prior.rows(); a++) {
        prior.set(a, a, 1);
      }
      append(system, prior, start, 1 / SPECIES_DEVIATION);
    }
  }

  private static void append(LeastSquares system, Matrix prior, int first, double scale) {
    int unknowns = system.triangle().columns();
    try (Matrix rows = Matrix.zeros(prior.rows(), unknowns);
        Matrix zero = Matrix.zeros(prior.rows(), 1)) {
      for (int j = 0; j < prior.columns(); j++) {
        for (int i = 0; i < prior.rows(); i++) {
          rows.set(i, first + j, scale * prior.get(i, j));
        }
      }
      system.append(rows, zero);
    }
  }

  /** U of K_MM = U^T U for some of the points. */
  private static Matrix sparsePrior(SparsePoints points, int[] which) {
    int size = points.featureCount();
    Matrix kernel = Matrix.zeros(which.length, which.length);
    try (Matrix features = Matrix.zeros(size, which.length)) {
      for (int k = 0; k < which.length; k++) {
        double[] column = new double[size];
        System.arraycopy(points.features(), which[k] * size, column, 0, size);
        features.setColumn(k, column);
      }
      if (which.length > 0) {
        Blas.rankUpdate(1, features, true, 0, kernel);
      }
    }
    for (int i = 0; i < which.length; i++) {
      for (int j = i; j < which.length; j++) {
        boolean same = points.species()[which[i]] == points.species()[which[j]];
        kernel.set(i, j, same ? Math.pow(kernel.get(i, j), points.zeta()) : 0);
      }
      kernel.set(i, i, kernel.get(i, i) * (1 + JITTER));
    }
    if (which.length > 0) {
      choleskyWithJitter(kernel);
    }
    return kernel;
  }

  /** Points that lie close together may need more jitter than usual. */
  private static void choleskyWithJitter(Matrix kernel) {
    double jitter = JITTER;
    while (true) {
      Matrix attempt = kernel.copy();
      try (attempt) {
        Factorisations.cholesky(attempt);
        kernel.assign(attempt);
        return;
      } catch (ArithmeticException e) {
        jitter *= 10;
        if (jitter > 1e-4) {
          throw e;
        }
        for (int i = 0; i < kernel.rows(); i++) {
          kernel.set(i, i, kernel.get(i, i) * (1 + jitter));
        }
      }
    }
  }

  /** Gathers whitened rows until they are worth a factorisation. */
  private static final class Rows implements AutoCloseable {
    private final Problem problem;
    private final int[] active;
    private final LeastSquares system;
    private final Matrix rows;
    private final Matrix targets = Matrix.zeros(BLOCK_ROWS, 1);
    private int count;

    Rows(Problem problem, int[] active, LeastSquares system) {
      this.problem = problem;
      this.active = active;
      this.system = system;
      rows = Matrix.zeros(BLOCK_ROWS, active.length);
    }

    void add(DesignRows.Block block) {
      TrainingFrame frame = block.frame();
      double[] deviation = problem.noise().deviations(frame);
      double[] target = frame.targets();
      target[0] -= problem.baseline().energy(frame.structure());
      int width = problem.rows().columns();
      for (int r = 0; r < target.length; r++) {
        if (Double.isInfinite(deviation[r])) {
          continue;
        }
        MemorySegment row =
            block.values().asSlice((long) r * width * Double.BYTES, (long) width * Double.BYTES);
        double scale = 1 / deviation[r];
        for (int k = 0; k < active.length; k++) {
          rows.set(count, k, scale * row.getAtIndex(JAVA_DOUBLE, active[k]));
        }
        targets.set(count, 0, scale * target[r]);
        count++;
        if (count == BLOCK_ROWS) {
          flush();
        }
      }
    }

    void flush() {
      int before = Blas.threads(problem.threads());
      try {
        system.append(rows.view(0, 0, count, active.length), targets.view(0, 0, count, 1));
      } finally {
        Blas.threads(before);
      }
      count = 0;
    }

    @Override
    public void close() {
      rows.close();
      targets.close();
    }
  }

  private static Fit solve(Problem problem, int[] active, LeastSquares system) {
    int columns = problem.rows().columns();
    double[] weights;
    try (Matrix solution = system.solve()) {
      weights = spread(solution.column(0), active, columns);
    }
    double[][] deviations = new double[problem.members()][];
    if (problem.members() > 0) {
      Random random = new Random(problem.seed());
      int firstPair = problem.rows().firstPairColumn();
      try (Matrix samples = Matrix.zeros(active.length, problem.members())) {
        for (int c = 0; c < problem.members(); c++) {
          for (int k = 0; k < active.length; k++) {
            samples.set(k, c, active[k] < firstPair ? random.nextGaussian() : 0);
          }
        }
        Blas.solveUpper(system.triangle(), false, samples);
        for (int c = 0; c < problem.members(); c++) {
          deviations[c] = spread(samples.column(c), active, columns);
        }
      }
    }
    return new Fit(columns, weights, deviations);
  }

  private static double[] spread(double[] values, int[] active, int columns) {
    double[] out = new double[columns];
    for (int k = 0; k < active.length; k++) {
      out[active[k]] = values[k];
    }
    return out;
  }

  /** What the fit says of a frame, in the order of its equations, without the baseline. */
  double[] predict(DesignRows.Block block) {
    double[] out = new double[block.frame().rows()];
    for (int r = 0; r < out.length; r++) {
      out[r] = product(block.values(), r, weights);
    }
    return out;
  }

  /** Standard deviation of a frame's energy over the committee, before any scaling, eV. */
  double spread(DesignRows.Block block) {
    double square = 0;
    for (double[] deviation : deviations) {
      double change = product(block.values(), 0, deviation);
      square += change * change;
    }
    return Math.sqrt(square / deviations.length);
  }

  private double product(MemorySegment values, int row, double[] vector) {
    double sum = 0;
    for (int k = 0; k < columns; k++) {
      sum += values.getAtIndex(JAVA_DOUBLE, (long) row * columns + k) * vector[k];
    }
    return sum;
  }
}
