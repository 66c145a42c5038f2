package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.junit.jupiter.api.Test;

class OffsetNoiseTest {
  private static final double SITE = 0.7;
  private static final double[] OFFSETS = {0, 0.04, 9, 250};
  private final OffsetNoise noise = new OffsetNoise(SITE, OFFSETS);

  /** (s^2 1 + D 1 1^T)^power, by its eigenvectors. */
  private static double[][] power(int n, double offset, double power) {
    double[][] out = new double[n][n];
    try (Matrix covariance = Matrix.zeros(n, n)) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          covariance.set(i, j, offset + (i == j ? SITE * SITE : 0));
        }
      }
      double[] values = Factorisations.eigen(covariance);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            out[i][j] += Math.pow(values[k], power) * covariance.get(i, k) * covariance.get(j, k);
          }
        }
      }
    }
    return out;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] out = new double[vector.length];
    for (int i = 0; i < out.length; i++) {
      for (int j = 0; j < out.length; j++) {
        out[i] += matrix[i][j] * vector[j];
      }
    }
    return out;
  }

  @Test
  void whiteningIsTheInverseRootOfTheCovariance() {
    Random random = new Random(1);
    for (int s = 0; s < OFFSETS.length; s++) {
      for (int n : new int[] {1, 2, 5}) {
        double[] values = TensorSamples.random(n, random);
        double[] white = values.clone();
        noise.whiten(white, s);
        assertArrayEquals(times(power(n, OFFSETS[s], -0.5), values), white, 1e-12);
        double[] coloured = values.clone();
        noise.unwhiten(coloured, s);
        assertArrayEquals(times(power(n, OFFSETS[s], 0.5), values), coloured, 1e-12);
        noise.unwhiten(white, s);
        assertArrayEquals(values, white, 1e-12);
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        assertEquals(times(power(n, OFFSETS[s], -0.5), ones)[0], noise.whitenedOne(s, n), 1e-12);
      }
      assertEquals(SITE * SITE + OFFSETS[s], noise.variance(s), 1e-15);
    }
  }

  @Test
  void uniformNoiseHasAStandardDeviationOfOffsets() {
    assertArrayEquals(new double[] {9, 9}, OffsetNoise.uniform(1, 3, 2).offsets());
  }

  @Test
  void noiseIsPositive() {
    assertThrows(CoesiteException.class, () -> new NoiseModel(0, 1, 1));
    assertThrows(CoesiteException.class, () -> new NoiseModel(1, -1, 1));
    assertThrows(CoesiteException.class, () -> new NoiseModel(1, 1, 0));
    assertThrows(CoesiteException.class, () -> new NoiseModel(Double.NaN, 1, 1));
    assertThrows(CoesiteException.class, () -> new NoiseModel(Double.POSITIVE_INFINITY, 1, 1));
  }
}
