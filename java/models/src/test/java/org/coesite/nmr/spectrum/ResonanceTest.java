package org.coesite.nmr.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.math.SymmetricEigen;
import org.coesite.nmr.EulerAngles;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Quadrupole;
import org.coesite.nmr.Rotations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResonanceTest {
  private final Random random = new Random(11);

  /** Against the eigenvalues of the whole Hamiltonian of one spin in a field along n. */
  @ParameterizedTest
  @CsvSource({
    "23Na, 1", "23Na, 3", "17O, 1", "17O, 3", "17O, 5", "51V, 1", "51V, 3", "51V, 5", "51V, 7",
    "93Nb, 1", "93Nb, 3", "93Nb, 9"
  })
  void secondOrderIsWhatTheHamiltonianSays(String name, int twiceM) {
    Nucleus nucleus = Nucleus.of(name);
    double larmor = 1000; // MHz; the next order is smaller by (nu_Q/nu_0)^2
    for (int n = 0; n < 5; n++) {
      Quadrupole q =
          Quadrupole.of(nucleus, 2, random.nextDouble(), EulerAngles.of(Rotations.random(random)));
      double[] r = Rotations.random(random);
      Site site = new Site(NmrTensor.ZERO, Optional.of(q), 1);
      Resonance resonance = Resonance.of(site, nucleus, twiceM, larmor);
      // the frame whose z axis is n
      double[] lab = q.tensor().rotated(r).toArray();
      double exact = transition(nucleus.twiceSpin(), lab, larmor, twiceM) - twiceM * larmor;
      double expected = exact / larmor * 1e6;
      assertEquals(expected, resonance.at(r[6], r[7], r[8]), 2e-4 + 1e-4 * Math.abs(expected));
    }
  }

  /** E_m - E_-m of nu_0 I_z + k sum q_ab (I_a I_b + I_b I_a). */
  private static double transition(int twiceSpin, double[] q, double larmor, int twiceM) {
    int size = twiceSpin + 1;
    double spin = twiceSpin / 2.0;
    double k = 1 / (4 * spin * (2 * spin - 1));
    double[][][] i = spinMatrices(twiceSpin);
    double[][] h = new double[2 * size][2 * size];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double[][] product = times(i[a], i[b]);
        double[][] other = times(i[b], i[a]);
        for (int row = 0; row < 2 * size; row++) {
          for (int column = 0; column < 2 * size; column++) {
            h[row][column] += k * q[3 * a + b] * (product[row][column] + other[row][column]);
          }
        }
      }
    }
    for (int row = 0; row < 2 * size; row++) {
      for (int column = 0; column < 2 * size; column++) {
        h[row][column] += larmor * i[2][row][column];
      }
    }
    double[] flat = Arrays.stream(h).flatMapToDouble(Arrays::stream).toArray();
    double[] e = SymmetricEigen.of(flat, 2 * size).values();
    // every level twice, as complex matrices are written as real ones
    int up = (twiceM + twiceSpin) / 2;
    int down = (twiceSpin - twiceM) / 2;
    return e[2 * up] - e[2 * down];
  }

  /** I_x, I_y, I_z as real matrices [[Re, -Im], [Im, Re]]. */
  private static double[][][] spinMatrices(int twiceSpin) {
    int n = twiceSpin + 1;
    double spin = twiceSpin / 2.0;
    double[][][] matrices = new double[3][2 * n][2 * n];
    for (int row = 0; row < n; row++) {
      double m = spin - row;
      put(matrices[2], n, row, row, m, 0);
      if (row > 0) {
        double plus = Math.sqrt(spin * (spin + 1) - m * (m + 1)); // <m+1|I+|m>
        put(matrices[0], n, row - 1, row, plus / 2, 0);
        put(matrices[0], n, row, row - 1, plus / 2, 0);
        put(matrices[1], n, row - 1, row, 0, -plus / 2);
        put(matrices[1], n, row, row - 1, 0, plus / 2);
      }
    }
    return matrices;
  }

  private static void put(double[][] matrix, int n, int row, int column, double re, double im) {
    matrix[row][column] = re;
    matrix[row + n][column + n] = re;
    matrix[row][column + n] = -im;
    matrix[row + n][column] = im;
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] c = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        for (int k = 0; k < a.length; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  private Site site(Nucleus nucleus) {
    return Site.of(
        Rotations.tensor(random).scaled(5),
        Quadrupole.of(nucleus, 3, 0.4, EulerAngles.of(Rotations.random(random))));
  }

  @Test
  void theMeanOverAllDirectionsIsTheInducedShift() {
    Nucleus nucleus = Nucleus.of("27Al");
    for (int n = 0; n < 10; n++) {
      Site site = site(nucleus);
      Resonance resonance = Resonance.of(site, nucleus, 1, 100);
      double expected =
          site.shift().isotropic() + site.quadrupole().orElseThrow().inducedShift(100);
      assertEquals(expected, resonance.isotropic(), 1e-9);
      assertEquals(expected, meanOverSphere(resonance), 1e-3);
    }
  }

  private static double meanOverSphere(Resonance f) {
    OctahedralMesh mesh = OctahedralMesh.hemisphere(200);
    double mean = 0;
    for (int t = 0; t < mesh.triangles(); t++) {
      for (int k = 0; k < 3; k++) {
        int p = mesh.corner(t, k);
        mean += mesh.weight(t) / 3 * f.at(mesh.x(p), mesh.y(p), mesh.z(p));
      }
    }
    return mean;
  }

  @Test
  void fastSpinningIsTheMeanOverTheCone() {
    Nucleus nucleus = Nucleus.of("17O");
    for (int n = 0; n < 10; n++) {
      Resonance still = Resonance.of(site(nucleus), nucleus, 1, 50);
      double[] r = Rotations.random(random);
      double mean = 0;
      int steps = 50;
      for (int k = 0; k < steps; k++) {
        double psi = 2 * Math.PI * k / steps;
        double[] v = {
          Math.sqrt(2.0 / 3) * Math.cos(psi), Math.sqrt(2.0 / 3) * Math.sin(psi), Math.sqrt(1.0 / 3)
        };
        double[] d = new double[3];
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            d[i] += r[3 * i + j] * v[j];
          }
        }
        mean += still.at(d[0], d[1], d[2]) / steps;
      }
      assertEquals(mean, still.fast().at(r[2], r[5], r[8]), 1e-9);
      assertEquals(still.isotropic(), still.fast().isotropic(), 1e-10);
    }
  }

  @Test
  void symmetryIsSeen() {
    Nucleus nucleus = Nucleus.of("27Al");
    Quadrupole q = Quadrupole.of(nucleus, 3, 0.4, EulerAngles.ZERO);
    assertTrue(
        Resonance.of(Site.of(NmrTensor.diagonal(1, 2, 3), q), nucleus, 1, 100).hasOctantSymmetry());
    assertFalse(Resonance.of(site(nucleus), nucleus, 1, 100).hasOctantSymmetry());
    assertTrue(Resonance.of(Site.of(NmrTensor.isotropic(7)), nucleus, 1, 100).isIsotropic());
    assertFalse(Resonance.of(site(nucleus), nucleus, 1, 100).isIsotropic());
    assertTrue(
        Resonance.of(Site.of(NmrTensor.diagonal(1, 2, 3)), nucleus, 1, 100).fast().isIsotropic());
  }

  /** Shearing ratios of triple-quantum spectra (A. Medek, J. S. Harwood, L. Frydman, 1995). */
  @ParameterizedTest
  @CsvSource({
    "23Na, 3, -0.7777777777777778",
    "17O, 3, 1.5833333333333333",
    "51V, 3, 2.2444444444444445",
    "93Nb, 3, 2.5277777777777777",
    "17O, 5, -2.0833333333333335"
  })
  void rank4Ratios(String nucleus, int twiceM, double expected) {
    assertEquals(expected, Resonance.rank4Ratio(Nucleus.of(nucleus), twiceM), 1e-14);
  }

  @Test
  void whatHasNoCentralTransitionIsRefused() {
    Site site = Site.of(NmrTensor.ZERO);
    Nucleus deuterium = Nucleus.of("2H");
    CoesiteException e =
        assertThrows(CoesiteException.class, () -> Resonance.of(site, deuterium, 1, 100));
    assertTrue(e.getMessage().contains("2H"), e.getMessage());
    Nucleus silicon = Nucleus.of("29Si");
    assertThrows(CoesiteException.class, () -> Resonance.of(site, silicon, 3, 100));
  }
}
