package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives by the curve at a constant number of electrons, against finite differences. */
class FixedDosAdjointTest {
  private static double[] noise(int count, long seed) {
    Random random = new Random(seed);
    double[] direction = new double[count];
    for (int i = 0; i < count; i++) {
      direction[i] = random.nextGaussian();
    }
    return direction;
  }

  private static void check(
      FixedDos dos,
      double[] direction,
      ToDoubleFunction<FixedDos> value,
      Function<FixedDos, double[]> weights) {
    double d = 1e-4;
    double near = difference(dos, direction, value, d);
    double far = difference(dos, direction, value, 2 * d);
    double expected = (4 * near - far) / 3;
    double[] adjoint = weights.apply(dos);
    double actual = 0;
    for (int i = 0; i < adjoint.length; i++) {
      actual += adjoint[i] * direction[i];
    }
    assertEquals(expected, actual, 1e-7 * Math.abs(expected) + 1e-9);
  }

  private static double difference(
      FixedDos dos, double[] direction, ToDoubleFunction<FixedDos> value, double d) {
    double above = value.applyAsDouble(Curves.changed(dos, direction, d));
    double below = value.applyAsDouble(Curves.changed(dos, direction, -d));
    return (above - below) / (2 * d);
  }

  @Test
  void ofTheGroundState() {
    FixedDos dos = Curves.metal();
    for (long seed = 0; seed < 4; seed++) {
      double[] direction = noise(dos.grid().count(), seed);
      check(dos, direction, FixedDos::fermiLevel, FixedDos::fermiLevelWeights);
      check(dos, direction, FixedDos::bandEnergy, FixedDos::bandEnergyWeights);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {50, 300, 4000, 12000})
  void ofAMetal(double temperature) {
    FixedDos dos = Curves.metal();
    for (long seed = 0; seed < 4; seed++) {
      checkAll(dos, noise(dos.grid().count(), seed), temperature);
    }
  }

  private static void checkAll(FixedDos dos, double[] direction, double temperature) {
    check(
        dos,
        direction,
        d -> d.state(temperature).freeEnergyChange(),
        d -> d.state(temperature).freeEnergyWeights());
    check(
        dos,
        direction,
        d -> d.state(temperature).bandEnergyChange(),
        d -> d.state(temperature).internalEnergyWeights());
    check(
        dos,
        direction,
        d -> d.state(temperature).chemicalPotential(),
        d -> d.state(temperature).chemicalPotentialWeights());
  }

  @ParameterizedTest
  @ValueSource(doubles = {50, 300, 2000, 12000})
  void ofASemiconductorThatStaysOne(double temperature) {
    EnergyGrid grid = new EnergyGrid(-4, 0.02, 751);
    FixedDos dos = Curves.filledTo(0.5, grid, e -> Curves.squareRootBands(3, e));
    double[] direction = noise(grid.count(), 5);
    double moved = 0;
    for (int i = 0; i < direction.length; i++) {
      double e = grid.energy(i);
      direction[i] *= (e > -0.05 && e < 1.05) || e < -3.95 ? 0 : 0.1 * dos.at(e);
      moved += e < 0 ? direction[i] : 0;
    }
    direction[100] -= moved;
    check(
        dos,
        direction,
        d -> d.state(temperature).freeEnergyChange(),
        d -> d.state(temperature).freeEnergyWeights());
    check(
        dos,
        direction,
        d -> d.state(temperature).bandEnergyChange(),
        d -> d.state(temperature).internalEnergyWeights());
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 3000})
  void ofACurveThatDipsBelowZero(double temperature) {
    FixedDos dos = FixedDosTest.rippled(0.002);
    double[] direction = noise(dos.grid().count(), 6);
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= 0.01;
    }
    checkAll(dos, direction, temperature);
  }

  @Test
  void throughTheBroadeningCorrection() {
    EnergyGrid grid = new EnergyGrid(-5, 0.05, 501);
    BroadeningCorrection correction = new BroadeningCorrection(grid, 0.2);
    double[] curve = Curves.sampled(grid, Curves::metal);
    double[] direction = noise(grid.count(), 7);
    double[] weights = noise(grid.count(), 8);
    double[] changed = correction.apply(curve.clone());
    double forward = 0;
    double backward = 0;
    double[] applied = correction.apply(direction);
    double[] carried = correction.transpose(weights);
    for (int i = 0; i < weights.length; i++) {
      forward += weights[i] * applied[i];
      backward += carried[i] * direction[i];
    }
    assertEquals(forward, backward, 1e-10);
    assertEquals(grid.count(), changed.length);
  }

  @Test
  void broadeningIsTakenOff() {
    EnergyGrid grid = new EnergyGrid(-5, 0.02, 1251);
    double width = 0.2;
    double damping = Math.exp(-1.5 * 1.5 * width * width / 2);
    double[] exact = Curves.sampled(grid, Curves::metal);
    double[] broad = Curves.sampled(grid, e -> 3 + 0.1 * e + damping * 0.5 * Math.sin(1.5 * e));
    double[] corrected = new BroadeningCorrection(grid, width).apply(broad);
    double expected = new FixedDos(grid, exact, 14).state(4000).freeEnergyChange();
    double biased = new FixedDos(grid, broad, 14).state(4000).freeEnergyChange();
    double better = new FixedDos(grid, corrected, 14).state(4000).freeEnergyChange();
    assertEquals(0, (better - expected) / (biased - expected), 0.05);
  }
}
