package org.coesite.structure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StructureTest {
  @Test
  void positionsAreFinite() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      IllegalArgumentException wrong =
          assertThrows(
              IllegalArgumentException.class,
              () -> Structure.of(new int[] {1, 8}, new double[] {0, 0, 0, 1, bad, 0}));
      assertTrue(wrong.getMessage().contains("atom 2"), wrong.getMessage());
    }
  }

  @Test
  void thereAreThreeCoordinatesToAnAtom() {
    assertThrows(
        IllegalArgumentException.class, () -> Structure.of(new int[] {1, 8}, new double[5]));
  }

  @Test
  void whatIsHandedInOrOutMayBeChanged() {
    int[] species = {14, 8};
    double[] positions = {0, 0, 0, 1, 2, 3};
    double[] stress = {1, 2, 3};
    Structure structure = Structure.of(species, positions).info("stress", stress).build();
    species[0] = 1;
    positions[4] = 9;
    stress[0] = 9;
    structure.species()[1] = 1;
    structure.positions()[4] = 9;
    assertEquals(14, structure.species(0));
    assertEquals(8, structure.species(1));
    assertEquals(2, structure.position(1, 1));
    assertArrayEquals(new double[] {1, 2, 3}, (double[]) structure.info().get("stress"));
    assertEquals(Map.of(8, 1, 14, 1), structure.composition());
  }

  @Test
  void periodicityIsPerDirection() {
    Structure slab =
        Structure.of(new int[] {14}, new double[3])
            .cell(Cell.of(3, 0, 0, 0, 3, 0, 0, 0, 0), true, true, false)
            .build();
    assertTrue(slab.periodic(0) && slab.periodic(1));
    assertFalse(slab.periodic(2) || slab.fullyPeriodic());
    assertTrue(slab.toBuilder().cell(slab.cell()).build().fullyPeriodic());
  }

  @Test
  void aBatchNumbersAtomsThroughAllStructures() {
    Structure none = Structure.of(new int[0], new double[0]).build();
    Structure two = Structure.of(new int[] {14, 8}, new double[] {0, 0, 0, 1, 2, 3}).build();
    Structure one = Structure.of(new int[] {1}, new double[] {4, 5, 6}).build();
    Batch batch = Batch.of(none, two, none, none, one, none);
    assertEquals(3, batch.atoms());
    assertEquals(6, batch.size());
    assertEquals(3, batch.offset(6));
    assertEquals(1, batch.structureOf(0));
    assertEquals(1, batch.structureOf(1));
    assertEquals(4, batch.structureOf(2));
    assertEquals(8, batch.species(1));
    assertEquals(5, batch.position(2, 1));
  }
}
