package org.coesite.conformance;

import static org.coesite.conformance.Close.assertClose;
import static org.coesite.conformance.Close.assertWithin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.KernelValues;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels with sparse points, their sums and adjoints are those of the reference. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class KernelConformanceTest {
  /** Sets of channel gradients, where centres take different ones. */
  private static final int SETS = 3;

  @Parameter Device device;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = device.open();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void powersAndNormalisation() {
    for (int zeta = 1; zeta <= 4; zeta++) {
      for (boolean normalise : new boolean[] {true, false}) {
        assertKernel(points(zeta, normalise, 37, 1, 9, 5), centres(14, 37));
      }
    }
  }

  @Test
  void numbersOfFeaturesPointsAndCentres() {
    for (int features : new int[] {1, 3, 8, 64, 513}) {
      assertKernel(points(2, true, features, 1, 9, 5), centres(14, features));
    }
    for (int centres : new int[] {0, 1, 2, 63, 64, 65, 300}) {
      assertKernel(points(2, true, 11, 1, 9, 5), centres(centres, 11));
    }
    for (int points : new int[] {1, 2, 31, 130}) {
      assertKernel(points(3, true, 11, 1, points, 1), centres(14, 11));
    }
  }

  @Test
  void asManyFeaturesAndPointsAsRealModelsHave() {
    assertKernel(points(2, true, 2600, 1, 150, 60), centres(9, 2600));
  }

  @Test
  void channels() {
    for (int channels : new int[] {1, 2, 7, 33}) {
      assertKernel(points(2, true, 19, channels, 9, 5), centres(14, 19));
    }
  }

  @Test
  void speciesWithoutSparsePoints() {
    SparsePoints points = points(2, true, 19, 3, 4, 0);
    double[] features = centres(6, 19);
    int[] species = {8, 14, 8, 1, 14, 92};
    try (SparseKernel kernel = backend.sparseKernel(points);
        Tensor p = backend.tensor(features, 6, 19);
        Tensor gradients = kernel.featureGradients(6)) {
      KernelValues values =
          kernel.valuesAndAdjoint(p, species, ChannelGradients.same(1, 2, 3), gradients);
      double[] g = gradients.toDoubles();
      for (int i : new int[] {1, 3, 4, 5}) {
        assertEquals(-1, values.similarity().read()[i]);
        assertArrayEquals(
            new double[3], Arrays.copyOfRange(values.values().read(), 3 * i, 3 * i + 3));
        assertArrayEquals(new double[19], Arrays.copyOfRange(g, 19 * i, 19 * i + 19));
      }
      assertTrue(values.similarity().read()[0] > -1 && values.values().read()[0] != 0 && g[0] != 0);
    }
  }

  @Test
  void environmentsWithoutFeatures() {
    double[] features = new double[3 * 19];
    features[19] = 1;
    for (boolean normalise : new boolean[] {true, false}) {
      try (SparseKernel kernel = backend.sparseKernel(points(2, normalise, 19, 1, 4, 3));
          Tensor p = backend.tensor(features, 3, 19);
          Tensor gradients = kernel.featureGradients(3)) {
        KernelValues values =
            kernel.valuesAndAdjoint(p, new int[] {8, 8, 14}, ChannelGradients.same(1), gradients);
        assertEquals(0, values.values().read()[0]);
        assertEquals(0, values.values().read()[2]);
        for (double number : gradients.toDoubles()) {
          assertTrue(Double.isFinite(number));
        }
        for (double number : values.similarity().read()) {
          assertTrue(number >= -1 && number <= 1 + 1e-6, "similarity " + number);
        }
      }
    }
  }

  @Test
  void theSparsePointItselfHasSimilarityOne() {
    SparsePoints points = points(2, true, 19, 1, 4, 3);
    double[] own = Arrays.copyOfRange(points.features(), 2 * 19, 3 * 19);
    for (int k = 0; k < 19; k++) {
      own[k] *= 7.3;
    }
    try (SparseKernel kernel = backend.sparseKernel(points);
        Tensor p = backend.tensor(own, 1, 19)) {
      assertEquals(
          1, kernel.values(p, new int[] {8}).similarity().read()[0], device.choose(1e-14, 1e-6));
    }
  }

  /** Sparse points of oxygen, then of silicon. */
  private static SparsePoints points(
      int zeta, boolean normalise, int features, int channels, int oxygen, int silicon) {
    Random random = new Random(77 + zeta);
    int count = oxygen + silicon;
    int[] species = new int[count];
    double[] p = new double[count * features];
    for (int m = 0; m < count; m++) {
      species[m] = m < oxygen ? 8 : 14;
      double square = 0;
      for (int f = 0; f < features; f++) {
        p[m * features + f] = random.nextGaussian() + 0.5;
        square += p[m * features + f] * p[m * features + f];
      }
      for (int f = 0; normalise && f < features; f++) {
        p[m * features + f] /= Math.sqrt(square);
      }
    }
    double[] weights = random.doubles((long) count * channels, -1, 1).toArray();
    return new SparsePoints(species, p, features, zeta, normalise, weights, channels);
  }

  private static double[] centres(int centres, int features) {
    Random random = new Random(5);
    double[] p = new double[centres * features];
    for (int k = 0; k < p.length; k++) {
      p[k] = 0.7 * random.nextGaussian() + 0.4;
    }
    return p;
  }

  private static int[] species(int centres) {
    int[] species = new int[centres];
    for (int i = 0; i < centres; i++) {
      species[i] = i % 3 == 1 ? 14 : 8;
    }
    return species;
  }

  private void assertKernel(SparsePoints points, double[] features) {
    ReferenceKernel reference = new ReferenceKernel(points);
    int width = points.featureCount();
    int channels = points.channels();
    int centres = features.length / width;
    int[] species = species(centres);
    int[] setOf = new Random(9).ints(centres, 0, SETS).toArray();
    double[] sets = new Random(6).doubles((long) SETS * channels, -1, 1).toArray();
    double[] k = new double[centres * points.points()];
    double[] values = new double[centres * channels];
    double[] similarity = new double[centres];
    double[] shared = new double[centres];
    double[] own = new double[centres];
    double[][] directions = new double[centres][];
    Random random = new Random(8);
    Arrays.setAll(directions, i -> random.doubles(width, -1, 1).toArray());
    for (int i = 0; i < centres; i++) {
      double[] p = Arrays.copyOfRange(features, i * width, (i + 1) * width);
      double[] row = reference.kernel(p, species[i]);
      System.arraycopy(row, 0, k, i * row.length, row.length);
      double[] value = reference.values(p, species[i]);
      System.arraycopy(value, 0, values, i * channels, channels);
      similarity[i] = reference.similarity(p, species[i]);
      double[] gShared = Arrays.copyOf(sets, channels);
      double[] gOwn = Arrays.copyOfRange(sets, setOf[i] * channels, (setOf[i] + 1) * channels);
      shared[i] = slope(reference, p, species[i], gShared, directions[i]);
      own[i] = slope(reference, p, species[i], gOwn, directions[i]);
    }
    String what = points.points() + " points, " + centres + " centres, " + width + " features";
    double relative = device.choose(1e-13 * points.zeta(), 2e-6 * points.zeta());
    try (SparseKernel kernel = backend.sparseKernel(points);
        Tensor p = backend.tensor(features, centres, width);
        Tensor matrix = kernel.kernel(p, species);
        Tensor adjoint = kernel.featureGradients(centres)) {
      assertEquals(centres, matrix.shape(0));
      assertEquals(points.points(), matrix.shape(1));
      assertClose(k, matrix.toDoubles(), relative, "kernel, " + what);
      KernelValues plain = kernel.values(p, species);
      assertClose(values, plain.values().read(), 5 * relative, "values, " + what);
      assertWithin(similarity, plain.similarity().read(), device.choose(1e-14, 1e-6), "similarity");
      for (boolean same : new boolean[] {true, false}) {
        // the second time over what the first one left
        ChannelGradients g =
            same
                ? ChannelGradients.same(Arrays.copyOf(sets, channels))
                : ChannelGradients.of(sets, channels, setOf);
        double[] slopes = same ? shared : own;
        KernelValues with = kernel.valuesAndAdjoint(p, species, g, adjoint);
        assertArrayEquals(plain.values().read(), with.values().read(), what);
        assertArrayEquals(plain.similarity().read(), with.similarity().read(), what);
        double[] adjoints = adjoint.toDoubles();
        double[] actual = new double[centres];
        for (int i = 0; i < centres; i++) {
          double[] row = Arrays.copyOfRange(adjoints, i * width, (i + 1) * width);
          actual[i] = Close.dot(row, directions[i]);
        }
        // differences of the values have errors of the values' size
        double scale = Close.largest(values) + Close.largest(slopes);
        assertWithin(slopes, actual, device.choose(1e-9, 1e-5) * scale, "adjoint, " + what);
      }
    }
  }

  /** d(sum_c g_c value_c)/dp along a direction, by a five-point stencil. */
  private static double slope(
      ReferenceKernel reference, double[] p, int species, double[] g, double[] direction) {
    double h = 1e-3 * Math.sqrt(Close.dot(p, p) / Close.dot(direction, direction));
    double[] values = new double[4];
    double[] steps = {-2, -1, 1, 2};
    for (int s = 0; s < 4; s++) {
      double[] there = p.clone();
      for (int f = 0; f < p.length; f++) {
        there[f] += steps[s] * h * direction[f];
      }
      values[s] = Close.dot(g, reference.values(there, species));
    }
    return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h);
  }
}
