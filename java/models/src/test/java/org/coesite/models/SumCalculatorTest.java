package org.coesite.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class SumCalculatorTest {
  /** Says the same of every atom and remembers being closed. */
  private static final class Constant implements Calculator {
    private final double energy;
    private final double uncertainty;
    private final double[] committee;
    private boolean closed;

    Constant(double energy, double uncertainty, double... committee) {
      this.energy = energy;
      this.uncertainty = uncertainty;
      this.committee = committee;
    }

    @Override
    public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
      return Stream.of(0)
          .map(
              s ->
                  new Prediction(
                      energy,
                      new double[] {energy},
                      derivatives == Derivatives.FIRST ? new double[] {energy, 0, 1} : null,
                      null,
                      uncertainty,
                      committee,
                      new boolean[] {committee.length > 0}))
          .toList();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final Structure ATOM = Structure.of(new int[] {14}, new double[3]).build();

  @Test
  void addsWhatThePartsSay() {
    Constant potential = new Constant(-3, 0.4, -3.1, -2.9);
    Constant correction = new Constant(-0.5, Double.NaN);
    try (Calculator sum = new SumCalculator(potential, correction, new Constant(1, 0.3))) {
      Prediction p = sum.evaluate(ATOM);
      assertEquals(-2.5, p.energy(), 1e-15);
      assertArrayEquals(new double[] {-2.5}, p.atomEnergies(), 1e-15);
      assertArrayEquals(new double[] {-2.5, 0, 3}, p.forces(), 1e-15);
      assertNull(p.stress());
      assertEquals(0.5, p.uncertainty(), 1e-15);
      assertArrayEquals(new double[] {-2.6, -2.4}, p.committee(), 1e-15);
      assertTrue(p.outside()[0]);
      assertNull(sum.evaluate(Batch.of(ATOM), Calculator.Derivatives.NONE).get(0).forces());
    }
    assertTrue(potential.closed && correction.closed);
  }
}
