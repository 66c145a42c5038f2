package org.coesite.examples.amorphous;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LocalCurvesTest {
  @Test
  void averagesTheAtomsOfEachCoordination() {
    LocalCurves curves = new LocalCurves(new int[] {4, 5, 4, 12}, 2);
    curves.take(0, new double[] {1, 2});
    curves.take(1, new double[] {7, 9});
    curves.take(2, new double[] {3, 2});
    curves.take(3, new double[] {1, 1});
    assertEquals(2, curves.count(4));
    assertArrayEquals(new double[] {2, 2}, curves.mean(4), 1e-15);
    assertArrayEquals(new double[] {1, 0}, curves.deviation(4), 1e-15);
    assertArrayEquals(new double[] {7, 9}, curves.mean(5), 1e-15);
    assertArrayEquals(new double[] {0, 0}, curves.deviation(5), 1e-15);
    assertEquals(1, curves.count(LocalCurves.MOST));
    assertArrayEquals(new double[] {12, 14}, curves.total(), 1e-15);
    assertTrue(Double.isNaN(curves.mean(6)[0]));
  }
}
