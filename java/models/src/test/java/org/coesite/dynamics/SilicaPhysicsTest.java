package org.coesite.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.models.Potential;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the bundled silica potential says of crystals whose properties are known. */
class SilicaPhysicsTest {
  private static Backend backend;
  private static Potential potential;
  private static Structure relaxedQuartz;

  @BeforeAll
  static void load() {
    backend = Backends.open("cpu", Precision.F64, 2);
    potential = Potential.bundled("silica", backend);
    relaxedQuartz = relaxed(quartz());
  }

  @AfterAll
  static void close() {
    potential.close();
    backend.close();
  }

  /** Alpha-quartz, P3_2 21, as found at room temperature (Levien et al., Am. Mineral. 65, 1980). */
  private static Structure quartz() {
    double u = 0.4697;
    double x = 0.4135;
    double y = 0.2669;
    double z = 0.1191;
    double third = 1.0 / 3;
    double[][] sites = {
      {u, 0, 0},
      {0, u, 2 * third},
      {-u, -u, third},
      {x, y, z},
      {y, x, 2 * third - z},
      {-y, x - y, 2 * third + z},
      {-x, y - x, third - z},
      {y - x, -x, third + z},
      {x - y, -y, -z}
    };
    return crystal(3, Cell.of(4.916, 4.916, 5.4054, 90, 90, 120), sites);
  }

  /** Alpha-cristobalite, P4_1 2_1 2 (Downs and Palmer, Am. Mineral. 79, 1994). */
  private static Structure cristobalite() {
    double u = 0.3003;
    double x = 0.2392;
    double y = 0.1044;
    double z = 0.1787;
    double[][] sites = {
      {u, u, 0},
      {-u, -u, 0.5},
      {0.5 - u, 0.5 + u, 0.25},
      {0.5 + u, 0.5 - u, 0.75},
      {x, y, z},
      {-x, -y, z + 0.5},
      {0.5 - y, 0.5 + x, z + 0.25},
      {0.5 + y, 0.5 - x, z + 0.75},
      {0.5 - x, 0.5 + y, 0.25 - z},
      {0.5 + x, 0.5 - y, 0.75 - z},
      {y, x, -z},
      {-y, -x, 0.5 - z}
    };
    return crystal(4, Cell.of(4.9717, 4.9717, 6.9222, 90, 90, 90), sites);
  }

  private static Structure crystal(int silicon, Cell cell, double[][] sites) {
    double[] fractional = Arrays.stream(sites).flatMapToDouble(Arrays::stream).toArray();
    Structure shape = Crystals.of(8, cell, fractional);
    int[] species = shape.species();
    Arrays.fill(species, 0, silicon, 14);
    return Structure.of(species, shape.positions()).cell(cell).build();
  }

  private static Structure relaxed(Structure start) {
    RelaxationResult result =
        new Relaxer(potential, RelaxationSettings.positionsAndCell().withCriteria(0.002, 2e-5))
            .relax(start);
    assertTrue(result.converged(), result.message());
    return result.structure();
  }

  @Test
  void cellsOfQuartzAndCristobalite() {
    // PBE expands what is found at room temperature, 4.916 and 5.405 angstrom, by 2 to 3%
    Cell quartz = relaxedQuartz.cell();
    assertEquals(5.05, quartz.length(0), 0.05);
    assertEquals(5.53, quartz.length(2), 0.05);
    assertEquals(120, quartz.angle(2), 0.01);
    BondStatistics bonds = BondStatistics.siliconOxygen(relaxedQuartz);
    assertEquals(1.63, bonds.lengths().mean(), 0.02);
    assertEquals(146, bonds.anglesAtSecond().mean(), 3);
    Structure cristobalite = relaxed(cristobalite());
    assertEquals(5.08, cristobalite.cell().length(0), 0.1);
    assertEquals(7.1, cristobalite.cell().length(2), 0.2);
    assertEquals(4, BondStatistics.siliconOxygen(cristobalite).neighboursOfFirst().min());
  }

  @Test
  void quartzIsStable() {
    Phonons phonons = Phonons.of(potential, new Supercell(relaxedQuartz, 2, 2, 2), 0.01);
    double[] gamma = phonons.frequencies(0, 0, 0);
    PhononSpectrum spectrum = phonons.mesh(4, 4, 4);
    assertTrue(phonons.stableAtGamma(0.05));
    assertTrue(spectrum.lowest() > -0.05);
    // the highest transverse bands of quartz lie at 1080 to 1160/cm, those of PBE some 5% lower
    assertEquals(33, gamma[26], 2.5);
  }

  /** A picosecond of 216 atoms at room temperature. */
  @Test
  void energyIsConserved() {
    Structure crystal = new Supercell(relaxedQuartz, 3, 4, 2).structure();
    EnergyDrift drift = new EnergyDrift();
    MdState end =
        MolecularDynamics.constantEnergy(
                potential,
                crystal,
                // half of it turns into potential energy
                Velocities.maxwellBoltzmann(Velocities.masses(crystal), 600, 1),
                0.5)
            .observe(1, drift)
            .run(2000);
    assertEquals(300, end.temperature(), 40);
    assertTrue(Math.abs(drift.drift()) < 0.1, "meV per atom and ps: " + drift.drift());
    assertTrue(drift.fluctuation() < 0.02, "meV per atom: " + drift.fluctuation());
  }
}
