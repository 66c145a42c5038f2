package org.coesite.symmetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceGroupsTest {
  private static final Cell CUBIC = Cell.of(10, 10, 10, 90, 90, 90);
  private static final Cell ORTHORHOMBIC = Cell.of(8, 9, 10, 90, 90, 90);
  private static final Cell MONOCLINIC_B = Cell.of(8, 9, 10, 90, 107, 90);
  private static final Cell MONOCLINIC_C = Cell.of(8, 9, 10, 90, 90, 107);
  private static final Cell HEXAGONAL = Cell.of(8, 8, 10, 90, 90, 120);
  private static final Cell RHOMBOHEDRAL = Cell.of(8, 8, 8, 94, 94, 94);

  @ParameterizedTest
  @CsvSource({
    "P n m a, -P 2ac 2n",
    "Pnma, -P 2ac 2n",
    "P b n m, -P 2c 2ab",
    "P_21_21_21, P 2ac 2ab",
    "C m c a, -C 2bc 2",
    "Cmce, -C 2bc 2",
    "P 2/n 2/n 2/n :1, P 2 2 -1n",
    "F d d d Z, -F 2uv 2vw",
    "F d d d S, F 2 2 -1d"
  })
  void orthorhombic(String name, String hall) {
    SpaceGroups.Found found = SpaceGroups.byName(name, ORTHORHOMBIC);
    assertEquals(hall, found.setting().hall());
    assertNull(found.assumption());
  }

  @Test
  void axesAreThoseThatFitTheCell() {
    assertEquals("-R 3 2\"", SpaceGroups.byName("R -3 m", HEXAGONAL).setting().hall());
    assertEquals("-P 3* 2", SpaceGroups.byName("R -3 m", RHOMBOHEDRAL).setting().hall());
    assertNull(SpaceGroups.byName("R -3 m", HEXAGONAL).assumption());
    assertNull(SpaceGroups.byName("R-3m:R", RHOMBOHEDRAL).assumption());
    assertEquals("-P 2yn", SpaceGroups.byName("P 21/n", MONOCLINIC_B).setting().hall());
    assertEquals("-P 2n", SpaceGroups.byName("P 21/n", MONOCLINIC_C).setting().hall());
    assertEquals("-P 2ybc", SpaceGroups.byNumber(14, MONOCLINIC_B).setting().hall());
    assertThrows(CoesiteException.class, () -> SpaceGroups.byName("R -3 m", ORTHORHOMBIC));
  }

  @Test
  void assumptionsAreSaid() {
    SpaceGroups.Found diamond = SpaceGroups.byName("F d -3 m", CUBIC);
    assertEquals("-F 4vw 2vw 3", diamond.setting().hall());
    assertTrue(diamond.assumption().contains("origin choice 2"));
    assertNull(SpaceGroups.byName("F d -3 m :1", CUBIC).assumption());
    assertEquals("F 4d 2 3 -1d", SpaceGroups.byName("Fd3m:1", CUBIC).setting().hall());
    assertNotNull(SpaceGroups.byNumber(62, ORTHORHOMBIC).assumption());
    assertEquals("-P 2ac 2n", SpaceGroups.byNumber(62, ORTHORHOMBIC).setting().hall());
  }

  @Test
  void unknown() {
    assertThrows(CoesiteException.class, () -> SpaceGroups.byName("P q r s", CUBIC));
    assertThrows(CoesiteException.class, () -> SpaceGroups.byName("", CUBIC));
    assertThrows(CoesiteException.class, () -> SpaceGroups.byNumber(231, CUBIC));
  }
}
