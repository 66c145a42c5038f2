package org.coesite.structure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CellTest {
  private static final Cell TRICLINIC = Cell.of(4, 5, 6, 70, 80, 100);

  @Test
  void lengthsAndAnglesComeBack() {
    for (int k = 0; k < 3; k++) {
      assertEquals(4 + k, TRICLINIC.length(k), 1e-14);
    }
    assertEquals(70, TRICLINIC.angle(0), 1e-12);
    assertEquals(80, TRICLINIC.angle(1), 1e-12);
    assertEquals(100, TRICLINIC.angle(2), 1e-12);
  }

  @Test
  void rightAnglesAreExact() {
    assertArrayEquals(
        new double[] {4, 0, 0, 0, 5, 0, 0, 0, 6}, Cell.of(4, 5, 6, 90, 90, 90).toArray());
  }

  @Test
  void theInverseUndoesTheCell() {
    double[] inverse = TRICLINIC.inverse();
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += TRICLINIC.get(i, k) * inverse[3 * k + j];
        }
        assertEquals(i == j ? 1 : 0, sum, 1e-14);
      }
    }
  }

  @Test
  void theVolumeIsTheFormulas() {
    double a = Math.cos(Math.toRadians(70));
    double b = Math.cos(Math.toRadians(80));
    double c = Math.cos(Math.toRadians(100));
    double expected = 120 * Math.sqrt(1 - a * a - b * b - c * c + 2 * a * b * c);
    assertEquals(expected, TRICLINIC.volume(), 1e-12);
  }

  @Test
  void deformationMultipliesFromTheRight() {
    Cell sheared =
        Cell.of(1, 2, 3, 4, 5, 6, 7, 8, 10).deformed(new double[] {1, 0.5, 0, 0, 1, 0, 0, 0, 2});
    assertArrayEquals(new double[] {1, 2.5, 6, 4, 7, 12, 7, 11.5, 20}, sheared.toArray());
  }

  @Test
  void refusesWhatIsNoCell() {
    assertThrows(IllegalArgumentException.class, () -> Cell.of(1, 2, 3, 90, 90, 200));
    assertThrows(IllegalArgumentException.class, () -> Cell.of(1, 2, 3, 30, 30, 90));
    assertThrows(IllegalArgumentException.class, () -> Cell.of(1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> Cell.of(1, 0, 0, 0, Double.NaN, 0, 0, 0, 1));
    assertThrows(ArithmeticException.class, () -> Cell.of(new double[9]).inverse());
  }
}
