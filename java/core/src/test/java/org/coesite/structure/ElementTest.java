package org.coesite.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTest {
  @Test
  void symbolsAndNumbersAgreeBothWays() {
    for (int z = 1; z <= Element.COUNT; z++) {
      assertEquals(z, Element.of(Element.symbol(z)));
      assertTrue(Element.mass(z) >= z, "mass of " + Element.symbol(z));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "H,1,1.008", "O,8,15.999", "Al,13,26.9815384", "Si,14,28.085", "Cs,55,132.90545196",
    "Yb,70,173.045", "Hf,72,178.486", "Au,79,196.966570", "Rn,86,222.01758", "U,92,238.02891",
    "No,102,259.101", "Og,118,294.214"
  })
  void knownMasses(String symbol, int number, double mass) {
    assertEquals(number, Element.of(symbol));
    assertEquals(mass, Element.mass(number));
  }

  @ParameterizedTest
  @CsvSource({
    "Si1,14",
    "O2-,8",
    "Si4+,14",
    "SI12A,14",
    "D1,1",
    "T,1",
    "Al_2,13",
    "O(1),8",
    "Na+1,11"
  })
  void labels(String label, int number) {
    assertEquals(number, Element.ofLabel(label));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OH", "OH1", "T1", "1Si", "", "Xx", "?"})
  void labelsThatNameNoElement(String label) {
    assertThrows(CoesiteException.class, () -> Element.ofLabel(label));
  }

  @Test
  void numbersWithoutElement() {
    assertThrows(IllegalArgumentException.class, () -> Element.symbol(0));
    assertThrows(IllegalArgumentException.class, () -> Element.mass(119));
    assertThrows(CoesiteException.class, () -> Element.of("Si1"));
  }
}
