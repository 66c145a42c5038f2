package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

/** What is said of sites without their group, against fits that never saw the group. */
class LambdaRegressionTest {
  private static final int COUNT = 8;
  private static final int POINTS = 4;

  /** Sites in each structure, and the structures' groups: some alone, some together. */
  private static final int[] SITES_OF = {3, 1, 4, 2, 2, 5, 3};

  private static final int[] GROUPS = {0, 1, 1, 2, 3, 3, 4};
  private static final NoiseModel NOISE = new NoiseModel(0.3, 0.8, Double.POSITIVE_INFINITY);

  private final Random random = new Random(1);
  private final Sites sites = sites();
  private final SiteFeatures features = features();
  private final int[] train = trained();
  private final TensorDesign design = design();

  private Sites sites() {
    List<Structure> structures = new ArrayList<>();
    List<Integer> structure = new ArrayList<>();
    for (int s = 0; s < SITES_OF.length; s++) {
      structures.add(Structure.of(new int[0], new double[0]).build());
      for (int k = 0; k < SITES_OF[s]; k++) {
        structure.add(s);
      }
    }
    int[] of = structure.stream().mapToInt(Integer::intValue).toArray();
    double[][] tensors = new double[of.length][];
    Arrays.setAll(tensors, _ -> TensorSamples.random(9, random));
    return new Sites(structures, of, new int[of.length], GROUPS, tensors);
  }

  /** Random features of every lambda, which no products were computed for. */
  private SiteFeatures features() {
    List<LambdaFeatures> lambdas = new ArrayList<>();
    double[][][] values = new double[3][sites.size()][];
    for (int lambda = 0; lambda <= 2; lambda++) {
      Product one = lambda == 1 ? new Product(1, 1, 0, 1) : new Product(1, 1, 0, 0);
      lambdas.add(
          new LambdaFeatures(new ProductSet(lambda, List.of(one)), COUNT, new double[COUNT]));
      int size = (2 * lambda + 1) * COUNT;
      Arrays.setAll(values[lambda], _ -> TensorSamples.random(size, random));
    }
    SoapBasis basis = new SoapBasis(4, 0.5, 1, 1, 0.5);
    ChannelMixing mixing =
        new ChannelMixing(1, 2, 2, new double[][] {new double[4], new double[4]});
    return new SiteFeatures(new TensorFeatures(basis, new int[] {14}, mixing, lambdas), values);
  }

  /** All but the last structure's sites. */
  private int[] trained() {
    int[] all = new int[sites.size() - SITES_OF[6]];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private TensorDesign design() {
    int[] chosen = {0, 5, 9, 14};
    double[][][] points = new double[3][POINTS][];
    for (int k = 0; k < 3; k++) {
      for (int p = 0; p < POINTS; p++) {
        points[k][p] = features.values()[k][chosen[p]];
      }
    }
    return new TensorDesign(features, new SparseSites(chosen, points), 2);
  }

  private LambdaFit fit(int k, NoiseModel noise, int members) {
    try (LambdaRegression regression = new LambdaRegression(design, k, sites, train, noise, 3)) {
      return regression.fit(members, 5);
    }
  }

  /** The normal equations of a fit to some sites: its posterior, in plain loops. */
  private final class Posterior {
    final double[][] inverse;
    final double[] weights;
    private final int components;
    private final Matrix rows;

    Posterior(
        TensorDesign known,
        int k,
        int[] which,
        OffsetNoise noise,
        double baseline,
        double amplitude) {
      components = known.components(k);
      rows = known.rows(k, train);
      int lambda = (components - 1) / 2;
      int unknowns = known.unknowns(k);
      double[][] equations = new double[unknowns][unknowns];
      double[] right = new double[unknowns];
      try (Matrix prior = known.prior(k)) {
        for (int a = 0; a < unknowns; a++) {
          for (int b = 0; b < unknowns; b++) {
            for (int c = 0; c < unknowns; c++) {
              equations[a][b] += prior.get(c, a) * prior.get(c, b) / (amplitude * amplitude);
            }
          }
        }
      }
      for (int i : which) {
        for (int j : which) {
          double precision = precision(i, j, which, noise);
          for (int m = 0; m < components; m++) {
            double label = sites.tensors()[train[j]][lambda * lambda + m] - baseline;
            for (int a = 0; a < unknowns; a++) {
              double left = precision * rows.get(i * components + m, a);
              right[a] += left * label;
              for (int b = 0; b < unknowns; b++) {
                equations[a][b] += left * rows.get(j * components + m, b);
              }
            }
          }
        }
      }
      inverse = inverse(equations);
      weights = new double[unknowns];
      for (int a = 0; a < unknowns; a++) {
        for (int b = 0; b < unknowns; b++) {
          weights[a] += inverse[a][b] * right[b];
        }
      }
    }

    /** (s^2 1 + D 1 1^T)^(-1) by Sherman and Morrison's formula. */
    private double precision(int i, int j, int[] which, OffsetNoise noise) {
      int s = sites.structure()[train[i]];
      if (sites.structure()[train[j]] != s) {
        return 0;
      }
      long n = Arrays.stream(which).filter(r -> sites.structure()[train[r]] == s).count();
      double square = noise.site() * noise.site();
      double d = noise.offsets()[s];
      return ((i == j ? 1 : 0) - d / (square + n * d)) / square;
    }

    double mean(int site, int m) {
      double sum = 0;
      for (int a = 0; a < weights.length; a++) {
        sum += rows.get(site * components + m, a) * weights[a];
      }
      return sum;
    }

    double variance(int site, int m) {
      double sum = 0;
      for (int a = 0; a < weights.length; a++) {
        for (int b = 0; b < weights.length; b++) {
          int row = site * components + m;
          sum += rows.get(row, a) * inverse[a][b] * rows.get(row, b);
        }
      }
      return sum;
    }
  }

  /** Gauss and Jordan's, with pivots. */
  private static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] work = new double[n][2 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix[i], 0, work[i], 0, n);
      work[i][n + i] = 1;
    }
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int i = c; i < n; i++) {
        pivot = Math.abs(work[i][c]) > Math.abs(work[pivot][c]) ? i : pivot;
      }
      double[] row = work[pivot];
      work[pivot] = work[c];
      work[c] = row;
      double factor = 1 / row[c];
      for (int j = 0; j < 2 * n; j++) {
        row[j] *= factor;
      }
      for (int i = 0; i < n; i++) {
        double times = work[i][c];
        for (int j = 0; i != c && j < 2 * n; j++) {
          work[i][j] -= times * row[j];
        }
      }
    }
    double[][] out = new double[n][];
    Arrays.setAll(out, i -> Arrays.copyOfRange(work[i], n, 2 * n));
    return out;
  }

  private int[] places(int group, boolean inside) {
    List<Integer> found = new ArrayList<>();
    for (int r = 0; r < train.length; r++) {
      if ((sites.groupOf(train[r]) == group) == inside) {
        found.add(r);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A fit without a group's labels and sparse points: with four groups, each is a part. */
  private Posterior without(int k, int group, LambdaFit fit, double amplitude) {
    int[] own = Arrays.stream(places(group, true)).map(r -> train[r]).toArray();
    return new Posterior(
        design.without(sites, own),
        k,
        places(group, false),
        fit.noise(),
        fit.baseline(),
        amplitude);
  }

  /** Held-out errors and variances against refits, whatever the noise turned out to be. */
  private void assertLeftOut(int k, LambdaFit fit) {
    int components = design.components(k);
    int lambda = (components - 1) / 2;
    for (int group = 0; group < 4; group++) {
      Posterior without = without(k, group, fit, fit.amplitude());
      for (int r : places(group, true)) {
        for (int m = 0; m < components; m++) {
          double label = sites.tensors()[train[r]][lambda * lambda + m] - fit.baseline();
          assertEquals(without.mean(r, m) - label, fit.errors()[r][m], 1e-6, "error");
          double variance = without.variance(r, m);
          assertEquals(variance, fit.variances()[r][m], 1e-6 * variance + 1e-9, "variance");
        }
      }
    }
  }

  @Test
  void leftOutGroupsArePredictedAsByAFitWithoutThem() {
    for (int k = 0; k < 3; k++) {
      assertLeftOut(k, fit(k, NOISE, 0));
    }
  }

  @Test
  void andSoWithRobustOffsets() {
    sites.tensors()[1][0] += 20;
    for (int k = 0; k < 3; k++) {
      LambdaFit fit = fit(k, new NoiseModel(0.3, 0.8, 1), 0);
      assertTrue(
          Arrays.stream(fit.noise().offsets()).distinct().count() > 3, "each has its own offset");
      assertLeftOut(k, fit);
    }
  }

  @Test
  void weightsAreThePosteriorMean() {
    int[] all = new int[train.length];
    Arrays.setAll(all, r -> r);
    for (int k = 0; k < 3; k++) {
      LambdaFit fit = fit(k, NOISE, 0);
      Posterior posterior =
          new Posterior(design, k, all, fit.noise(), fit.baseline(), fit.amplitude());
      double scale = Arrays.stream(posterior.weights).map(Math::abs).max().orElse(0);
      assertArrayEquals(posterior.weights, fit.weights(), 1e-7 * scale);
      assertEquals(k == 0, fit.baseline() != 0);
    }
  }

  /** The chosen amplitude predicts sites without their group better than both ends of the list. */
  @Test
  void theAmplitudeIsTheBestOfThose() {
    for (int k = 0; k < 3; k++) {
      LambdaFit fit = fit(k, NOISE, 0);
      double chosen = leftOutLength(k, fit, fit.amplitude());
      for (double other : new double[] {3, 10, 30, 100, 300, 1000}) {
        assertTrue(chosen <= leftOutLength(k, fit, other) * (1 + 1e-9), "amplitude " + other);
      }
    }
  }

  /** Mean over sites of the length of the error of a site without its group. */
  private double leftOutLength(int k, LambdaFit fit, double amplitude) {
    int components = design.components(k);
    int lambda = (components - 1) / 2;
    double sum = 0;
    for (int group = 0; group < 4; group++) {
      Posterior without = without(k, group, fit, amplitude);
      for (int r : places(group, true)) {
        double square = 0;
        for (int m = 0; m < components; m++) {
          double label = sites.tensors()[train[r]][lambda * lambda + m] - fit.baseline();
          square += Math.pow(without.mean(r, m) - label, 2);
        }
        sum += Math.sqrt(square);
      }
    }
    return sum / train.length;
  }

  @Test
  void theCommitteeHasThePosteriorsCovariance() {
    int members = 20_000;
    int[] all = new int[train.length];
    Arrays.setAll(all, r -> r);
    for (int k = 0; k < 2; k++) {
      LambdaFit fit = fit(k, NOISE, members);
      Posterior posterior =
          new Posterior(design, k, all, fit.noise(), fit.baseline(), fit.amplitude());
      double[][] c = posterior.inverse;
      assertEquals(members, fit.deviations().length);
      for (int a = 0; a < c.length; a++) {
        double mean = 0;
        for (double[] member : fit.deviations()) {
          mean += member[a] / members;
        }
        assertEquals(0, mean, 5 * Math.sqrt(c[a][a] / members));
        for (int b = 0; b < c.length; b++) {
          double sum = 0;
          for (double[] member : fit.deviations()) {
            sum += member[a] * member[b] / members;
          }
          // five standard errors of a sample covariance
          double error = Math.sqrt((c[a][a] * c[b][b] + c[a][b] * c[a][b]) / members);
          assertEquals(c[a][b], sum, 5 * error);
        }
      }
    }
  }

  /**
   * One structure's labels are all off by 10. Normal offsets of 0.1 cannot explain that: what is
   * learnt bends. Student's can: it does not, and the offset is found.
   */
  @Test
  void aPlantedOffsetDoesNotBendARobustFit() {
    double[] truth = TensorSamples.random(POINTS, random);
    double[] clean = new double[sites.size()];
    int[] all = new int[sites.size()];
    Arrays.setAll(all, i -> i);
    try (Matrix rows = design.rows(0, all)) {
      for (int i = 0; i < clean.length; i++) {
        for (int p = 0; p < POINTS; p++) {
          clean[i] += rows.get(i, p) * truth[p];
        }
        sites.tensors()[i][0] =
            clean[i] + 0.05 * random.nextGaussian() + (sites.structure()[i] == 2 ? 10 : 0);
      }
    }
    LambdaFit robust = fit(0, new NoiseModel(0.1, 0.1, 1), 0);
    LambdaFit normal = fit(0, new NoiseModel(0.1, 0.1, Double.POSITIVE_INFINITY), 0);
    double bentRobust = largestError(robust, clean);
    double bentNormal = largestError(normal, clean);
    assertTrue(bentRobust < 0.3, "robust: " + bentRobust);
    assertTrue(bentNormal > 3 * bentRobust, bentNormal + " normal, " + bentRobust + " robust");
    double[] offsets = robust.noise().offsets();
    for (int s = 0; s < 6; s++) {
      assertEquals(s == 2, offsets[s] > 10, "offset of structure " + s + ": " + offsets[s]);
    }
  }

  /** Of what was learnt, over all sites: also those that were not trained on. */
  private double largestError(LambdaFit fit, double[] clean) {
    int[] all = new int[sites.size()];
    Arrays.setAll(all, i -> i);
    double largest = 0;
    try (Matrix rows = design.rows(0, all)) {
      for (int i = 0; i < clean.length; i++) {
        double sum = fit.baseline();
        for (int p = 0; p < POINTS; p++) {
          sum += rows.get(i, p) * fit.weights()[p];
        }
        largest = Math.max(largest, Math.abs(sum - clean[i]));
      }
    }
    return largest;
  }

  /** K_MM is a covariance: the prior's factor exists and multiplies to it. */
  @Test
  void thePriorIsTheKernelOfTheSparsePoints() {
    int[] chosen = {0, 5, 9, 14};
    for (int k = 0; k < 3; k++) {
      try (Matrix prior = design.prior(k);
          Matrix kernel = design.rows(k, chosen);
          Matrix copy = kernel.copy()) {
        double[] values = Factorisations.eigen(copy);
        assertTrue(values[0] > -1e-9 * values[values.length - 1]);
        for (int a = 0; a < prior.rows(); a++) {
          for (int b = 0; b < prior.rows(); b++) {
            double sum = 0;
            for (int c = 0; c < prior.rows(); c++) {
              sum += prior.get(c, a) * prior.get(c, b);
            }
            assertEquals(kernel.get(a, b), sum, 1e-7);
          }
        }
      }
    }
  }
}
