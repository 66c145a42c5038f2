package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FermiIntegralsTest {
  private static final double APERY = 1.2020569031595942;

  @Test
  void polylogarithmsHaveTheirKnownValues() {
    assertEquals(Math.log(2), FermiTail.logarithm(0), 1e-16);
    assertEquals(Math.PI * Math.PI / 12, FermiTail.dilogarithm(0), 4e-16);
    assertEquals(0.75 * APERY, FermiTail.trilogarithm(0), 4e-16);
    double golden = (1 + Math.sqrt(5)) / 2;
    double logGolden = Math.log(golden);
    assertEquals(
        Math.PI * Math.PI / 15 - logGolden * logGolden / 2,
        FermiTail.dilogarithm(logGolden),
        4e-16);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 3, 10, 100, 700})
  void polylogarithmsAreTheirSeries(double u) {
    double second = 0;
    double third = 0;
    for (int k = 80; k > 0; k--) {
      double term = (k % 2 == 1 ? 1 : -1) * Math.exp(-k * u);
      second += term / k / k;
      third += term / k / k / k;
    }
    assertEquals(second, FermiTail.dilogarithm(u), 2e-15 * second);
    assertEquals(third, FermiTail.trilogarithm(u), 2e-15 * third);
  }

  @ParameterizedTest
  @EnumSource(FermiKernel.class)
  void integralsOfAKernelAreItsIntegrals(FermiKernel kernel) {
    double d = 1e-3;
    for (double u : new double[] {0.3, 1, 4, 20}) {
      double value = kernel.value(u);
      assertEquals(value, -slope(kernel::first, u, d), 1e-8 * value);
      assertEquals(kernel.first(u), -slope(kernel::second, u, d), 1e-8 * kernel.first(u));
    }
    assertEquals(0, kernel.value(720), 1e-300);
  }

  /** A difference quotient of fourth order. */
  private static double slope(DoubleUnaryOperator f, double u, double d) {
    double near = f.applyAsDouble(u + d) - f.applyAsDouble(u - d);
    double far = f.applyAsDouble(u + 2 * d) - f.applyAsDouble(u - 2 * d);
    return (8 * near - far) / (12 * d);
  }

  @ParameterizedTest
  @EnumSource(FermiKernel.class)
  void cellsOfAnyWidthAgreeWithBruteForce(FermiKernel kernel) {
    EnergyGrid grid = new EnergyGrid(-1.3, 0.1, 30);
    double[] curve = new Random(3).doubles(grid.count()).toArray();
    for (double kT : new double[] {1e-4, 0.01, 0.05, 0.199, 0.201, 0.7, 5}) {
      for (double mu : new double[] {-1.31, -0.3, 0.04999, 0.1, 1.5, 1.7}) {
        double expected = bruteForce(kernel, grid, curve, mu, kT);
        double actual = new FermiIntegrals(grid, kT).of(kernel, mu, curve);
        double scale = bruteForce(FermiKernel.LOGARITHM, grid, curve, mu, kT);
        assertEquals(expected, actual, 1e-9 * scale, kernel + " at mu = " + mu + " and kT = " + kT);
      }
    }
  }

  /** Simpson's rule on very many points, straight from the textbook's Fermi function. */
  private static double bruteForce(
      FermiKernel kernel, EnergyGrid grid, double[] curve, double mu, double kT) {
    double sum = 0;
    for (int i = 0; i + 1 < grid.count(); i++) {
      double left = Math.max(grid.energy(i), mu - 45 * kT);
      double right = Math.min(grid.energy(i + 1), mu + 45 * kT);
      double split = Math.clamp(mu, Math.min(left, right), Math.max(left, right));
      sum += simpson(kernel, grid, curve, i, mu, kT, left, split);
      sum += simpson(kernel, grid, curve, i, mu, kT, split, right);
    }
    return sum;
  }

  private static double simpson(
      FermiKernel kernel,
      EnergyGrid grid,
      double[] curve,
      int i,
      double mu,
      double kT,
      double left,
      double right) {
    if (!(right > left)) {
      return 0;
    }
    int panels = 2 * (int) Math.ceil(10 + 100 * (right - left) / kT);
    double sum = 0;
    for (int k = 0; k <= panels; k++) {
      double e = left + (right - left) * k / panels;
      double s = (e - grid.energy(i)) / grid.step();
      double dos = curve[i] + s * (curve[i + 1] - curve[i]);
      double weight = k == 0 || k == panels ? 1 : k % 2 == 1 ? 4 : 2;
      double below = right <= mu ? 1 : 0;
      sum += weight * dos * textbook(kernel, (e - mu) / kT, below);
    }
    return sum * (right - left) / panels / 3;
  }

  private static double textbook(FermiKernel kernel, double x, double below) {
    double f = 1 / (Math.exp(x) + 1);
    double g = 1 / (Math.exp(-x) + 1);
    return switch (kernel) {
      case OCCUPATION -> f - below;
      case LOGARITHM -> Math.log(1 + Math.exp(-Math.abs(x)));
      case ENERGY -> x * (f - below);
      case SLOPE -> f * g;
      case SLOPE_TIMES_X -> x * f * g;
      case SLOPE_TIMES_X2 -> x * x * f * g;
    };
  }

  @Test
  void nothingOverflowsNearZeroTemperature() {
    EnergyGrid grid = new EnergyGrid(-10, 0.5, 41);
    double[] ones = new double[grid.count()];
    java.util.Arrays.fill(ones, 1);
    for (double kT : new double[] {1e-8, 1e-100, 1e-300, Double.MIN_VALUE}) {
      for (FermiKernel kernel : FermiKernel.values()) {
        double value = new FermiIntegrals(grid, kT).of(kernel, 0.1, ones);
        assertTrue(Math.abs(value) <= 7 * kT, kernel + " at " + kT + ": " + value);
      }
    }
  }
}
