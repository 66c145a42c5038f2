package org.coesite.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu:0"})
  void theFirstDeviceOfAKindNeedsNoNumber(String device) {
    try (Backend backend = Backends.open(device, Precision.F64, 1)) {
      assertEquals("cpu", backend.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cpu:1,there is one only",
    "abacus,no device abacus",
    "abacus:2,no device abacus:2",
    "cpu:,no device cpu:",
    "cpu:-1,no device cpu:-1"
  })
  void whatIsNotThereIsSaid(String device, String complaint) {
    CoesiteException refused =
        assertThrows(CoesiteException.class, () -> Backends.open(device, Precision.F64, 1).close());
    assertTrue(refused.getMessage().contains(complaint), refused.getMessage());
  }

  @Test
  void autoIsSomethingThatWorks() {
    try (Backend backend = Backends.open("auto", Precision.F32, 1)) {
      assertEquals(Precision.F32, backend.precision());
    }
  }
}
