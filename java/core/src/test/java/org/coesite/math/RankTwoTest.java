package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.coesite.conformance.ReferenceHarmonics;
import org.coesite.conformance.Rotations;
import org.junit.jupiter.api.Test;

class RankTwoTest {
  private static double[] random(long seed) {
    return new Random(seed).doubles(9, -1, 1).toArray();
  }

  @Test
  void thereAndBack() {
    double[] t = random(1);
    assertArrayEquals(t, RankTwo.toCartesian(RankTwo.toSpherical(t)), 1e-15);
    assertArrayEquals(t, RankTwo.toSpherical(RankTwo.toCartesian(t)), 1e-15);
  }

  @Test
  void componentsAreTraceAntisymmetricAndSymmetricParts() {
    double[] t = random(2);
    double[] s = RankTwo.toSpherical(t);
    assertEquals((t[0] + t[4] + t[8]) / Math.sqrt(3), s[0], 1e-15);
    // m = -1, 0, 1 are y, z, x
    assertEquals((t[6] - t[2]) / Math.sqrt(2), s[1], 1e-15);
    assertEquals((t[1] - t[3]) / Math.sqrt(2), s[2], 1e-15);
    assertEquals((t[5] - t[7]) / Math.sqrt(2), s[3], 1e-15);
    assertEquals((t[1] + t[3]) / Math.sqrt(2), s[4], 1e-15);
    assertEquals((t[5] + t[7]) / Math.sqrt(2), s[5], 1e-15);
    assertEquals((2 * t[8] - t[0] - t[4]) / Math.sqrt(6), s[6], 1e-15);
    assertEquals((t[2] + t[6]) / Math.sqrt(2), s[7], 1e-15);
    assertEquals((t[0] - t[4]) / Math.sqrt(2), s[8], 1e-15);
  }

  @Test
  void theDyadOfADirectionIsItsHarmonics() {
    double[] u = {0.48, -0.6, 0.64};
    double[] dyad = new double[9];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        dyad[3 * a + b] = u[a] * u[b];
      }
    }
    double[] s = RankTwo.toSpherical(dyad);
    double[] y = ReferenceHarmonics.at(2, u[0], u[1], u[2]);
    for (int m = 4; m < 9; m++) {
      assertEquals(Math.sqrt(8 * Math.PI / 15) * y[m], s[m], 1e-15);
    }
  }

  /** T -> R T R^T, by parts of even parity, whether R is proper or not. */
  @Test
  void partsTurnByThemselves() {
    double[] t = random(3);
    double[] r = Rotations.random(new Random(4));
    for (int sign : new int[] {1, -1}) {
      double[] turned = new double[9];
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
              turned[3 * i + j] += sign * r[3 * i + a] * t[3 * a + b] * sign * r[3 * j + b];
            }
          }
        }
      }
      double[] improper = r.clone();
      for (int k = 0; k < 9; k++) {
        improper[k] *= sign;
      }
      WignerD d = new WignerD(2, improper);
      double[] before = RankTwo.toSpherical(t);
      double[] expected = new double[9];
      for (int l = 0; l <= 2; l++) {
        double[] matrix = d.of(new Irrep(l, 1));
        for (int a = 0; a < 2 * l + 1; a++) {
          for (int b = 0; b < 2 * l + 1; b++) {
            expected[l * l + a] += matrix[(2 * l + 1) * a + b] * before[l * l + b];
          }
        }
      }
      assertArrayEquals(expected, RankTwo.toSpherical(turned), 1e-14);
    }
  }
}
