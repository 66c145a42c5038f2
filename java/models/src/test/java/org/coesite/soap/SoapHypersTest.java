package org.coesite.soap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;
import org.junit.jupiter.api.Test;

class SoapHypersTest {
  private static final String TEXT =
      """
      {"cutoff": {"radius": 4.5, "smoothing": {"type": "Step"}},
       "density": {"type": "Gaussian", "width": 0.4},
       "basis": {"type": "TensorProduct", "max_angular": 3, "spline_accuracy": null,
                 "radial": {"type": "Gto", "max_radial": 2}}}
      """;

  @Test
  void whatIsNotSaidIsAsUsual() {
    assertEquals(new SoapHypers(new SoapBasis(4.5, 0, 2, 3, 0.4), 1), SoapHypers.parse(TEXT));
  }

  @Test
  void theAccuracyOfSplinesIsThatOfTheText() {
    SoapHypers fine = SoapHypers.parse(TEXT.replace("null", "1e-11"));
    assertEquals(1e-11, fine.basis().splineAccuracy());
  }

  @Test
  void jsonHoldsEverything() {
    for (double smoothing : new double[] {0, 0.1 + 0.2}) {
      for (DensityScaling scaling :
          new DensityScaling[] {DensityScaling.NONE, new DensityScaling(0.7, 2.1, 1 / 3.0 + 1)}) {
        SoapBasis basis = new SoapBasis(Math.PI, smoothing, 5, 6, 1 / 3.0, scaling, 1.0000001e-9);
        SoapHypers hypers = new SoapHypers(basis, 2.5);
        assertEquals(hypers, SoapHypers.parse(hypers.toJson()));
      }
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    assertWrong("[1, 2]", "hyperparameters is an object, not [1,2]");
    assertWrong("{\n\"cutoff\"}", "line 2: not JSON");
    assertWrong(TEXT.replace("4.5", "\"far\""), "cutoff.radius is a number, not \"far\"");
    assertWrong(TEXT.replace("null", "3"), "splineAccuracy is from 1e-13 to 1e-2, not 3.0");
  }

  private static void assertWrong(String text, String message) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> SoapHypers.parse(text)).getMessage();
    assertTrue(said.contains(message), said);
  }
}
