package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedDosTest {
  private static final double K = FixedDos.BOLTZMANN;

  @ParameterizedTest
  @ValueSource(doubles = {10, 300, 1000, 4000, 12000})
  void aFlatBandHasItsClosedForms(double temperature) {
    double density = 1.7;
    double electrons = 4 * density;
    FixedDos dos = Curves.filled(new EnergyGrid(0, 0.25, 241), electrons, e -> density);
    ElectronicState state = dos.state(temperature);
    double kT = K * temperature;
    double mu = kT * Math.log1p(-Math.exp(-4 / kT)) + 4;
    double eta = mu / kT;
    double second = eta * eta / 2 + Math.PI * Math.PI / 6 - FermiTail.dilogarithm(eta);
    double energy = density * kT * kT * second;
    double groundState = density * 16 / 2;
    assertEquals(4, dos.fermiLevel(), 1e-13);
    assertEquals(-groundState, dos.bandEnergy(), 1e-12);
    assertEquals(mu, state.chemicalPotential(), 1e-12);
    assertEquals(electrons, state.electrons(), 1e-12);
    assertEquals(energy - groundState, state.bandEnergyChange(), 1e-11);
    assertEquals(mu * electrons - energy - groundState, state.freeEnergyChange(), 1e-11);
    assertEquals((2 * energy - mu * electrons) / temperature, state.entropy(), 2e-11 / temperature);
  }

  @Test
  void coldMetalsFollowSommerfeld() {
    FixedDos dos = Curves.metal();
    double mu0 = dos.fermiLevel();
    double slope = (dos.at(mu0 + 0.02) - dos.at(mu0 - 0.02)) / 0.04;
    double gamma = dos.sommerfeldCoefficient();
    assertEquals(Math.PI * Math.PI / 3 * K * K * dos.at(mu0), gamma, 1e-20);
    for (double temperature : new double[] {20, 60}) {
      double next = 3e-8 * temperature * temperature;
      ElectronicState state = dos.state(temperature);
      double kT = K * temperature;
      assertEquals(
          -gamma * temperature * temperature / 2,
          state.freeEnergyChange(),
          next * gamma * temperature * temperature);
      assertEquals(
          gamma * temperature * temperature / 2,
          state.bandEnergyChange(),
          next * gamma * temperature * temperature);
      assertEquals(gamma * temperature, state.entropy(), next * gamma * temperature);
      assertEquals(gamma * temperature, state.heatCapacity(), next * gamma * temperature);
      double shift = -Math.PI * Math.PI / 6 * kT * kT * slope / dos.at(mu0);
      assertEquals(shift, state.chemicalPotential() - mu0, 1e-2 * Math.abs(shift));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-320, 1e-200, 1e-12, 1e-3})
  void theGroundStateIsRecovered(double temperature) {
    for (FixedDos dos : new FixedDos[] {Curves.metal(), Curves.semiconductor(3)}) {
      ElectronicState state = dos.state(temperature);
      assertEquals(0, state.freeEnergyChange(), 1e-13);
      assertEquals(0, state.bandEnergyChange(), 1e-13);
      assertEquals(dos.sommerfeldCoefficient() * temperature, state.entropy(), 1e-13);
      assertEquals(dos.fermiLevel(), state.chemicalPotential(), 1e-5);
      assertEquals(dos.electrons(), state.electrons(), 1e-10);
      for (double weight : state.freeEnergyWeights()) {
        assertEquals(0, weight, 1e-7);
      }
    }
    double change = Curves.metal().state(1e-3).freeEnergyChange();
    assertEquals(-Curves.metal().sommerfeldCoefficient() * 1e-6 / 2, change, 1e-20);
  }

  @Test
  void atZeroTemperatureNothingChanges() {
    ElectronicState state = Curves.metal().state(0);
    assertEquals(0, state.freeEnergyChange());
    assertEquals(0, state.bandEnergyChange());
    assertEquals(0, state.entropy());
    assertEquals(0, state.heatCapacity());
    assertEquals(Curves.metal().fermiLevel(), state.chemicalPotential());
    for (double weight : state.freeEnergyWeights()) {
      assertEquals(0, weight);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {20, 100, 300, 600})
  void inAGapElectronsAndHolesBalance(double temperature) {
    FixedDos dos = Curves.semiconductor(8);
    assertEquals(0.5, dos.fermiLevel(), 1e-5);
    assertEquals(0, dos.dosAtFermiLevel());
    double kT = K * temperature;
    double massRatio = Math.pow(8, 2.0 / 3);
    double expected = 0.5 - 0.75 * kT * Math.log(massRatio);
    ElectronicState state = dos.state(temperature);
    assertEquals(expected, state.chemicalPotential(), 1e-4 * kT);
    assertEquals(dos.electrons(), state.electrons(), 1e-10);
    assertEquals(state.chemicalPotential(), dos.state(temperature).chemicalPotential());
  }

  @ParameterizedTest
  @ValueSource(doubles = {150, 1000, 5000, 12000})
  void thermodynamicIdentitiesHold(double temperature) {
    for (FixedDos dos : new FixedDos[] {Curves.metal(), Curves.semiconductor(3)}) {
      double d = 1e-3 * temperature;
      ElectronicState below = dos.state(temperature - d);
      ElectronicState here = dos.state(temperature);
      ElectronicState above = dos.state(temperature + d);
      double freeSlope = (above.freeEnergyChange() - below.freeEnergyChange()) / (2 * d);
      double entropySlope = (above.entropy() - below.entropy()) / (2 * d);
      double energySlope = (above.bandEnergyChange() - below.bandEnergyChange()) / (2 * d);
      double capacity = here.heatCapacity();
      double rounding = 1e-13 / temperature;
      assertEquals(-here.entropy(), freeSlope, 1e-4 * here.entropy() + rounding);
      assertEquals(capacity, temperature * entropySlope, 1e-3 * capacity + rounding);
      assertEquals(capacity, energySlope, 1e-3 * capacity + 1e3 * rounding);
    }
  }

  @Test
  void theGridResolvesTheCurveNotTheTemperature() {
    double[] error = new double[3];
    double exact = onGrid(0.003125, 100);
    for (int k = 0; k < error.length; k++) {
      error[k] = Math.abs(onGrid(0.2 / (1 << k), 100) / exact - 1);
    }
    assertTrue(error[0] < 5e-3, "0.2 eV is 23 k_B T: " + error[0]);
    assertTrue(error[2] < 5e-4, "0.05 eV: " + error[2]);
    double hot = onGrid(0.003125, 8000);
    assertEquals(16, (onGrid(0.2, 8000) - hot) / (onGrid(0.05, 8000) - hot), 0.5);
  }

  private static double onGrid(double step, double temperature) {
    EnergyGrid grid = new EnergyGrid(-5, step, 1 + (int) Math.round(25 / step));
    return Curves.filled(grid, 14, Curves::metal).state(temperature).freeEnergyChange();
  }

  @Test
  void dipsFarFromTheFermiLevelChangeWhatTheyHold() {
    EnergyGrid grid = new EnergyGrid(-8, 0.05, 561);
    FixedDos clean = Curves.filled(grid, 14, e -> e < -5 ? 0 : Curves.metal(e));
    FixedDos dipped =
        Curves.filled(
            grid,
            14 - 0.02,
            e -> e < -5 ? e < -6 ? -0.01 * (1 - Math.abs(e + 7)) * 2 : 0 : Curves.metal(e));
    assertEquals(clean.fermiLevel(), dipped.fermiLevel(), 1e-12);
    ElectronicState expected = clean.state(3000);
    ElectronicState actual = dipped.state(3000);
    assertEquals(expected.chemicalPotential(), actual.chemicalPotential(), 1e-9);
    assertEquals(expected.freeEnergyChange(), actual.freeEnergyChange(), 1e-9);
    assertEquals(dipped.electrons(), actual.electrons(), 1e-10);
  }

  /** Ripples in a gap make the count pass the electrons five times. */
  static FixedDos rippled(double shift) {
    EnergyGrid grid = new EnergyGrid(-4, 0.02, 751);
    double electrons = Curves.semiconductor(3).electrons();
    return Curves.filled(
        grid,
        electrons + shift,
        e ->
            Curves.squareRootBands(3, e)
                + (e > 0 && e < 1 ? 0.05 * Math.sin(4 * Math.PI * e + 0.3) : 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.004, 0, 0.003, 0.006})
  void ofSeveralRootsTheHighestPotentialIsTaken(double shift) {
    FixedDos dos = rippled(shift);
    double best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    double potential = 0;
    for (int k = 0; k < 600_000; k++) {
      double mu = -3 + 1e-5 * k;
      potential += 1e-5 * (dos.electrons() - dos.statesBelow(mu));
      if (potential > highest) {
        highest = potential;
        best = mu;
      }
    }
    assertEquals(best, dos.fermiLevel(), 3e-5);
    assertEquals(dos.electrons(), dos.statesBelow(dos.fermiLevel()), 1e-10);
    for (double temperature : new double[] {1e-3, 10, 300, 3000}) {
      assertEquals(dos.electrons(), dos.state(temperature).electrons(), 1e-10);
    }
    assertEquals(dos.fermiLevel(), dos.state(1).chemicalPotential(), 1e-3);
  }

  @Test
  void freeEnergiesAreContinuousWhereTheRootJumps() {
    double largestJump = 0;
    double largestStep = 0;
    FixedDos last = rippled(-0.01);
    for (int k = 1; k <= 400; k++) {
      FixedDos next = rippled(-0.01 + 5e-5 * k);
      largestJump = Math.max(largestJump, Math.abs(next.fermiLevel() - last.fermiLevel()));
      double change =
          next.bandEnergy()
              + next.electrons() * next.fermiLevel()
              - last.bandEnergy()
              - last.electrons() * last.fermiLevel();
      largestStep = Math.max(largestStep, Math.abs(change));
      last = next;
    }
    assertTrue(largestJump > 0.2, "the root jumps, " + largestJump);
    assertTrue(largestStep < 6e-5, "the energy does not, " + largestStep);
  }

  @Test
  void aTailAboveTheWindowIsRefused() {
    FixedDos narrow = Curves.filled(new EnergyGrid(0, 0.05, 161), 8, e -> 2);
    FixedDos wide = Curves.filled(new EnergyGrid(0, 0.05, 1201), 8, e -> 2);
    double limit = narrow.highestTemperature();
    double missing = narrow.state(limit).freeEnergyChange() - wide.state(limit).freeEnergyChange();
    assertEquals(8 * FixedDos.TAIL_TOLERANCE, missing, 2e-4);
    CoesiteException e = assertThrows(CoesiteException.class, () -> narrow.state(1.001 * limit));
    assertTrue(e.getMessage().contains("at most " + (long) limit + " K"), e.getMessage());
    assertTrue(e.getMessage().contains("above 8 eV"), e.getMessage());
    assertTrue(narrow.highestTemperature() < wide.highestTemperature());
    assertThrows(CoesiteException.class, () -> narrow.state(1e7));
    FixedDos lenient = new FixedDos(narrow.grid(), narrow.curve(), 8, 0.01);
    assertTrue(lenient.highestTemperature() > 1.2 * limit);
  }

  @Test
  void aWindowFilledToItsTopStaysCold() {
    FixedDos full = Curves.filled(new EnergyGrid(0, 0.1, 41), 8, e -> 2);
    assertEquals(4, full.fermiLevel(), 1e-9);
    assertThrows(CoesiteException.class, () -> full.state(1000));
    assertEquals(0, full.state(0).freeEnergyChange());
  }

  @Test
  void badInputIsRefusedInOneLine() {
    EnergyGrid grid = new EnergyGrid(0, 0.1, 41);
    double[] two = Curves.sampled(grid, e -> 2);
    refused("holds 8 electrons up to its window's top, 4 eV, and 9", grid, two, 9);
    refused("0.0 electrons", grid, two, 0);
    refused("NaN electrons", grid, two, Double.NaN);
    refused("has 3 values on a grid of 41", grid, new double[3], 1);
    double[] broken = two.clone();
    broken[10] = Double.NaN;
    refused("NaN at 1 eV", grid, broken, 4);
    FixedDos dos = new FixedDos(grid, two, 4);
    assertThrows(CoesiteException.class, () -> dos.state(-1));
    assertThrows(CoesiteException.class, () -> dos.state(Double.NaN));
    assertThrows(CoesiteException.class, () -> new FixedDos(grid, two, 4, 0));
  }

  private static void refused(String reason, EnergyGrid grid, double[] dos, double electrons) {
    CoesiteException e =
        assertThrows(CoesiteException.class, () -> new FixedDos(grid, dos, electrons));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertEquals(-1, e.getMessage().indexOf('\n'));
  }
}
