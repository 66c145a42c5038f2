package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowLimitsTest {
  @Test
  void eitherEndMayBeLeftToTheData() {
    assertEquals(EnergyGrid.between(-12, 3, 0.5), grid(":"));
    assertEquals(EnergyGrid.between(-12, 2, 0.5), grid(":2"));
    assertEquals(EnergyGrid.between(-13, 3, 0.5), grid("-13:"));
    assertEquals("-13.0:2.5", WindowLimits.parse("-13:2.5").toString());
  }

  private static EnergyGrid grid(String text) {
    return WindowLimits.parse(text).within(-12, 3, 0.4, 0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-11:", ":0.3", ":3.1"})
  void bandsAreNeitherCutNorMissing(String text) {
    String message = assertThrows(CoesiteException.class, () -> grid(text)).getMessage();
    assertTrue(message.startsWith("the window "), message);
    assertEquals(1, message.lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1:2:3", "a:b", "2:1", "1:1", "NaN:2", ":Infinity"})
  void nonsenseIsRefused(String text) {
    assertThrows(CoesiteException.class, () -> WindowLimits.parse(text));
  }
}
