package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SoapBasisTest {
  @Test
  void theWeightFallsFromOneToZero() {
    SoapBasis basis = new SoapBasis(5, 1, 3, 3, 0.5);
    assertEquals(1, basis.weight(0));
    assertEquals(1, basis.weight(4));
    assertEquals(0.5, basis.weight(4.5), 1e-15);
    assertEquals(0, basis.weight(5));
    assertEquals(0, basis.weight(7));
    assertEquals(1, new SoapBasis(5, 0, 3, 3, 0.5).weight(4.999));
  }

  @Test
  void theScalingIsWillatts() {
    SoapBasis basis = new SoapBasis(5, 1, 3, 3, 0.5, new DensityScaling(0.7, 2, 3), 1e-8);
    assertEquals(1, basis.weight(0));
    assertEquals(0.7 / 1.7, basis.weight(2), 1e-15);
    assertEquals(0.7 / (0.7 + 3.375), basis.weight(3), 1e-15);
  }

  @Test
  void theDerivativeIsTheWeights() {
    for (DensityScaling scaling :
        new DensityScaling[] {
          DensityScaling.NONE, new DensityScaling(0.7, 2, 3), new DensityScaling(2, 1, 1)
        }) {
      SoapBasis basis = new SoapBasis(5, 1, 3, 3, 0.5, scaling, 1e-8);
      for (double r = 0.5; r < 5.5; r += 0.13) {
        double h = 1e-5;
        double expected = (basis.weight(r + h) - basis.weight(r - h)) / (2 * h);
        assertEquals(
            expected, basis.weightDerivative(r), 1e-7 * (1 + Math.abs(expected)), "r " + r);
      }
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(0, 0, 3, 3, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(Double.NaN, 0, 3, 3, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(5, 6, 3, 3, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(5, -1, 3, 3, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(5, 1, -1, 3, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(5, 1, 21, 3, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(5, 1, 3, 99, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new SoapBasis(5, 1, 3, 3, 0));
    assertThrows(IllegalArgumentException.class, () -> new DensityScaling(-1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new DensityScaling(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new DensityScaling(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new DensityScaling(1, 1, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new DensityScaling(1, 1, Double.NaN));
  }
}
