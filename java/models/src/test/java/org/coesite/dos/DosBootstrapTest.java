package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.dos.DosErrors.Squares;
import org.junit.jupiter.api.Test;

class DosBootstrapTest {
  private static final int COUNT = 200;

  private static List<Squares> normal(Random random, double size) {
    List<Squares> out = new ArrayList<>();
    for (int s = 0; s < COUNT; s++) {
      double error = size * random.nextGaussian();
      out.add(new Squares(error * error, 4, error * error, 0, 1, 0));
    }
    return out;
  }

  /** The root mean square of n normal errors is known to 1/sqrt(2 n) of itself. */
  @Test
  void intervalsAreAsWideAsTheyAreKnownToBe() {
    DosBootstrap bootstrap = new DosBootstrap(COUNT, 1);
    List<Squares> errors = normal(new Random(5), 1);
    double[] fermi = DosBootstrap.interval(bootstrap.values(DosMeasure.FERMI, errors));
    double expected = 2 * 1.96 / Math.sqrt(2.0 * COUNT);
    assertEquals(expected, fermi[1] - fermi[0], 0.25 * expected);
    double[] curve = DosBootstrap.interval(bootstrap.values(DosMeasure.CURVE, errors));
    assertEquals(50 * fermi[0], curve[0], 1e-9, "in per cent of a norm of two");
  }

  @Test
  void oneIsLargerOnlyWhereTheStructuresAgree() {
    DosBootstrap bootstrap = new DosBootstrap(COUNT, 1);
    List<Squares> errors = normal(new Random(5), 1);
    List<Squares> slightly =
        errors.stream()
            .map(e -> new Squares(1.02 * e.curve(), 4, 1.02 * e.fermi(), 0, 1, 0))
            .toList();
    List<Squares> others = normal(new Random(6), 1.01);
    double[] own = bootstrap.values(DosMeasure.FERMI, errors);
    assertFalse(DosBootstrap.larger(own, own));
    // on the same structures 1% can be told, on others it cannot
    assertTrue(DosBootstrap.larger(bootstrap.values(DosMeasure.FERMI, slightly), own));
    assertFalse(DosBootstrap.larger(bootstrap.values(DosMeasure.FERMI, others), own));
  }
}
