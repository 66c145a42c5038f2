package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.coesite.conformance.ReferenceHarmonics;
import org.coesite.conformance.Rotations;
import org.junit.jupiter.api.Test;

class WignerDTest {
  private static final int MOST = 10;

  private static double[] times(double[] r, double[] u) {
    double[] out = new double[3];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        out[a] += r[3 * a + b] * u[b];
      }
    }
    return out;
  }

  private static double[] negative(double[] a) {
    double[] out = a.clone();
    for (int k = 0; k < out.length; k++) {
      out[k] = -out[k];
    }
    return out;
  }

  @Test
  void harmonicsTurn() {
    Random random = new Random(3);
    for (int trial = 0; trial < 20; trial++) {
      double[] r = Rotations.random(random);
      if (trial % 2 == 1) {
        r = negative(r);
      }
      WignerD d = new WignerD(MOST, r);
      double[] u = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      double[] turned = times(r, u);
      double[] before = ReferenceHarmonics.at(MOST, u[0], u[1], u[2]);
      double[] after = ReferenceHarmonics.at(MOST, turned[0], turned[1], turned[2]);
      for (int l = 0; l <= MOST; l++) {
        for (int m = -l; m <= l; m++) {
          double sum = 0;
          for (int other = -l; other <= l; other++) {
            sum += d.value(l, m, other) * before[l * l + l + other];
          }
          assertEquals(after[l * l + l + m], sum, 1e-12);
        }
      }
    }
  }

  @Test
  void matricesAreOrthogonal() {
    WignerD d = new WignerD(MOST, Rotations.random(new Random(4)));
    for (int l = 0; l <= MOST; l++) {
      for (int a = -l; a <= l; a++) {
        for (int b = -l; b <= l; b++) {
          double dot = 0;
          for (int k = -l; k <= l; k++) {
            dot += d.value(l, a, k) * d.value(l, b, k);
          }
          assertEquals(a == b ? 1 : 0, dot, 2e-14);
        }
      }
    }
  }

  @Test
  void aQuarterTurnAboutZ() {
    // x to y, y to -x
    WignerD d = new WignerD(2, new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1});
    assertArrayEquals(new double[] {0, 0, 1, 0, 1, 0, -1, 0, 0}, d.matrix(1));
    // x^2 - y^2 changes its sign, z^2 stays
    assertEquals(-1, d.value(2, 2, 2), 1e-15);
    assertEquals(1, d.value(2, 0, 0), 1e-15);
  }

  @Test
  void inversionGivesTheParity() {
    WignerD d = new WignerD(2, new double[] {-1, 0, 0, 0, -1, 0, 0, 0, -1});
    for (int l = 0; l <= 2; l++) {
      for (int parity : new int[] {-1, 1}) {
        double[] matrix = d.of(new Irrep(l, parity));
        for (int k = 0; k < matrix.length; k++) {
          assertEquals(k % (2 * l + 2) == 0 ? parity : 0, matrix[k], 1e-15);
        }
      }
    }
  }

  @Test
  void axialVectorsTurnAsVectorsUnderProperRotations() {
    WignerD d = new WignerD(1, Rotations.random(new Random(5)));
    assertArrayEquals(d.of(Irrep.parse("1o")), d.of(Irrep.parse("1e")));
  }

  @Test
  void whatIsNotOrthogonalIsRefused() {
    double[] r = {1, 0, 0, 0, 1, 0, 0, 0, 1.001};
    assertThrows(IllegalArgumentException.class, () -> new WignerD(1, r));
    r[8] = Double.NaN;
    assertThrows(IllegalArgumentException.class, () -> new WignerD(1, r));
  }
}
