package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class JointDosTest {
  /** The integral by a great many midpoints. */
  private static double slow(FixedDos dos, double energy, int points) {
    double fermi = dos.fermiLevel();
    double from = Math.max(fermi - energy, dos.grid().start());
    double step = (fermi - from) / points;
    double sum = 0;
    for (int i = 0; i < points; i++) {
      double e = from + (i + 0.5) * step;
      sum += step * dos.at(e) * dos.at(e + energy);
    }
    return sum;
  }

  @Test
  void itIsTheIntegralOverAllPairs() {
    Random random = new Random(7);
    double[] noise = random.doubles(81, 0.1, 3).toArray();
    EnergyGrid grid = new EnergyGrid(-2.3, 0.1, 81);
    FixedDos dos = new FixedDos(grid, noise, 6.2);
    JointDos joint = new JointDos(dos, 2);
    for (double energy : new double[] {0, 0.03, 0.1, 0.77, 2, 3.4567, joint.highest()}) {
      double expected = slow(dos, energy, 400_000) / 4;
      assertEquals(expected, joint.at(energy), 1e-6 * (1 + expected), "at " + energy);
    }
  }

  @Test
  void flatBandsGiveATriangle() {
    // 2 states/eV filled from -1 to 0, 3 states/eV empty from 1 to 2: overlap of two boxes
    DoubleUnaryOperator boxes = e -> e < 0 ? (e > -1 ? 2 : 0) : e > 1 && e < 2 ? 3 : 0;
    EnergyGrid grid = new EnergyGrid(-2, 1e-3, 7001);
    JointDos joint = new JointDos(Curves.filledTo(0.5, grid, boxes), 1);
    assertEquals(0, joint.at(0.9), 1e-12);
    for (double energy : new double[] {1.2, 1.5, 2, 2.6, 2.9}) {
      double overlap = Math.min(energy - 1, 3 - energy);
      assertEquals(6 * overlap, joint.at(energy), 0.02, "at " + energy);
    }
    assertEquals(0, joint.at(3.1), 1e-12);
    assertEquals(4.5, joint.highest(), 0.01);
  }

  @Test
  void itsIntegralCountsPairsOfStates() {
    EnergyGrid grid = new EnergyGrid(-5, 0.05, 301);
    FixedDos dos =
        Curves.filled(grid, 3, e -> e < 0 ? Math.max(0, 2 - Math.abs(e + 2)) : e < 4 ? 0.3 * e : 0);
    JointDos joint = new JointDos(dos, 1);
    double sum = 0;
    double step = 0.01;
    for (double w = step / 2; w < joint.highest(); w += step) {
      sum += step * joint.at(w);
    }
    double empty = dos.statesBelow(grid.end()) - 3;
    assertTrue(empty > 1, "empty states " + empty);
    assertEquals(3 * empty, sum, 1e-3 * sum);
  }

  @Test
  void aSupercellHasThatOfItsCell() {
    EnergyGrid grid = new EnergyGrid(-5, 0.05, 501);
    JointDos cell = new JointDos(Curves.metal(), 2);
    JointDos supercell = new JointDos(Curves.filled(grid, 42, e -> 3 * Curves.metal(e)), 6);
    assertEquals(cell.at(1.3), supercell.at(1.3), 1e-10);
  }

  @Test
  void aMetalStartsAsItsDensitySquared() {
    FixedDos dos = Curves.metal();
    double small = 1e-4;
    double expected = small * dos.dosAtFermiLevel() * dos.dosAtFermiLevel();
    assertEquals(expected, new JointDos(dos, 1).at(small), 1e-3 * expected);
  }

  @Test
  void whereFinalStatesAreMissingItIsRefused() {
    JointDos joint = new JointDos(Curves.metal(), 1);
    double above = Math.nextUp(joint.highest());
    CoesiteException e = assertThrows(CoesiteException.class, () -> joint.at(above));
    assertTrue(e.getMessage().contains("complete from 0 to"), e.getMessage());
    assertThrows(CoesiteException.class, () -> joint.at(-0.1));
    assertThrows(CoesiteException.class, () -> joint.at(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new JointDos(Curves.metal(), 0));
  }

  @Test
  void beyondTheBottomNothingMoreIsFilled() {
    // the window is so wide that transitions span the whole valence band
    EnergyGrid grid = new EnergyGrid(-3, 0.1, 201);
    FixedDos dos = Curves.filled(grid, 3, e -> 1);
    assertEquals(3, new JointDos(dos, 1).at(10), 1e-9);
    assertEquals(3, new JointDos(dos, 1).at(3.2), 1e-9);
    assertEquals(1.5, new JointDos(dos, 1).at(1.5), 1e-9);
  }
}
