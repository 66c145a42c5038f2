package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.coesite.conformance.ReferenceHarmonics;
import org.junit.jupiter.api.Test;

class ClebschGordanTest {
  /**
   * A table of exact values, sign times the root of a fraction, by SymPy 1.14: {@code
   * sympy.physics.quantum.cg.CG(l1, m1, l2, m2, l3, m3).doit()}.
   */
  @Test
  void standardCoefficientsAreSympys() throws IOException {
    List<String> lines;
    try (InputStream table = getClass().getResourceAsStream("clebsch-gordan.csv")) {
      lines = new String(table.readAllBytes(), StandardCharsets.US_ASCII).lines().skip(1).toList();
    }
    assertEquals(198, lines.size());
    for (String line : lines) {
      int[] v = Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray();
      double expected = v[6] * Math.sqrt((double) v[7] / v[8]);
      double actual = ClebschGordan.standard(v[0], v[1], v[2], v[3], v[4], v[5]);
      assertEquals(expected, actual, 2e-16, line);
    }
  }

  @Test
  void degreesAndOrdersThatDoNotGoTogether() {
    assertEquals(0, ClebschGordan.standard(1, 1, 1, 1, 2, 1));
    assertEquals(0, ClebschGordan.standard(1, 2, 1, 0, 2, 2));
    assertEquals(0, ClebschGordan.standard(1, 1, 1, 0, 3, 1));
    assertTrue(ClebschGordan.couples(2, 3, 1));
    assertFalse(ClebschGordan.couples(2, 3, 6));
    assertFalse(ClebschGordan.couples(2, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> ClebschGordan.of(1, 1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> ClebschGordan.of(1, 1, 2).value(0, 0, 3));
  }

  @Test
  void rowsAreOrthonormalAndComplete() {
    int most = 5;
    for (int l1 = 0; l1 <= most; l1++) {
      for (int l2 = 0; l2 <= most; l2++) {
        int size = (2 * l1 + 1) * (2 * l2 + 1);
        double[][] rows = new double[size][size];
        int row = 0;
        for (int l3 = Math.abs(l1 - l2); l3 <= l1 + l2; l3++) {
          for (ClebschGordan.Entry c : ClebschGordan.of(l1, l2, l3).entries()) {
            rows[row + c.m3() + l3][(c.m1() + l1) * (2 * l2 + 1) + c.m2() + l2] = c.value();
          }
          row += 2 * l3 + 1;
        }
        for (int p = 0; p < size; p++) {
          for (int q = 0; q < size; q++) {
            double dot = 0;
            for (int k = 0; k < size; k++) {
              dot += rows[p][k] * rows[q][k];
            }
            assertEquals(p == q ? 1 : 0, dot, 1e-15);
          }
        }
      }
    }
  }

  /** By definition from the complex ones, in plain complex arithmetic. */
  @Test
  void realCoefficientsAreTheComplexOnesInOurBasis() {
    for (int[] l : new int[][] {{0, 0, 0}, {1, 1, 1}, {2, 1, 2}, {2, 3, 4}, {3, 3, 3}, {4, 2, 5}}) {
      ClebschGordan actual = ClebschGordan.of(l[0], l[1], l[2]);
      for (int m1 = -l[0]; m1 <= l[0]; m1++) {
        for (int m2 = -l[1]; m2 <= l[1]; m2++) {
          for (int m3 = -l[2]; m3 <= l[2]; m3++) {
            double[] sum = new double[2];
            for (int n1 : new int[] {-m1, m1}) {
              for (int n2 : new int[] {-m2, m2}) {
                double c = ClebschGordan.standard(l[0], n1, l[1], n2, l[2], n1 + n2);
                // m = 0 comes twice
                c *= (m1 == 0 ? 0.5 : 1) * (m2 == 0 ? 0.5 : 1);
                if (Math.abs(n1 + n2) == Math.abs(m3)) {
                  double[] u =
                      times(
                          conjugate(transform(m1, n1)),
                          times(conjugate(transform(m2, n2)), transform(m3, n1 + n2)));
                  sum[0] += c * u[0];
                  sum[1] += c * u[1];
                }
              }
            }
            for (int turn = l[0] + l[1] - l[2]; turn > 0; turn--) {
              sum = times(sum, new double[] {0, -1});
            }
            assertEquals(sum[0], actual.value(m1, m2, m3), 1e-15);
            assertEquals(0, sum[1], 1e-15);
          }
        }
      }
    }
  }

  /** Real Y_m is the sum over n = +-m of this times complex Y_n. */
  private static double[] transform(int m, int n) {
    double half = Math.sqrt(0.5);
    double sign = m % 2 == 0 ? 1 : -1;
    if (m == 0) {
      return new double[] {1, 0};
    }
    if (m > 0) {
      return new double[] {n > 0 ? sign * half : half, 0};
    }
    return new double[] {0, n > 0 ? -sign * half : half};
  }

  private static double[] conjugate(double[] a) {
    return new double[] {a[0], -a[1]};
  }

  private static double[] times(double[] a, double[] b) {
    return new double[] {a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]};
  }

  /** C / sqrt(2 l3 + 1) is what 3j symbols are: symmetric for even sums, else antisymmetric. */
  @Test
  void exchangingTwoChangesAtMostTheSign() {
    for (int l1 = 0; l1 <= 4; l1++) {
      for (int l2 = 0; l2 <= 4; l2++) {
        for (int l3 = Math.abs(l1 - l2); l3 <= l1 + l2; l3++) {
          double sign = (l1 + l2 + l3) % 2 == 0 ? 1 : -1;
          ClebschGordan c = ClebschGordan.of(l1, l2, l3);
          ClebschGordan exchanged = ClebschGordan.of(l2, l1, l3);
          ClebschGordan turned = ClebschGordan.of(l2, l3, l1);
          double ratio = Math.sqrt((2 * l3 + 1.0) / (2 * l1 + 1));
          for (int m1 = -l1; m1 <= l1; m1++) {
            for (int m2 = -l2; m2 <= l2; m2++) {
              for (int m3 = -l3; m3 <= l3; m3++) {
                double value = c.value(m1, m2, m3);
                assertEquals(value, sign * exchanged.value(m2, m1, m3), 1e-15);
                assertEquals(value, ratio * turned.value(m2, m3, m1), 1e-15);
              }
            }
          }
        }
      }
    }
  }

  /**
   * The integral of three harmonics is sqrt((2 l1 + 1)(2 l2 + 1) / (4 pi (2 l3 + 1))) |&lt;l1 0 l2
   * 0 | l3 0&gt;| C, a positive multiple (Varshalovich 5.9.1, eq. 4). Fejer's rule in z and equal
   * steps in phi are exact here.
   */
  @Test
  void evenOnesAreGauntsIntegrals() {
    int most = 4;
    int steps = 32;
    int size = (most + 1) * (most + 1);
    double[] gaunt = new double[size * size * size];
    for (int t = 0; t < steps; t++) {
      double theta = Math.PI * (t + 0.5) / steps;
      double weight = 0;
      for (int k = 0; k < steps / 2; k++) {
        weight += (k == 0 ? 1 : 2) * Math.cos(2 * k * theta) / (1 - 4.0 * k * k);
      }
      weight *= 2.0 / steps * 2 * Math.PI / steps;
      for (int f = 0; f < steps; f++) {
        double phi = 2 * Math.PI * f / steps;
        double[] y =
            ReferenceHarmonics.at(
                most,
                Math.sin(theta) * Math.cos(phi),
                Math.sin(theta) * Math.sin(phi),
                Math.cos(theta));
        for (int a = 0; a < size; a++) {
          for (int b = 0; b < size; b++) {
            for (int c = 0; c < size; c++) {
              gaunt[(a * size + b) * size + c] += weight * y[a] * y[b] * y[c];
            }
          }
        }
      }
    }
    for (int l1 = 0; l1 <= most; l1++) {
      for (int l2 = 0; l2 <= most; l2++) {
        for (int l3 = Math.abs(l1 - l2); l3 <= Math.min(most, l1 + l2); l3++) {
          ClebschGordan c = ClebschGordan.of(l1, l2, l3);
          double factor =
              Math.sqrt((2 * l1 + 1) * (2 * l2 + 1) / (4 * Math.PI * (2 * l3 + 1)))
                  * Math.abs(ClebschGordan.standard(l1, 0, l2, 0, l3, 0));
          for (int m1 = -l1; m1 <= l1; m1++) {
            for (int m2 = -l2; m2 <= l2; m2++) {
              for (int m3 = -l3; m3 <= l3; m3++) {
                int at = ((l1 * l1 + l1 + m1) * size + l2 * l2 + l2 + m2) * size;
                double expected = gaunt[at + l3 * l3 + l3 + m3];
                assertEquals(expected, factor * c.value(m1, m2, m3), 1e-13);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void vectorsMakeDotAndCrossProducts() {
    double[] a = {0.3, -1.2, 0.7};
    double[] b = {1.1, 0.4, -0.6};
    assertEquals((0.33 - 0.48 - 0.42) / Math.sqrt(3), coupled(a, b, 0)[0], 1e-15);
    double[] cross = {
      (a[1] * b[2] - a[2] * b[1]) / Math.sqrt(2),
      (a[2] * b[0] - a[0] * b[2]) / Math.sqrt(2),
      (a[0] * b[1] - a[1] * b[0]) / Math.sqrt(2)
    };
    double[] actual = coupled(a, b, 1); // y, z, x
    assertEquals(cross[1], actual[0], 1e-15);
    assertEquals(cross[2], actual[1], 1e-15);
    assertEquals(cross[0], actual[2], 1e-15);
  }

  private static double[] coupled(double[] a, double[] b, int l) {
    double[] out = new double[2 * l + 1];
    for (ClebschGordan.Entry c : ClebschGordan.of(1, 1, l).entries()) {
      out[c.m3() + l] += c.value() * a[(c.m1() + 2) % 3] * b[(c.m2() + 2) % 3];
    }
    return out;
  }

  @Test
  void entriesAreOrderedAndWhatIsNotZero() {
    ClebschGordan c = ClebschGordan.of(3, 2, 4);
    int count = 0;
    for (int m3 = -4; m3 <= 4; m3++) {
      for (int m1 = -3; m1 <= 3; m1++) {
        for (int m2 = -2; m2 <= 2; m2++) {
          if (c.value(m1, m2, m3) != 0) {
            assertEquals(
                new ClebschGordan.Entry(m1, m2, m3, c.value(m1, m2, m3)), c.entries().get(count));
            count++;
          }
        }
      }
    }
    assertEquals(count, c.entries().size());
  }

  /** Orthonormality where sums in floating point would have lost all digits. */
  @Test
  void highDegrees() {
    double sum = 0;
    for (int m1 = -40; m1 <= 40; m1++) {
      double value = ClebschGordan.standard(40, m1, 35, 7 - m1, 60, 7);
      sum += value * value;
    }
    assertEquals(1, sum, 1e-14);
  }
}
