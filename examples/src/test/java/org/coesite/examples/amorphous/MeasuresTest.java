package org.coesite.examples.amorphous;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.coesite.dynamics.Supercell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  @Test
  void crystalIsFourfold() {
    Structure crystal = SmallCell.crystal(2);
    Measures measures = new Measures(crystal);
    assertEquals(64, crystal.atoms());
    assertEquals(4, measures.meanCoordination(), 0);
    assertEquals(1, measures.share(4), 0);
    assertEquals(0, measures.share(5), 0);
    assertEquals(64, measures.count(4));
    // the edge and the bond of the conventional cell
    double edge = Math.cbrt(8 * measures.volumePerAtom());
    assertEquals(edge * Math.sqrt(3) / 4, measures.firstPeak(), 0.026);
    assertEquals(Math.toDegrees(Math.acos(-1.0 / 3)), measures.angles().mean(), 1e-9);
    assertEquals(0, measures.angles().deviation(), 1e-5);
    // 2.329 g/cm^3 at 5.431 angstrom
    assertEquals(2.329 * Math.pow(5.431 / edge, 3), measures.density(), 2e-3);
  }

  @Test
  void copiesThatDoNotMoveDoNotDiffer() {
    Structure small = SmallCell.crystal(1);
    int[] numbers = {2, 2, 3};
    Structure large = new Supercell(small, 2, 2, 3).structure();
    assertEquals(0, LargeCell.difference(large, small, numbers), 1e-12);
    double[] positions = large.positions();
    positions[positions.length - 1] += 2;
    Structure moved = Structure.of(large.species(), positions).cell(large.cell()).build();
    assertEquals(2 / Math.sqrt(88), LargeCell.difference(moved, small, numbers), 1e-12);
  }
}
