package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.junit.jupiter.api.Test;

class ChemicalSimilarityTest {
  private static final int[] SPECIES = {1, 3, 8, 11, 12, 13, 14, 19, 20, 55};
  private static final List<ChemicalSimilarity> SOME =
      List.of(
          new ChemicalSimilarity(1, 1),
          new ChemicalSimilarity(0.3, 2),
          new ChemicalSimilarity(Double.POSITIVE_INFINITY, 0.5),
          new ChemicalSimilarity(0.5, 0));

  @Test
  void kappaIsSymmetricAndAtMostOne() {
    for (ChemicalSimilarity chemistry : SOME) {
      for (int a : SPECIES) {
        assertEquals(1, chemistry.of(a, a));
        for (int b : SPECIES) {
          assertEquals(chemistry.of(a, b), chemistry.of(b, a));
          assertTrue(chemistry.of(a, b) >= 0 && chemistry.of(a, b) <= 1);
        }
      }
    }
  }

  @Test
  void kappaIsPositiveSemidefinite() {
    int n = SPECIES.length;
    for (ChemicalSimilarity chemistry : SOME) {
      try (Matrix kappa = Matrix.zeros(n, n)) {
        for (int a = 0; a < n; a++) {
          for (int b = 0; b < n; b++) {
            kappa.set(a, b, chemistry.of(SPECIES[a], SPECIES[b]));
          }
        }
        assertTrue(Factorisations.eigen(kappa)[0] > -1e-13);
      }
    }
  }

  @Test
  void mixingIsItsRoot() {
    int n = SPECIES.length;
    for (ChemicalSimilarity chemistry : SOME) {
      double[] mixing = chemistry.mixing(SPECIES);
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          double sum = 0;
          for (int k = 0; k < n; k++) {
            sum += mixing[k * n + a] * mixing[k * n + b];
          }
          assertEquals(chemistry.of(SPECIES[a], SPECIES[b]), sum, 1e-12);
        }
      }
    }
  }

  /** exp(-(0.98 - 0.93)^2 / 2 - (1.28 - 1.66)^2 / 2) of lithium and sodium. */
  @Test
  void likeElementsAreAlike() {
    ChemicalSimilarity chemistry = new ChemicalSimilarity(1, 1);
    assertEquals(Math.exp(-0.05 * 0.05 / 2 - 0.38 * 0.38 / 2), chemistry.of(3, 11), 1e-12);
    assertTrue(chemistry.of(3, 11) > chemistry.of(3, 8));
    assertEquals(
        Math.exp(-0.05 * 0.05 / 2 / 0.04),
        new ChemicalSimilarity(0.2, Double.POSITIVE_INFINITY).of(3, 11),
        1e-12);
  }

  @Test
  void withoutChemistryNoneIsLikeAnother() {
    assertArrayEquals(
        new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
        ChemicalSimilarity.NONE.mixing(new int[] {3, 8, 14}));
    // argon and neon have no electronegativity, and need none
    assertArrayEquals(
        new double[] {1, 0, 0, 1}, ChemicalSimilarity.NONE.mixing(new int[] {10, 18}));
  }

  @Test
  void anElementWithoutElectronegativityIsOneLine() {
    CoesiteException e =
        assertThrows(
            CoesiteException.class,
            () -> new ChemicalSimilarity(1, 1).mixing(new int[] {8, 14, 18}));
    assertTrue(e.getMessage().contains("Ar"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void widthsAreNotNegative() {
    assertThrows(CoesiteException.class, () -> new ChemicalSimilarity(-1, 1));
    assertThrows(CoesiteException.class, () -> new ChemicalSimilarity(1, Double.NaN));
  }
}
