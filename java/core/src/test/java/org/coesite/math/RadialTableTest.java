package org.coesite.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RadialTableTest {
  private static final DensityScaling NONE = DensityScaling.NONE;

  @Test
  void splinesAreAsAccurateAsTheBasisAsksFor() {
    for (SoapBasis basis :
        new SoapBasis[] {
          new SoapBasis(5, 0.5, 7, 6, 0.4),
          new SoapBasis(5, 0.5, 7, 6, 0.4, NONE, 1e-11),
          new SoapBasis(5, 0.5, 7, 6, 0.4, NONE, 1e-5),
          new SoapBasis(4, 4, 3, 3, 0.2, NONE, 1e-9),
          new SoapBasis(4, 0, 3, 3, 0.5, NONE, 1e-9),
          new SoapBasis(4.37, 0.81, 11, 2, 0.5, NONE, 1e-9),
          new SoapBasis(5, 0.5, 4, 4, 0.4, new DensityScaling(1, 2, 4), 1e-9),
          new SoapBasis(5, 0.5, 4, 4, 0.4, new DensityScaling(2, 3, 1), 1e-8)
        }) {
      RadialTable table = RadialTable.of(basis);
      GtoRadialIntegral integral = new GtoRadialIntegral(basis);
      double[] values = new double[integral.size()];
      double[] slopes = new double[integral.size()];
      Random random = new Random(1);
      double largest = 0;
      for (int trial = 0; trial < 3000; trial++) {
        double r = basis.cutoff() * random.nextDouble();
        integral.evaluate(r, values, slopes);
        for (int k = 0; k < values.length; k++) {
          double exact = values[k] * basis.weight(r);
          largest = Math.max(largest, Math.abs(spline(table, r, k) - exact));
        }
      }
      assertTrue(largest <= 1.05 * basis.splineAccuracy(), largest + " for " + basis);
    }
  }

  @Test
  void theLastKnotIsTheCutoff() {
    for (double cutoff : new double[] {2, 3.3, 5, 5.5, 6.1}) {
      RadialTable table = RadialTable.of(new SoapBasis(cutoff, 0.5, 3, 2, 0.5));
      assertEquals(cutoff, table.start() + (table.knots() - 1) * table.step(), 1e-12);
      assertTrue(table.start() <= 0 && table.start() > -table.step());
      for (int k = 0; k < table.functions(); k++) {
        assertEquals(0, table.value(table.knots() - 1, k), 1e-15);
        assertEquals(0, table.slope(table.knots() - 1, k), 1e-7);
      }
    }
  }

  private static double spline(RadialTable table, double r, int function) {
    double x = (r - table.start()) / table.step();
    int knot = Math.min((int) x, table.knots() - 2);
    double t = x - knot;
    double v0 = table.value(knot, function);
    double v1 = table.value(knot + 1, function);
    double s0 = table.step() * table.slope(knot, function);
    double s1 = table.step() * table.slope(knot + 1, function);
    return v0
        + t * s0
        + t * t * (3 * (v1 - v0) - 2 * s0 - s1)
        + t * t * t * (2 * (v0 - v1) + s0 + s1);
  }
}
