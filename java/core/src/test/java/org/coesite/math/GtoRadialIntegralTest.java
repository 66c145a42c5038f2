package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.coesite.conformance.ReferenceRadial;
import org.junit.jupiter.api.Test;

class GtoRadialIntegralTest {
  private static final SoapBasis[] BASES = {
    new SoapBasis(5, 0.5, 7, 8, 0.3),
    new SoapBasis(6, 0.5, 5, 4, 0.15),
    new SoapBasis(3, 0.5, 0, 6, 1),
    new SoapBasis(4, 0.5, 9, 3, 0.5),
    new SoapBasis(5, 0.5, 11, 3, 0.4)
  };

  @Test
  void valuesAreTheIntegrals() {
    for (SoapBasis basis : BASES) {
      GtoRadialIntegral integral = new GtoRadialIntegral(basis);
      ReferenceRadial reference =
          new ReferenceRadial(
              basis.cutoff(), basis.maxRadial(), basis.maxAngular(), basis.density());
      double[] values = new double[integral.size()];
      double[] slopes = new double[integral.size()];
      for (double r = 0; r < basis.cutoff(); r += 0.437) {
        integral.evaluate(r, values, slopes);
        double[] expected = reference.at(r);
        for (int k = 0; k < expected.length; k++) {
          assertEquals(expected[k], values[k], 1e-9, "r " + r + ", function " + k + ", " + basis);
        }
      }
    }
  }

  @Test
  void slopesAreDerivatives() {
    for (SoapBasis basis : BASES) {
      GtoRadialIntegral integral = new GtoRadialIntegral(basis);
      double[][] values = new double[4][integral.size()];
      double[] slopes = new double[integral.size()];
      double[] ignored = new double[integral.size()];
      double h = 1e-3;
      for (double r = 0; r < basis.cutoff(); r += 0.321) {
        integral.evaluate(r - 2 * h, values[0], ignored);
        integral.evaluate(r - h, values[1], ignored);
        integral.evaluate(r + h, values[2], ignored);
        integral.evaluate(r + 2 * h, values[3], ignored);
        integral.evaluate(r, ignored, slopes);
        for (int k = 0; k < slopes.length; k++) {
          double expected =
              (values[0][k] - 8 * values[1][k] + 8 * values[2][k] - values[3][k]) / (12 * h);
          assertEquals(expected, slopes[k], 2e-8, "r " + r + ", function " + k + ", " + basis);
        }
      }
    }
  }
}
