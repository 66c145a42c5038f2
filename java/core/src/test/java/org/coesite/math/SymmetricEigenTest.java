package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  @Test
  void decomposesRandomMatrices() {
    Random random = new Random(4);
    for (int n : new int[] {1, 2, 3, 8, 20}) {
      double[] a = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          a[i * n + j] = random.nextGaussian();
          a[j * n + i] = a[i * n + j];
        }
      }
      SymmetricEigen eigen = SymmetricEigen.of(a, n);
      assertArrayEquals(a, eigen.apply(x -> x), 1e-13);
      double[] identity = new double[n * n];
      for (int i = 0; i < n; i++) {
        identity[i * n + i] = 1;
        assertTrue(i == 0 || eigen.values()[i] >= eigen.values()[i - 1]);
      }
      assertArrayEquals(identity, eigen.apply(x -> 1), 1e-14);
    }
  }

  @Test
  void valuesOfAKnownMatrix() {
    double[] values = SymmetricEigen.of(new double[] {2, -1, 0, -1, 2, -1, 0, -1, 2}, 3).values();
    assertArrayEquals(new double[] {2 - Math.sqrt(2), 2, 2 + Math.sqrt(2)}, values, 1e-14);
  }

  @Test
  void smallValuesKeepTheirDigits() {
    // eigenvalues of [[1, e], [e, 2 e^2]] for small e: e^2 and 1, up to relative order e^2
    double e = 1e-6;
    double[] values = SymmetricEigen.of(new double[] {1, e, e, 2 * e * e}, 2).values();
    assertEquals(1, values[0] / (e * e), 1e-11);
  }
}
