package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Derivatives go back through the decoding of curves as curves go forward. */
class CurveCodeTest {
  private static final EnergyGrid GRID = new EnergyGrid(-3, 0.1, 40);

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void adjointsAreTransposes() {
    Random random = new Random(4);
    CurveCode components =
        new CurveCode.Components(
            GRID,
            random.doubles(GRID.count()).toArray(),
            random.doubles(5L * GRID.count(), -1, 1).toArray(),
            1);
    for (CurveCode code :
        List.of(new CurveCode.Pointwise(GRID), new CurveCode.Cumulative(GRID), components)) {
      double[] channels = random.doubles(code.channels(), -1, 1).toArray();
      double[] weights = random.doubles(GRID.count(), -1, 1).toArray();
      double[] nothing = code.decode(new double[code.channels()], 3);
      double[] curve = code.decode(channels, 3);
      Arrays.setAll(curve, e -> curve[e] - nothing[e]);
      assertEquals(dot(weights, curve), dot(code.adjoint(weights), channels), 1e-11);
    }
  }
}
