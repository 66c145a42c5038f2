package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.coesite.conformance.ReferenceHarmonics;
import org.junit.jupiter.api.Test;

class HarmonicRecursionTest {
  @Test
  void valuesAreThoseFromAngles() {
    Random random = new Random(1);
    for (int maxAngular : new int[] {0, 1, 2, 6, 12, 20}) {
      HarmonicRecursion recursion = new HarmonicRecursion(maxAngular);
      double[] y = new double[(maxAngular + 1) * (maxAngular + 1)];
      for (int trial = 0; trial < 50; trial++) {
        double[] u = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        if (trial < 6) {
          u = new double[3];
          u[trial / 2] = trial % 2 == 0 ? 1 : -1;
        }
        double r = Math.sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]);
        recursion.evaluate(u[0] / r, u[1] / r, u[2] / r, y);
        assertArrayEquals(ReferenceHarmonics.at(maxAngular, u[0], u[1], u[2]), y, 2e-13);
      }
    }
  }

  /** The rectangle rule in phi and Clenshaw's in z = cos(theta) are exact enough for l = 8. */
  @Test
  void harmonicsAreOrthonormal() {
    int maxAngular = 8;
    int size = (maxAngular + 1) * (maxAngular + 1);
    HarmonicRecursion recursion = new HarmonicRecursion(maxAngular);
    double[] y = new double[size];
    double[][] overlap = new double[size][size];
    int steps = 64;
    for (int t = 0; t < steps; t++) {
      double theta = Math.PI * (t + 0.5) / steps;
      double weight = 0;
      for (int k = 0; k < steps / 2; k++) {
        // Fejer's first rule: exact for polynomials in z below the number of points
        weight += (k == 0 ? 1 : 2) * Math.cos(2 * k * theta) / (1 - 4.0 * k * k);
      }
      weight *= 2.0 / steps * 2 * Math.PI / steps;
      for (int f = 0; f < steps; f++) {
        double phi = 2 * Math.PI * f / steps;
        recursion.evaluate(
            Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta), y);
        for (int p = 0; p < size; p++) {
          for (int q = 0; q <= p; q++) {
            overlap[p][q] += weight * y[p] * y[q];
          }
        }
      }
    }
    for (int p = 0; p < size; p++) {
      for (int q = 0; q <= p; q++) {
        assertEquals(p == q ? 1 : 0, overlap[p][q], 1e-13);
      }
    }
  }

  /** dq_lm/dz = e_lm q_l(m+1), with q from the values on the circle y = 0, where s_m = 0. */
  @Test
  void slopesOfTheLegendrePart() {
    int maxAngular = 9;
    HarmonicRecursion recursion = new HarmonicRecursion(maxAngular);
    double h = 1e-4;
    for (double z = -0.9; z < 0.95; z += 0.3) {
      for (int l = 0; l <= maxAngular; l++) {
        for (int m = 0; m <= l; m++) {
          double expected = (q(recursion, l, m, z + h) - q(recursion, l, m, z - h)) / (2 * h);
          double actual = m == l ? 0 : recursion.e(l, m) * q(recursion, l, m + 1, z);
          assertEquals(expected, actual, 1e-4 * (1 + Math.abs(expected)));
        }
      }
    }
  }

  private static double q(HarmonicRecursion recursion, int l, int m, double z) {
    double[] y = new double[(recursion.maxAngular() + 1) * (recursion.maxAngular() + 1)];
    double x = Math.sqrt(1 - z * z);
    recursion.evaluate(x, 0, z, y);
    return y[l * l + l + m] / Math.pow(x, m);
  }
}
