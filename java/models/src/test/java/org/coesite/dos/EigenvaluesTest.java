package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class EigenvaluesTest {
  private static final double[] WEIGHTS = {0.25, 0.75};
  private static final double[] POINTS = {0, 0, 0, 0.5, 0, 0};

  private static String complaint(double[] values, double[] weights, double electrons) {
    return assertThrows(
            CoesiteException.class, () -> Eigenvalues.of(values, weights, POINTS, 1, electrons))
        .getMessage();
  }

  @Test
  void bandsAreCompleteUpToTheLowestValueOfTheHighest() {
    Eigenvalues eigenvalues =
        Eigenvalues.of(new double[] {-1, 2, 5, -2, 1, 4}, WEIGHTS, POINTS, 1, 4);
    assertEquals(4, eigenvalues.completeUpTo());
    assertEquals(-2, eigenvalues.lowest());
    assertEquals(2 * (0.25 + 0.75 * 2), eigenvalues.electronsBelow(1.5), 1e-15);
  }

  @Test
  void whatCannotBeIsSaid() {
    double[] values = {-1, 2, -2, 1};
    assertTrue(complaint(values, WEIGHTS, 5).contains("2 bands hold 4 electrons"));
    assertTrue(complaint(values, new double[] {0.5, 0.6}, 4).contains("sum to 1.1"));
    assertTrue(complaint(values, new double[] {-0.5, 1.5}, 4).contains("k-point 1"));
    assertTrue(complaint(new double[] {-1, 2, -2, Double.NaN}, WEIGHTS, 4).contains("band 2"));
    assertTrue(complaint(new double[] {-1, 2, 3, 1}, WEIGHTS, 4).contains("must ascend"));
    assertTrue(complaint(new double[] {-1, 2, 3}, WEIGHTS, 2).contains("do not make bands"));
    assertTrue(complaint(values, WEIGHTS, Double.NaN).contains("electrons"));
  }

  @Test
  void electronsGoByElement() {
    Structure silica =
        Structure.of(new int[] {8, 14, 8}, new double[] {0, 0, 0, 1.6, 0, 0, 3.2, 0, 0}).build();
    assertEquals(16, ValenceElectrons.DEFAULT.in(silica));
    Structure titanium = Structure.of(new int[] {22}, new double[3]).build();
    String unknown =
        assertThrows(CoesiteException.class, () -> ValenceElectrons.DEFAULT.in(titanium))
            .getMessage();
    assertTrue(unknown.contains("Ti"), unknown);
    assertEquals(12, ValenceElectrons.DEFAULT.with(Map.of("Ti", 12)).in(titanium));
    assertThrows(CoesiteException.class, () -> ValenceElectrons.DEFAULT.with(Map.of("Ti", 23)));
    assertThrows(CoesiteException.class, () -> ValenceElectrons.DEFAULT.with(Map.of("Xx", 1)));
  }
}
