package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class SpecialFunctionsTest {
  private static final MathContext DIGITS = new MathContext(40);

  @Test
  void gammaFunction() {
    assertEquals(Math.sqrt(Math.PI), SpecialFunctions.gammaOfHalf(1), 1e-15);
    assertEquals(1, SpecialFunctions.gammaOfHalf(2));
    assertEquals(0.5 * Math.sqrt(Math.PI), SpecialFunctions.gammaOfHalf(3), 1e-15);
    assertEquals(24, SpecialFunctions.gammaOfHalf(10));
    assertEquals(11.631728396567448, SpecialFunctions.gammaOfHalf(9), 1e-13);
  }

  /** On both sides of where the asymptotic series takes over, against forty digits. */
  @Test
  void kummerFunction() {
    for (double z : new double[] {0, 1e-8, 0.3, 17, 120, 590, 610, 1500}) {
      for (int l = 0; l <= 8; l += 4) {
        for (int n = 0; n <= 11; n += 3) {
          double a = (n + l + 3) / 2.0;
          double b = l + 1.5;
          double expected = series(a, b, z).divide(series(1, 1, z), DIGITS).doubleValue();
          double actual = SpecialFunctions.scaledKummer(a, b, z);
          assertEquals(expected, actual, 3e-13 * expected, "a " + a + ", b " + b + ", z " + z);
        }
      }
    }
  }

  /** 1F1(a, b, z); of (1, 1, z) it is e^z. */
  private static BigDecimal series(double a, double b, double z) {
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = term;
    for (int k = 0; k < 100 + 1.2 * z + 12 * Math.sqrt(z); k++) {
      term =
          term.multiply(new BigDecimal((a + k) * z), DIGITS)
              .divide(new BigDecimal((b + k) * (k + 1)), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }
}
