package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DosTest {
  /** Simpson's rule. */
  private static double integral(DoubleUnaryOperator f, double from, double to) {
    int n = 20_000;
    double h = (to - from) / n;
    double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
    for (int i = 1; i < n; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(from + i * h);
    }
    return sum * h / 3;
  }

  @Test
  void oneLevelIsOneGaussian() {
    Dos dos = Dos.gaussian(SampleBands.levels(1, 0.7), 0.3);
    double norm = 0.3 * Math.sqrt(2 * Math.PI);
    assertEquals(2 / norm, dos.density(0.7), 1e-14);
    assertEquals(2 / norm * Math.exp(-0.5), dos.density(1), 1e-14);
    assertEquals(0.7, dos.fermiLevel(), 1e-12); // half filled
    assertEquals(1, dos.statesBelow(0.7), 1e-14);
    assertEquals(2 * 0.841344746068543, dos.statesBelow(1), 1e-13);
    assertEquals(0.7 - 2 * 0.3 / Math.sqrt(2 * Math.PI), dos.bandEnergy(), 1e-10);
  }

  @ParameterizedTest
  @EnumSource
  void theOccupiedPartHoldsTheElectrons(DosMethod method) {
    DosFrame frame = SampleBands.frame(SampleBands.free(8), 5, 0, 4, 5, 3);
    Dos dos = method.dos(frame, 0.05);
    double fermi = dos.fermiLevel();
    assertEquals(5, dos.statesBelow(fermi), 1e-7);
    assertEquals(5, integral(dos::density, -1, fermi), 1e-6);
    assertEquals(dos.bandEnergy(), integral(e -> e * dos.density(e), -1, fermi), 1e-6);
    assertEquals(16, dos.statesBelow(100), 1e-12);
    assertEquals(fermi, method.dos(frame, 0.05).fermiLevel());
  }

  @Test
  void theFermiLevelOfAGapIsItsMiddle() {
    Eigenvalues eigenvalues = SampleBands.levels(4, -3, -1, 3, 3, 3);
    assertEquals(1, Dos.gaussian(eigenvalues, 0.05).fermiLevel(), 0.01);
    assertEquals(1, Dos.gaussian(eigenvalues, 0.001).fermiLevel(), 1e-3);
    assertEquals(4, Dos.gaussian(eigenvalues, 0.05).statesBelow(1), 1e-12);
  }

  @Test
  void bandsThatAreAllFullHaveAFermiLevelAboveThem() {
    assertTrue(Dos.gaussian(SampleBands.levels(4, -3, -1), 0.1).fermiLevel() > -1);
  }

  /**
   * N = 2 (4 pi / 3) E^(3/2) states, plus half the squared width times its second derivative.
   * Linear interpolation lifts |k|^2 by half the square of the mesh's spacing in the mean.
   */
  @Test
  void interpolatedFreeElectronsFollowTheSquareRoot() {
    DosFrame frame = SampleBands.frame(SampleBands.free(20), 4, 0, 12, 12, 12);
    double width = 0.02;
    Dos interpolated = Dos.interpolated(frame, width);
    for (double e = 0.1; e < 1; e += 0.1) {
      double lowered = e - 0.5 / (12 * 12);
      double count =
          8 * Math.PI / 3 * Math.pow(lowered, 1.5) + width * width * Math.PI / Math.sqrt(e);
      assertEquals(count, interpolated.statesBelow(e), 0.012 * count + 0.003, "at " + e);
      assertEquals(4 * Math.PI * Math.sqrt(lowered), interpolated.density(e), 0.8, "at " + e);
    }
    double worst = 0;
    for (double e = 0.1; e < 1; e += 0.02) {
      double exact = 4 * Math.PI * Math.sqrt(e);
      worst =
          Math.max(worst, Math.abs(Dos.gaussian(frame.eigenvalues(), width).density(e) - exact));
    }
    assertTrue(worst > 1, "Gaussians at the k-points alone should be noisy, off by " + worst);
  }

  @Test
  void interpolationKeepsStatesAndTheirMeanEnergy() {
    DosFrame frame = SampleBands.frame(SampleBands.free(6), 4, 0.5, 2, 3, 4);
    Dos plain = Dos.gaussian(frame.eigenvalues(), 0.1);
    Dos interpolated = Dos.interpolated(frame, 0.1);
    assertEquals(plain.statesBelow(50), interpolated.statesBelow(50), 1e-11);
    assertEquals(plain.energyBelow(50), interpolated.energyBelow(50), 1e-10);
  }

  /** Against an even sampling of the tetrahedron. */
  @ParameterizedTest
  @CsvSource({"0,1,2,3", "0,0,1,4", "-1,2,2,2.5", "0,1,3,3", "0,0,0,1", "1,2,2,2"})
  void aTetrahedronIsIntegratedTwice(double e1, double e2, double e3, double e4) {
    double[] e = {e1, e2, e3, e4};
    int n = 80;
    for (double x = -1.5; x < 5; x += 0.37) {
      double sum = 0;
      int samples = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; i + j < n; j++) {
          for (int k = 0; i + j + k < n; k++) {
            double a = (i + 0.25) / n;
            double b = (j + 0.25) / n;
            double c = (k + 0.25) / n;
            double value = a * e[0] + b * e[1] + c * e[2] + (1 - a - b - c) * e[3];
            sum += Math.max(0, x - value);
            samples++;
          }
        }
      }
      assertEquals(sum / samples, Tetrahedra.twiceIntegrated(e, x), 0.03, "at " + x);
    }
    assertEquals(0.5, Tetrahedra.twiceIntegrated(new double[] {2, 2, 2, 2}, 2.5), 1e-15);
  }

  @Test
  void itsPiecesMeet() {
    Random random = new Random(7);
    for (int trial = 0; trial < 100; trial++) {
      double[] e = random.doubles(4).sorted().toArray();
      for (double corner : e) {
        double left = Tetrahedra.twiceIntegrated(e, corner - 1e-9);
        double right = Tetrahedra.twiceIntegrated(e, corner + 1e-9);
        assertEquals(left, right, 3e-9);
      }
    }
  }

  @Test
  void curvesArePerAtomAndMeasuredFromTheirZero() {
    Eigenvalues two = Eigenvalues.of(new double[] {1, 2}, new double[] {1}, new double[3], 2, 2);
    Dos dos = Dos.gaussian(two, 0.2);
    EnergyGrid grid = new EnergyGrid(-1, 0.5, 5);
    double[] curve = dos.curve(grid, 1.5);
    double[] cumulative = dos.cumulative(grid, 1.5);
    for (int i = 0; i < 5; i++) {
      assertEquals(dos.density(0.5 + 0.5 * i) / 2, curve[i], 1e-15);
      assertEquals(dos.statesBelow(0.5 + 0.5 * i) / 2, cumulative[i], 1e-15);
    }
    assertArrayEquals(curve, dos.curve(grid, 1.5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.3, 11, Double.NaN, Double.POSITIVE_INFINITY})
  void aWidthThatIsNoneIsRefused(double width) {
    Eigenvalues one = SampleBands.levels(1, 0);
    assertThrows(CoesiteException.class, () -> Dos.gaussian(one, width));
  }
}
