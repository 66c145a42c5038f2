package org.coesite.examples.silica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.coesite.cli.BundledFrameworks;
import org.coesite.dynamics.BondStatistics;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class CristobaliteTest {
  @Test
  void boxIsTheSameCrystal() {
    Structure tetragonal = BundledFrameworks.read("cristobalite.cif");
    Structure box = Cristobalite.box();
    assertEquals(24, box.atoms());
    assertEquals(2 * tetragonal.cell().volume(), box.cell().volume(), 1e-9);
    double[] expected = BondStatistics.siliconOxygen(tetragonal).anglesAtSecond().values();
    double[] values = BondStatistics.siliconOxygen(box).anglesAtSecond().values();
    assertEquals(2 * expected.length, values.length);
    for (double angle : values) {
      assertEquals(expected[0], angle, 1e-9);
    }
    SilicaMeasures measures = new SilicaMeasures(box);
    assertEquals(1, measures.siliconShare(4), 0);
    assertEquals(1, measures.oxygenShare(2), 0);
    // published: 2.33 g/cm^3
    assertEquals(2.33, measures.density(), 0.005);
    Structure crystal = Cristobalite.crystal(2);
    assertEquals(192, crystal.atoms());
    // images: the same vectors to the nearest oxygen atoms
    double[] first = bond(crystal, 1);
    for (int i = 1 + Cristobalite.CELL; i < crystal.atoms(); i += Cristobalite.CELL) {
      assertArrayEquals(first, bond(crystal, i), 1e-9);
    }
  }

  @Test
  void meltStartsAtTheDensityOfTheGlass() {
    Structure start = Glass.crystal(1);
    assertEquals(Glass.DENSITY, new SilicaMeasures(start).density(), 1e-9);
    assertEquals(start.cell().length(0), start.cell().length(2), 1e-12);
    assertEquals(1, new SilicaMeasures(start).siliconShare(4), 0);
  }

  @Test
  void meanOfATrajectory() {
    Structure box = Cristobalite.box();
    double[] there = box.positions();
    double[] back = box.positions();
    there[4] += 0.3;
    back[4] -= 0.3;
    CrystalShape shape = CrystalShape.of(List.of(moved(box, there), moved(box, back)));
    double[] mean = shape.mean().positions();
    double worst = 0;
    for (int k = 0; k < mean.length; k++) {
      worst = Math.max(worst, Math.abs(mean[k] - box.positions()[k]));
    }
    assertTrue(worst < 1e-12, "worst: " + worst);
    double angle = new SilicaMeasures(box).bridges().mean();
    assertEquals(angle, shape.bridgeOfMean(), 1e-9);
    double moments =
        Arrays.stream(new double[][] {there, back})
            .mapToDouble(x -> new SilicaMeasures(moved(box, x)).bridges().mean())
            .average()
            .orElseThrow();
    assertEquals(moments, shape.bridge(), 1e-9);
    assertTrue(Math.abs(moments - angle) > 1e-3, "an atom away from its place bends bridges");
    assertEquals(box.cell().volume() / 8, shape.volume(), 1e-9);
    assertEquals(box.cell().length(0) / box.cell().length(2) - 1, shape.distortion(), 1e-9);
  }

  /** From a silicon atom to its nearest oxygen atom, the first in the order of the axes. */
  private static double[] bond(Structure crystal, int silicon) {
    List<double[]> bonds = new ArrayList<>();
    for (int j = 0; j < crystal.atoms(); j++) {
      double[] d = new double[3];
      double square = 0;
      for (int axis = 0; axis < 3; axis++) {
        double edge = crystal.cell().length(axis);
        double x = crystal.position(j, axis) - crystal.position(silicon, axis);
        d[axis] = x - edge * Math.rint(x / edge);
        square += d[axis] * d[axis];
      }
      if (crystal.species(j) == 8 && square < 4) {
        bonds.add(d);
      }
    }
    bonds.sort(Comparator.comparingDouble(d -> d[0]));
    assertEquals(4, bonds.size());
    return bonds.get(0);
  }

  private static Structure moved(Structure structure, double[] positions) {
    return Structure.of(structure.species(), positions).cell(structure.cell()).build();
  }
}
