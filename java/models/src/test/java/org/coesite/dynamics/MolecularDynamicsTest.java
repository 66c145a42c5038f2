package org.coesite.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class MolecularDynamicsTest {
  @Test
  void twoBodiesOnASpringFollowTheCosine() {
    // reduced mass m/2: omega^2 = 2 k/m
    double k = 5;
    Calculator spring = PairModel.springs(k, 2, 10);
    Structure pair = Structure.of(new int[] {14, 14}, new double[] {0, 0, 0, 2.1, 0, 0}).build();
    double omega = Math.sqrt(2 * k / Velocities.masses(pair)[0] * 9.648533212e-3);
    MolecularDynamics md = MolecularDynamics.constantEnergy(spring, pair, new double[6], 0.2);
    double worst = 0;
    for (int s = 1; s <= 1000; s++) {
      MdState state = md.run(1);
      double length = state.structure().position(1, 0) - state.structure().position(0, 0);
      worst = Math.max(worst, Math.abs(length - 2 - 0.1 * Math.cos(omega * state.time())));
    }
    // (omega dt)^2/24 of phase a radian, over some 12 radians
    assertTrue(worst < 1e-4 && worst > 1e-8, "worst: " + worst);
    assertEquals(200, md.state().time(), 1e-9);
  }

  @Test
  void energyErrorFallsWithTheSquareOfTheTimeStep() {
    double coarse = fluctuation(2);
    double fine = fluctuation(1);
    assertEquals(4, coarse / fine, 0.4, coarse + " and " + fine + " meV per atom");
  }

  private static double fluctuation(double timeStep) {
    Structure start = Crystals.disturbed(Crystals.diamondCube(5.431), 0.1, 0, 6);
    EnergyDrift drift = new EnergyDrift();
    MolecularDynamics.constantEnergy(
            new StillingerWeber(),
            start,
            Velocities.maxwellBoltzmann(Velocities.masses(start), 600, 7),
            timeStep)
        .observe((int) (2 / timeStep), drift)
        .run((int) (400 / timeStep));
    assertTrue(Math.abs(drift.drift()) < 1.5 * timeStep * timeStep, "drift: " + drift.drift());
    return drift.fluctuation();
  }

  @Test
  void dynamicsRunsBackwards() {
    Calculator model = new StillingerWeber();
    Structure start = Crystals.disturbed(Crystals.diamondCube(5.431), 0.1, 0, 6);
    double[] v = Velocities.maxwellBoltzmann(Velocities.masses(start), 900, 7);
    MdState there = MolecularDynamics.constantEnergy(model, start, v, 1).run(100);
    double[] reversed = Arrays.stream(there.velocities()).map(x -> -x).toArray();
    MdState back = MolecularDynamics.constantEnergy(model, there.structure(), reversed, 1).run(100);
    assertArrayEquals(start.positions(), back.structure().positions(), 1e-9);
    assertFalse(
        Math.abs(there.structure().position(0, 0) - start.position(0, 0)) < 1e-3, "it moved");
  }

  @Test
  void momentumStaysZeroAndTemperatureIsExact() {
    double[] masses = new double[200];
    for (int i = 0; i < 200; i++) {
      masses[i] = i % 3 == 0 ? 28.085 : 15.999;
    }
    double[] v = Velocities.maxwellBoltzmann(masses, 300, 1);
    for (int axis = 0; axis < 3; axis++) {
      double p = 0;
      for (int i = 0; i < 200; i++) {
        p += masses[i] * v[3 * i + axis];
      }
      assertEquals(0, p, 1e-12);
    }
    assertEquals(300, Velocities.temperature(v, masses, 597), 1e-9);
    assertEquals(1.5 * 8.617333262e-5 * 300 * 199, Velocities.kinetic(v, masses), 1e-9);
    assertArrayEquals(v, Velocities.maxwellBoltzmann(masses, 300, 1), 0);
    assertFalse(Arrays.equals(v, Velocities.maxwellBoltzmann(masses, 300, 2)));
    // energy is shared equally between light and heavy
    double light = 0;
    for (int i = 0; i < 600; i++) {
      light += i / 3 % 3 == 0 ? 0 : masses[i / 3] * v[i] * v[i];
    }
    assertEquals(133.0 / 200, light / 2 / 9.648533212e-3 / Velocities.kinetic(v, masses), 0.06);
  }

  @Test
  void langevinBringsSpringsToTheTemperatureOfTheBath() {
    // independent oscillators: kT/2 in each potential and kinetic degree of freedom
    Calculator well = new HarmonicWells(4);
    int atoms = 60;
    int[] species = new int[atoms];
    Arrays.fill(species, 0, 30, 8);
    Arrays.fill(species, 30, 60, 14);
    double[] sites = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      sites[3 * i] = 5 * i;
    }
    double[] sums = new double[3];
    Structure s = Structure.of(species, sites).build();
    MolecularDynamics md =
        MolecularDynamics.langevin(well, s, new double[3 * atoms], 2, 400, 0.02, 11);
    md.run(300);
    md.observe(
        5,
        state -> {
          sums[0]++;
          sums[1] += state.temperature();
          sums[2] += state.prediction().energy();
        });
    md.run(6000);
    assertEquals(400, sums[1] / sums[0], 8);
    double kT = 8.617333262e-5 * 400;
    assertEquals(1.5 * kT, sums[2] / sums[0] / atoms, 0.02 * 1.5 * kT);
  }

  @Test
  void conservedQuantityAccountsForTheBath() {
    Structure start = Crystals.diamondCube(5.431);
    EnergyDrift drift = new EnergyDrift();
    List<Double> temperatures = new ArrayList<>();
    MdState end =
        MolecularDynamics.langevin(new StillingerWeber(), start, new double[24], 1, 1000, 0.05, 3)
            .observe(1, drift)
            .observe(10, state -> temperatures.add(state.temperature()))
            .run(200);
    assertTrue(drift.fluctuation() < 3, "fluctuation: " + drift.fluctuation());
    assertTrue(end.kinetic() > 0.3, "the bath heats: " + end.kinetic());
    assertEquals(21, temperatures.size());
  }

  @Test
  void sameSeedSameTrajectory() {
    assertArrayEquals(langevin(5), langevin(5), 0);
    assertFalse(Arrays.equals(langevin(5), langevin(6)));
  }

  private static double[] langevin(long seed) {
    return MolecularDynamics.langevin(
            new StillingerWeber(), Crystals.diamondCube(5.431), new double[24], 1, 500, 0.02, seed)
        .run(20)
        .structure()
        .positions();
  }

  @Test
  void volumesAreThoseOfTheIsothermalIsobaricEnsemble() {
    Structure box =
        Structure.of(new int[] {14, 14}, new double[] {1, 1, 1, 3, 3, 3})
            .cell(Cell.of(4, 0, 0, 0, 4, 0, 0, 0, 4))
            .build();
    double bulk = 0.5;
    double pressure = 0.05;
    MolecularDynamics md =
        MolecularDynamics.langevin(
                new ElasticBox(4, bulk, box), box, new double[6], 2, 300, 0.02, 5)
            .pressure(pressure, 1 / bulk, 20);
    md.run(500);
    List<Double> volumes = new ArrayList<>();
    double[] pressures = new double[1];
    md.observe(
        5,
        state -> {
          volumes.add(state.structure().cell().volume());
          pressures[0] += state.pressure();
        });
    md.run(60_000);
    Sample sample = Sample.of(volumes.stream().mapToDouble(Double::doubleValue).toArray());
    double spread = Math.sqrt(8.617333262e-5 * 300 * 64 / bulk);
    assertEquals(64 * (1 - pressure / bulk), sample.mean(), 0.05 * spread);
    assertEquals(spread, sample.deviation(), 0.04 * spread);
    // the mean of -dA/dV, less what the average over volumes adds: kT/V
    double kT = 8.617333262e-5 * 300;
    assertEquals(pressure + kT / sample.mean(), pressures[0] / sample.count(), 0.02 * pressure);
  }

  @Test
  void lengthsAlongTheAxesAreThoseOfTheirEnsemble() {
    Structure box =
        Structure.of(new int[] {14, 14}, new double[] {1, 1, 1, 3, 3, 3})
            .cell(Cell.of(4, 0, 0, 0, 5, 0, 0, 0, 6))
            .build();
    double[] edges = {8, 6, 5};
    MolecularDynamics md =
        MolecularDynamics.langevin(
                new StretchyBox(4, edges, box), box, new double[6], 2, 300, 0.02, 5)
            .pressureAlongAxes(0, 0.8, 20);
    md.run(500);
    List<double[]> lengths = new ArrayList<>();
    md.observe(5, state -> lengths.add(state.structure().cell().toArray()));
    md.run(100_000);
    for (int axis = 0; axis < 3; axis++) {
      int diagonal = 4 * axis;
      Sample sample = Sample.of(lengths.stream().mapToDouble(cell -> cell[diagonal]).toArray());
      double spread = Math.sqrt(8.617333262e-5 * 300 / edges[axis]);
      assertEquals(box.cell().get(axis, axis), sample.mean(), 0.06 * spread);
      assertEquals(spread, sample.deviation(), 0.05 * spread);
    }
    assertEquals(0, lengths.getLast()[1], 0);
  }

  @Test
  void pressureAlongAxesSqueezesEachEdge() {
    Structure box =
        Structure.of(new int[] {14, 14}, new double[] {1, 1, 1, 3, 3, 3})
            .cell(Cell.of(4, 0, 0, 0, 5, 0, 0, 0, 6))
            .build();
    double[] edges = {8, 3, 15};
    double pressure = 0.02;
    MolecularDynamics md =
        MolecularDynamics.langevin(
                new StretchyBox(4, edges, box), box, new double[6], 2, 0, 0.05, 5)
            .pressureAlongAxes(pressure, 2, 20);
    Cell end = md.run(5000).structure().cell();
    // forces on opposite faces in balance: k (L0 - L) = p A
    for (int axis = 0; axis < 3; axis++) {
      double area = end.volume() / end.get(axis, axis);
      double length = box.cell().get(axis, axis) - pressure * area / edges[axis];
      assertEquals(length, end.get(axis, axis), 1e-6);
    }
  }

  @Test
  void momentaShrinkAsTheCellGrows() {
    // free atoms and next to no friction: what is left is that a particle speeds up between walls
    // that close in
    Structure box =
        Structure.of(new int[] {14, 14}, new double[] {1, 1, 1, 3, 3, 3})
            .cell(Cell.of(4, 0, 0, 0, 4, 0, 0, 0, 4))
            .build();
    double[] v = {1e-3, -2e-3, 3e-3, 1e-3, 2e-3, -1e-3};
    MdState end =
        MolecularDynamics.langevin(new ElasticBox(0, 0.5, box), box, v, 1, 0, 1e-12, 5)
            .pressure(0.1, 2, 20)
            .run(10);
    double scale = end.structure().cell().get(0, 0) / 4;
    assertTrue(scale < 0.99, "scale: " + scale);
    for (int k = 0; k < 6; k++) {
      assertEquals(v[k], end.velocities()[k] * scale, 1e-12);
    }
  }

  @Test
  void coldCrystalGivesWayAsItRelaxes() {
    double pressure = 5 * RelaxationSettings.GPA;
    Structure start = Crystals.diamondCube(5.431);
    MdState end =
        MolecularDynamics.langevin(new StillingerWeber(), start, new double[24], 2, 0, 0.05, 1)
            .pressure(pressure, 1.6, 100)
            .run(1500);
    RelaxationSettings settings =
        RelaxationSettings.positions()
            .with(CellFreedom.VOLUME)
            .withPressure(pressure)
            .withCriteria(1e-4, 1e-6);
    Structure relaxed = new Relaxer(new StillingerWeber(), settings).relax(start).structure();
    assertEquals(relaxed.cell().volume(), end.structure().cell().volume(), 1e-2);
    assertEquals(pressure, end.pressure(), 1e-5);
    assertTrue(end.structure().cell().volume() < 0.97 * start.cell().volume());
    assertTrue(Double.isNaN(end.conserved()));
  }

  @Test
  void bathCanBeCooledOnTheWay() {
    Structure start = Crystals.diamondCube(5.431);
    MolecularDynamics md =
        MolecularDynamics.langevin(new StillingerWeber(), start, new double[24], 2, 900, 0.05, 3);
    double hot = md.run(300).kinetic();
    double cold = md.temperature(0).run(300).kinetic();
    assertTrue(hot > 0.3 && cold < 1e-3, hot + " and " + cold);
    assertThrows(CoesiteException.class, () -> md.temperature(-1));
  }

  @Test
  void sameSeedSameVolume() {
    assertEquals(squeezed(5), squeezed(5), 0);
    assertTrue(squeezed(5) != squeezed(6));
  }

  private static double squeezed(long seed) {
    return MolecularDynamics.langevin(
            new StillingerWeber(), Crystals.diamondCube(5.431), new double[24], 1, 500, 0.02, seed)
        .pressure(0.01, 1.6, 50)
        .run(20)
        .structure()
        .cell()
        .volume();
  }

  @Test
  void pressureIsRefusedWhereItMakesNoSense() {
    Structure crystal = Crystals.diamondCube(5.431);
    MolecularDynamics isolated =
        MolecularDynamics.constantEnergy(new StillingerWeber(), crystal, new double[24], 1);
    assertThrows(IllegalStateException.class, () -> isolated.pressure(0, 1.6, 100));
    assertThrows(IllegalStateException.class, () -> isolated.temperature(300));
    MolecularDynamics md =
        MolecularDynamics.langevin(new StillingerWeber(), crystal, new double[24], 1, 1, 0.1, 1);
    assertThrows(CoesiteException.class, () -> md.pressure(Double.NaN, 1.6, 100));
    assertThrows(CoesiteException.class, () -> md.pressure(0, 0, 100));
    assertThrows(CoesiteException.class, () -> md.pressure(0, 1.6, 0.5));
    assertThrows(CoesiteException.class, () -> md.pressureAlongAxes(0, -1, 100));
    Structure cluster = Structure.of(crystal.species(), crystal.positions()).build();
    MolecularDynamics free =
        MolecularDynamics.langevin(new HarmonicWells(4), cluster, new double[24], 1, 1, 0.1, 1);
    CoesiteException e = assertThrows(CoesiteException.class, () -> free.pressure(0, 1.6, 100));
    assertTrue(e.getMessage().contains("three directions"), e.getMessage());
  }

  @Test
  void runawayVolumeNamesItsStep() {
    MolecularDynamics md =
        MolecularDynamics.langevin(
                new StillingerWeber(), Crystals.diamondCube(5.431), new double[24], 1, 1, 0.1, 1)
            .pressure(-100, 1.6, 10);
    CoesiteException e = assertThrows(CoesiteException.class, () -> md.run(1000));
    assertTrue(e.getMessage().matches("molecular dynamics, step \\d+: the volume went from .*"));
  }

  @Test
  void driftOfAStraightLine() {
    EnergyDrift drift = new EnergyDrift();
    Structure two = Structure.of(new int[2], new double[6]).build();
    for (int k = 0; k < 10; k++) {
      drift.accept(
          new MdState(k, 100 * k, two, null, null, 0, 0, 5000 + 0.002 * k + (k % 2) * 1e-9));
    }
    // 0.002 eV in 100 fs for two atoms
    assertEquals(10, drift.drift(), 1e-4);
  }

  @Test
  void disasterNamesItsStep() {
    Calculator well = new PairModel(r -> new double[] {-5 / r, 5 / (r * r)}, 4);
    Structure pair = Structure.of(new int[] {14, 14}, new double[] {0, 0, 0, 1, 0, 0}).build();
    MolecularDynamics md = MolecularDynamics.constantEnergy(well, pair, new double[6], 1);
    CoesiteException e = assertThrows(CoesiteException.class, () -> md.run(1000));
    assertTrue(
        e.getMessage().matches("molecular dynamics, step \\d+: atoms 1 and 2 are 0.* apart"),
        e.getMessage());
  }
}
