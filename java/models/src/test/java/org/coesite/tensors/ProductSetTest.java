package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.backend.Tensor;
import org.coesite.math.ClebschGordan;
import org.coesite.math.SoapBasis;
import org.junit.jupiter.api.Test;

/** All products that differ, and none twice. */
class ProductSetTest {
  private static final int MAX_ANGULAR = 3;
  private static final int CHANNELS = 3;
  private static final SoapBasis BASIS = new SoapBasis(4, 0.5, CHANNELS - 1, MAX_ANGULAR, 0.5);

  @Test
  void countsAreThoseOfPairs() {
    int n = CHANNELS;
    int same = n * (n + 1) / 2;
    int antisymmetric = n * (n - 1) / 2;
    assertEquals(4 * same, ProductSet.all(0, MAX_ANGULAR, n).size(), "l1 = l2 = 0, 1, 2, 3");
    assertEquals(3 * antisymmetric, ProductSet.all(1, MAX_ANGULAR, n).size(), "l1 = l2 = 1, 2, 3");
    assertEquals(
        3 * same + 2 * n * n, ProductSet.all(2, MAX_ANGULAR, n).size(), "and (0, 2), (1, 3)");
  }

  @Test
  void everyProductIsThereOnceAndInOrder() {
    for (int lambda = 0; lambda <= 2; lambda++) {
      ProductSet set = ProductSet.all(lambda, MAX_ANGULAR, CHANNELS);
      Set<Product> distinct = new HashSet<>(set.products());
      assertEquals(set.size(), distinct.size());
      for (Product p : set.products()) {
        assertEquals(0, (p.l1() + p.l2()) % 2, "proper tensors");
        boolean mirrored =
            distinct.contains(new Product(p.l1(), p.l2(), p.q2(), p.q1())) && p.l1() == p.l2();
        assertEquals(p.q1() == p.q2() && p.l1() == p.l2(), mirrored);
      }
      int[] paths = set.paths();
      assertEquals(set.size(), paths[paths.length - 1]);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProductSet(0, List.of(new Product(1, 1, 0, 0), new Product(0, 0, 0, 0))));
    assertThrows(
        IllegalArgumentException.class, () -> new ProductSet(1, List.of(new Product(0, 2, 0, 0))));
    assertThrows(IllegalArgumentException.class, () -> new Product(0, 1, 0, 0));
  }

  /** One species, channels as they are. */
  private static ChannelMixing identity() {
    double[] one = new double[CHANNELS * CHANNELS];
    for (int n = 0; n < CHANNELS; n++) {
      one[n * CHANNELS + n] = 1;
    }
    double[][] matrices = new double[MAX_ANGULAR + 1][];
    Arrays.fill(matrices, one);
    return new ChannelMixing(1, CHANNELS, CHANNELS, matrices);
  }

  /** Products as the kernels make them, [m][products]. */
  private static double[][] products(double[] c, int lambda, Backend backend) {
    ProductSet set = ProductSet.all(lambda, MAX_ANGULAR, CHANNELS);
    double[][] out = new double[2 * lambda + 1][set.size()];
    try (ProductKernel kernel = new ProductKernel(BASIS, identity(), List.of(set), backend);
        Tensor coefficients = backend.tensor(c, 1, c.length);
        Tensor made = kernel.of(coefficients)) {
      double[] values = made.toDoubles();
      int[] starts = set.paths();
      for (int p = 0; p + 1 < starts.length; p++) {
        int channels = starts[p + 1] - starts[p];
        for (int m = 0; m < out.length; m++) {
          int from = kernel.out().offset(p) + m * channels;
          System.arraycopy(values, from, out[m], starts[p], channels);
        }
      }
    }
    return out;
  }

  /** Every pair of channels of every pair of degrees, both orders, with l1 + l2 even, [m][...]. */
  private static double[][] outer(double[] c, int lambda) {
    double[][] out = new double[2 * lambda + 1][CHANNELS * CHANNELS * 16];
    int at = 0;
    for (int l1 = 0; l1 <= MAX_ANGULAR; l1++) {
      for (int l2 = 0; l2 <= MAX_ANGULAR; l2++) {
        if ((l1 + l2) % 2 == 0 && ClebschGordan.couples(l1, l2, lambda)) {
          ClebschGordan coupling = ClebschGordan.of(l1, l2, lambda);
          for (int pair = 0; pair < CHANNELS * CHANNELS; pair++) {
            for (ClebschGordan.Entry e : coupling.entries()) {
              double a = c[(l1 * l1 + l1 + e.m1()) * CHANNELS + pair / CHANNELS];
              double b = c[(l2 * l2 + l2 + e.m2()) * CHANNELS + pair % CHANNELS];
              out[lambda + e.m3()][at] += e.value() * a * b;
            }
            at++;
          }
        }
      }
    }
    return out;
  }

  @Test
  void dotProductsAreThoseOfTheFullOuterProduct() {
    Random random = new Random(1);
    double[] x = TensorSamples.random(CHANNELS * BASIS.harmonics(), random);
    double[] y = TensorSamples.random(CHANNELS * BASIS.harmonics(), random);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1)) {
      for (int lambda = 0; lambda <= 2; lambda++) {
        double[][] a = products(x, lambda, backend);
        double[][] b = products(y, lambda, backend);
        double[][] fullA = outer(x, lambda);
        double[][] fullB = outer(y, lambda);
        double scale = Math.sqrt(dot(fullA[0], fullA[0]) * dot(fullB[0], fullB[0]));
        assertTrue(scale > 1);
        for (int m = 0; m < a.length; m++) {
          for (int other = 0; other < a.length; other++) {
            assertEquals(dot(fullA[m], fullB[other]), dot(a[m], b[other]), 1e-12 * scale);
          }
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** Exchanged channels of l1 = l2 change the sign of lambda = 1: x and y of a cross product. */
  @Test
  void lambdaOneIsAntisymmetric() {
    double[] c = TensorSamples.random(CHANNELS * BASIS.harmonics(), new Random(2));
    double[][] full = outer(c, 1);
    for (int path = 0; path < 3; path++) {
      for (int q1 = 0; q1 < CHANNELS; q1++) {
        for (int q2 = 0; q2 < CHANNELS; q2++) {
          int here = path * CHANNELS * CHANNELS + q1 * CHANNELS + q2;
          int mirrored = path * CHANNELS * CHANNELS + q2 * CHANNELS + q1;
          for (double[] component : full) {
            assertEquals(-component[mirrored], component[here], 1e-14);
          }
        }
      }
    }
  }

  @Test
  void channelwiseProductsAreThoseOfAChannelWithItself() {
    assertEquals(4 * CHANNELS, ProductSet.channelwise(0, MAX_ANGULAR, CHANNELS).size());
    assertEquals(5 * CHANNELS, ProductSet.channelwise(2, MAX_ANGULAR, CHANNELS).size());
  }
}
