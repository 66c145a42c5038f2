package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyGridTest {
  @Test
  void theEndBelongsToTheGridWhereAWholeNumberOfStepsLeadsThere() {
    EnergyGrid grid = EnergyGrid.parse("-20:10:0.05");
    assertEquals(601, grid.count());
    assertEquals(10, grid.end(), 1e-9);
    assertEquals(-19.95, grid.energies()[1], 1e-12);
    assertEquals(4, EnergyGrid.parse("0:1:0.3").count());
    assertEquals("-20:10:0.05", grid.toString());
    assertEquals(grid, EnergyGrid.parse(grid.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1:2",
        "1:2:3:4",
        "a:b:c",
        "0:1:0",
        "0:1:-1",
        "1:0:0.1",
        "0:nan:1",
        "0:1e9:1e-3"
      })
  void anythingElseIsOneLine(String text) {
    String message =
        assertThrows(CoesiteException.class, () -> EnergyGrid.parse(text)).getMessage();
    assertFalse(message.contains("\n"));
    assertTrue(message.contains("energy grid"), message);
  }
}
