package org.coesite.nmr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConventionsTest {
  /** Shieldings of ethanol with their parameters by MagresView 1.6.1 (Soprano's test data). */
  @ParameterizedTest
  @CsvSource({
    "30.2981796159 1.2051069281 3.67274492938 1.96313294552 27.5765250451 2.57545224195"
        + " 4.21834131673 2.16271307552 30.9031525163,"
        + " 29.59261906, 8.94151483, 5.96100989, 0.14196800, 26.18897779 27.03525044 35.55362895",
    "25.946849893 -2.77588906551 3.75442739434 -1.77463107727 29.7225814726 -0.398037457666"
        + " 3.04599241075 -1.46601607492 26.5018075671,"
        + " 27.39041298, -7.12171890, -4.74781260, 0.92835608, 22.64260037 27.56048893 31.96814963",
    "246.617726076 4.67835886314 23.439961146 -25.5598430959 289.39716395 -21.152670085"
        + " 18.297484257 -4.25541343242 268.070670505, 268.02852018, -51.38034277,"
        + " -34.25356185, 0.98301492, 233.77495833 268.31941994 301.99118226"
  })
  void shieldingsAreMagresViews(
      String components, double iso, double aniso, double reduced, double eta, String ordered) {
    NmrTensor t = NmrTensor.of(numbers(components));
    Haeberlen h = Haeberlen.of(t);
    assertEquals(iso, h.isotropic(), 1e-7);
    assertEquals(aniso, h.anisotropy(), 1e-7);
    assertEquals(reduced, h.reducedAnisotropy(), 1e-7);
    assertEquals(eta, h.asymmetry(), 1e-7);
    double[] s = numbers(ordered);
    Iupac iupac = Iupac.of(t, Quantity.SHIELDING);
    assertEquals(s[0], iupac.c11(), 1e-7);
    assertEquals(s[1], iupac.c22(), 1e-7);
    assertEquals(s[2], iupac.c33(), 1e-7);
    HerzfeldBerger hb = HerzfeldBerger.of(t, Quantity.SHIELDING);
    assertEquals(s[2] - s[0], hb.span(), 1e-7);
    assertEquals(3 * (iso - s[1]) / (s[2] - s[0]), hb.skew(), 1e-7);
  }

  private static double[] numbers(String text) {
    String[] words = text.strip().split("\\s+", -1);
    double[] numbers = new double[words.length];
    for (int k = 0; k < words.length; k++) {
      numbers[k] = Double.parseDouble(words[k]);
    }
    return numbers;
  }

  @Test
  void shieldingsAndTheirShiftsSayTheSameOfTheSite() {
    Random random = new Random(6);
    for (int n = 0; n < 100; n++) {
      NmrTensor sigma = Rotations.tensor(random);
      NmrTensor delta = new Referencing(300, -1).shift(sigma);
      Iupac s = Iupac.of(sigma, Quantity.SHIELDING);
      Iupac d = Iupac.of(delta, Quantity.SHIFT);
      assertEquals(300 - s.c11(), d.c11(), 1e-11);
      assertEquals(300 - s.c33(), d.c33(), 1e-11);
      HerzfeldBerger hs = HerzfeldBerger.of(sigma, Quantity.SHIELDING);
      HerzfeldBerger hd = HerzfeldBerger.of(delta, Quantity.SHIFT);
      assertEquals(hs.span(), hd.span(), 1e-11);
      assertEquals(hs.skew(), hd.skew(), 1e-11);
      assertEquals(
          Haeberlen.of(sigma).reducedAnisotropy(), -Haeberlen.of(delta).reducedAnisotropy(), 1e-11);
      assertEquals(Haeberlen.of(sigma).asymmetry(), Haeberlen.of(delta).asymmetry(), 1e-10);
    }
  }

  @Test
  void haeberlenFollowsFromSpanAndSkew() {
    Random random = new Random(7);
    for (int n = 0; n < 100; n++) {
      NmrTensor t = Rotations.tensor(random);
      HerzfeldBerger hb = HerzfeldBerger.of(t, Quantity.SHIELDING);
      // s_22 - iso = -skew span/3; the axis farthest from iso is 33 for positive skew
      double reduced = hb.span() * (3 + Math.abs(hb.skew())) / 6 * (hb.skew() >= 0 ? 1 : -1);
      assertEquals(reduced, Haeberlen.of(t).reducedAnisotropy(), 1e-11);
      double eta = (3 - 3 * Math.abs(hb.skew())) / (3 + Math.abs(hb.skew()));
      assertEquals(eta, Haeberlen.of(t).asymmetry(), 1e-11);
    }
  }

  @Test
  void aSlopeScalesAnisotropiesToo() {
    NmrTensor sigma = NmrTensor.diagonal(400, 410, 450);
    NmrTensor delta = new Referencing(289, -0.9).shift(sigma);
    assertEquals(289 - 0.9 * 420, delta.isotropic(), 1e-12);
    assertEquals(0.9 * 50, HerzfeldBerger.of(delta, Quantity.SHIFT).span(), 1e-12);
    assertEquals(-0.9 * 45, Haeberlen.of(delta).anisotropy(), 1e-12);
    assertThrows(CoesiteException.class, () -> new Referencing(300, 0));
    assertThrows(CoesiteException.class, () -> new Referencing(Double.NaN, -1));
  }

  @Test
  void tensorsWithoutAnisotropyHaveZerosNotNans() {
    for (NmrTensor t : new NmrTensor[] {NmrTensor.ZERO, NmrTensor.isotropic(450)}) {
      assertEquals(0, Haeberlen.of(t).asymmetry());
      assertEquals(0, Haeberlen.of(t).anisotropy(), 1e-12);
      assertEquals(0, HerzfeldBerger.of(t, Quantity.SHIFT).skew());
      assertEquals(0, HerzfeldBerger.of(t, Quantity.SHIFT).span(), 1e-12);
    }
  }

  @Test
  void axialTensorsHaveSkewOneAndAsymmetryZero() {
    assertEquals(
        1, HerzfeldBerger.of(NmrTensor.diagonal(1, 1, 4), Quantity.SHIELDING).skew(), 1e-15);
    assertEquals(
        -1, HerzfeldBerger.of(NmrTensor.diagonal(1, 4, 4), Quantity.SHIELDING).skew(), 1e-15);
    assertEquals(0, Haeberlen.of(NmrTensor.diagonal(1, 4, 4)).asymmetry());
    Haeberlen one = Haeberlen.of(NmrTensor.diagonal(-3, 0, 3));
    assertEquals(1, one.asymmetry());
    assertEquals(3, one.reducedAnisotropy(), "the larger value where asymmetry is 1");
  }
}
