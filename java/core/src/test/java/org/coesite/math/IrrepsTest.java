package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class IrrepsTest {
  @Test
  void areReadAndWrittenAsInE3nn() {
    Irreps irreps = Irreps.parse("128x0e + 64x1o+2e");
    assertEquals("128x0e+64x1o+1x2e", irreps.toString());
    assertEquals(irreps, Irreps.parse(irreps.toString()));
    assertEquals(3, irreps.count());
    assertEquals(new Irreps.Block(64, new Irrep(1, -1)), irreps.block(1));
    assertEquals(128, irreps.offset(1));
    assertEquals(128 + 3 * 64, irreps.offset(2));
    assertEquals(128 + 3 * 64 + 5, irreps.size());
  }

  @Test
  void harmonicsHaveTheirParity() {
    assertEquals("4x0e+4x1o+4x2e+4x3o", Irreps.harmonics(3, 4).toString());
    assertTrue(Irrep.parse("3o").isHarmonic());
    assertFalse(Irrep.parse("3e").isHarmonic());
  }

  @Test
  void productsHaveDegreesInRangeAndTheProductOfParities() {
    Irrep vector = Irrep.parse("1o");
    assertTrue(Irrep.parse("1e").isOf(vector, vector));
    assertFalse(Irrep.parse("1o").isOf(vector, vector));
    assertFalse(Irrep.parse("3e").isOf(vector, vector));
  }

  @Test
  void whatIsNoIrrepIsRefused() {
    for (String text : new String[] {"", "1", "o", "1x", "0x1o", "x1o", "1x1x1o", "1o+", "1p"}) {
      assertThrows(CoesiteException.class, () -> Irreps.parse(text), text);
    }
    assertEquals(
        "irreps '2x1o+q': 'q' is no irrep: a degree and e or o are wanted, such as 1o",
        assertThrows(CoesiteException.class, () -> Irreps.parse("2x1o+q")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Irrep(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Irrep(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Irreps.Block(0, Irrep.harmonic(1)));
  }
}
