package org.coesite.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class BondStatisticsTest {
  /** Ideal beta-cristobalite: straight Si-O-Si bridges of sqrt(3)/8 a half-length. */
  private static Structure cristobalite(double a) {
    Structure silicon = Crystals.diamondCube(a);
    double[][] bridges = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
    int[] species = new int[24];
    double[] positions = new double[72];
    System.arraycopy(silicon.positions(), 0, positions, 0, 24);
    Arrays.fill(species, 0, 8, 14);
    Arrays.fill(species, 8, 24, 8);
    for (int i = 0; i < 4; i++) {
      for (int b = 0; b < 4; b++) {
        for (int k = 0; k < 3; k++) {
          positions[24 + 3 * (4 * i + b) + k] = silicon.position(i, k) + bridges[b][k] * a / 8;
        }
      }
    }
    return Structure.of(species, positions).cell(silicon.cell()).build();
  }

  @Test
  void idealCristobalite() {
    double a = 7.16;
    BondStatistics bonds = BondStatistics.siliconOxygen(cristobalite(a));
    assertEquals(32, bonds.lengths().count());
    assertEquals(Math.sqrt(3) / 8 * a, bonds.lengths().mean(), 1e-12);
    assertEquals(0, bonds.lengths().deviation(), 1e-12);
    assertEquals(16, bonds.anglesAtSecond().count());
    assertEquals(180, bonds.anglesAtSecond().mean(), 1e-5);
    assertEquals(48, bonds.anglesAtFirst().count());
    assertEquals(Math.toDegrees(Math.acos(-1.0 / 3)), bonds.anglesAtFirst().mean(), 1e-9);
    assertEquals(4, bonds.neighboursOfFirst().min());
    assertEquals(2, bonds.neighboursOfSecond().max());
  }

  @Test
  void bondsToImagesOfTheSameAtomCountOnce() {
    // one atom, six images: three bonds, fifteen angles
    BondStatistics bonds =
        BondStatistics.of(
            Crystals.of(14, Cell.of(2, 0, 0, 0, 2, 0, 0, 0, 2), 0, 0, 0), 14, 14, 2.1);
    assertEquals(3, bonds.lengths().count());
    assertEquals(15, bonds.anglesAtFirst().count());
    assertEquals(4, BondStatistics.of(Crystals.diamond(5.4), 14, 14, 2.5).lengths().count());
  }

  @Test
  void everySiliconOfSilicaHasFourBridges() {
    Structure silica = cristobalite(7.16);
    for (int i = 0; i < 8; i++) {
      assertEquals(4, BondStatistics.bridges(silica, i, 14, 8));
    }
  }

  /** H3Si-O-SiH3 with two more oxygens on the first: one bridge, three bonds. */
  @Test
  void onlyOxygensWithTwoSiliconsAreBridges() {
    Structure dimer =
        Structure.of(
                new int[] {14, 8, 14, 8, 8, 1},
                new double[] {
                  0, 0, 0, 1.6, 0, 0, 3.2, 0, 0, -0.6, 1.5, 0, -0.6, -1.5, 0, -0.6, 1.5, 0.97
                })
            .build();
    assertEquals(1, BondStatistics.bridges(dimer, 0, 14, 8));
    assertEquals(1, BondStatistics.bridges(dimer, 2, 14, 8));
    Structure alone = Structure.of(new int[] {14}, new double[3]).build();
    assertEquals(0, BondStatistics.bridges(alone, 0, 14, 8));
  }

  /** A chain of one silicon and one bridge in each cell: both bonds go to images. */
  @Test
  void bridgesToImagesOfTheSameAtomCount() {
    Structure chain =
        Structure.of(new int[] {14, 8}, new double[] {0, 0, 0, 1.6, 0, 0})
            .cell(Cell.of(3.2, 0, 0, 0, 12, 0, 0, 0, 12))
            .build();
    assertEquals(2, BondStatistics.bridges(chain, 0, 14, 8));
  }

  @Test
  void nothingBondedMeansNaN() {
    BondStatistics bonds = BondStatistics.siliconOxygen(Crystals.diamond(5.4));
    assertEquals(0, bonds.lengths().count());
    assertTrue(Double.isNaN(bonds.lengths().mean()));
    assertTrue(Double.isNaN(bonds.anglesAtSecond().mean()));
  }

  @Test
  void histogramIsADensity() {
    Sample sample = Sample.of(0.1, 0.2, 0.6, 1.5);
    assertArrayEquals(new double[] {1, 0.5}, sample.histogram(0, 1, 2), 1e-15);
  }

  @Test
  void gasOfRandomAtomsHasNoStructure() {
    Random random = new Random(3);
    RadialDistribution g = new RadialDistribution(18, 18, 6, 6);
    for (int frame = 0; frame < 20; frame++) {
      double[] fractional = random.doubles(300).toArray();
      g.add(Crystals.of(18, Cell.of(9, 0, 0, 2, 8, 0, -3, 1, 7), fractional));
    }
    for (int b = 0; b < 6; b++) {
      // self pairs are absent: 99 of 100 neighbours
      assertEquals(0.99, g.values()[b], b == 0 ? 0.1 : 0.04, "bin " + b);
    }
  }

  @Test
  void shellsOfACrystal() {
    RadialDistribution g = new RadialDistribution(18, 18, 8, 80);
    g.add(Crystals.fcc(5.3));
    double[] values = g.values();
    double density = 4 / Math.pow(5.3, 3);
    int shell = (int) (5.3 / Math.sqrt(2) * 10);
    double volume =
        4.0 / 3 * Math.PI * (Math.pow((shell + 1) / 10.0, 3) - Math.pow(shell / 10.0, 3));
    assertEquals(12, values[shell] * density * volume, 1e-9);
    assertEquals(0, values[shell - 3]);
    assertEquals(shell / 10.0 + 0.05, g.distances()[shell], 1e-12);
  }

  @Test
  void clusterHasNoRadialDistribution() {
    Structure atom = Structure.of(new int[] {18}, new double[3]).build();
    assertThrows(CoesiteException.class, () -> new RadialDistribution(18, 18, 5, 5).add(atom));
  }
}
