package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Curves put at the Fermi level that was learnt beside them. */
class DataZeroTest {
  private static final EnergyGrid GRID = new EnergyGrid(-6, 0.05, 200);

  /** A parabola of states that begins at an energy. */
  private static double[] curve(double bottom) {
    double[] curve = new double[GRID.count()];
    for (int i = 0; i < curve.length; i++) {
      double e = GRID.energy(i) - bottom;
      curve[i] = e > 0 ? e * e : 0;
    }
    return curve;
  }

  private static DosPrediction prediction() {
    return new DosPrediction(
        GRID,
        2,
        8,
        curve(-3),
        new double[][] {curve(-2.8), curve(-3.1)},
        5.5,
        new double[] {5.6, 5.3},
        new boolean[2]);
  }

  private static double fermi(DosPrediction p, double[] curve) {
    return new FixedDos(p.grid(), curve, p.electrons()).fermiLevel();
  }

  @Test
  void fermiLevelsAreThoseThatWereLearnt() {
    DosPrediction p = DataZero.of(prediction(), EnergyZero.FERMI).prediction();
    assertEquals(5.5, fermi(p, p.curve()), 1e-9);
    assertEquals(5.6, fermi(p, p.members()[0]), 2e-3);
    assertEquals(5.3, fermi(p, p.members()[1]), 2e-3);
    assertArrayEquals(prediction().curve(), p.curve());
  }

  @Test
  void absoluteCurvesStayWhereTheyAre() {
    DosPrediction given = prediction();
    DataZero zero = DataZero.of(given, EnergyZero.NONE);
    assertEquals(0, zero.shift());
    assertSame(given.curve(), zero.prediction().curve());
    assertEquals(GRID, zero.prediction().grid());
  }

  @Test
  void resampledCurvesLieOnTheSameLines() {
    double[] curve = curve(-3);
    EnergyGrid onto = new EnergyGrid(-7.03, 0.05, 250);
    double[] there = GRID.resampled(curve, onto, -1, Double.NaN);
    for (int i = 0; i < there.length; i++) {
      double e = onto.energy(i);
      if (e < GRID.start()) {
        assertEquals(-1, there[i]);
      } else if (e > GRID.end()) {
        assertTrue(Double.isNaN(there[i]));
      } else {
        int k = Math.min(GRID.count() - 2, (int) ((e - GRID.start()) / GRID.step()));
        double part = (e - GRID.energy(k)) / GRID.step();
        assertEquals(curve[k] * (1 - part) + curve[k + 1] * part, there[i], 1e-9);
      }
    }
    assertArrayEquals(curve, GRID.resampled(curve, GRID, 0, 0), 1e-12);
  }
}
