package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;

class BandEdgesTest {
  private static final EnergyGrid GRID = new EnergyGrid(-16, 0.01, 2601);
  private static final double DENSITY = 0.4;

  /** Bands of one density from -12 to -gap/2 and from gap/2 to 8 eV, broadened. */
  private static FixedDos steps(double gap, double width) {
    return Curves.filledTo(
        0,
        GRID,
        e ->
            DENSITY
                * (below(-gap / 2 - e, width)
                    - below(-12 - e, width)
                    + below(8 - e, width)
                    - below(gap / 2 - e, width)));
  }

  private static double below(double x, double width) {
    return width == 0 ? (x > 0 ? 1 : 0) : 0.5 * Erfc.value(-x / width / Math.sqrt(2));
  }

  @Test
  void sharpBandsHaveTheirEdges() {
    BandEdges edges = new BandEdges(steps(3, 0), 1);
    assertEquals(-12 + BandEdges.BOTTOM_STATES / DENSITY, edges.bottom(), 0.011);
    assertEquals(3, edges.gap(), 0.011);
    assertEquals(3, edges.pseudogap(), 0.011);
    assertEquals(10.5 - BandEdges.BOTTOM_STATES / DENSITY, edges.valenceWidth(), 0.02);
  }

  /** As the Javadoc has it, where the density is the mean over band and half the gap. */
  @Test
  void broadeningClosesTheGapAndHardlyThePseudogap() {
    double width = 0.2;
    BandEdges sharp = new BandEdges(steps(2, 0), 1);
    BandEdges broad = new BandEdges(steps(2, width), 1);
    // the mean is a little smaller than the density, as it counts half of the gap
    double mean = 11.0 / 12;
    double moved = width * quantile(BandEdges.GAP_PART * mean);
    assertEquals(1.64 * width, moved, 0.02 * width + 0.01);
    assertEquals(sharp.gap() - 2 * moved, broad.gap(), 0.01);
    assertEquals(sharp.pseudogap(), broad.pseudogap(), 2 * width * quantile(0.45));
    assertEquals(sharp.valenceWidth() + moved + 0.075, broad.valenceWidth(), 0.08);
    assertEquals(0, new BandEdges(steps(0.6, width), 1).gap(), "narrower than 3.3 widths");
    assertTrue(new BandEdges(steps(0.6, width), 1).pseudogap() > 0.5);
  }

  /** The x with 1 - Phi(x) = p. */
  private static double quantile(double p) {
    double low = -10;
    double high = 10;
    for (int k = 0; k < 60; k++) {
      double x = (low + high) / 2;
      if (below(-x, 1) > p) {
        low = x;
      } else {
        high = x;
      }
    }
    return low;
  }

  @Test
  void theBottomMovesAsTheJavadocSays() {
    double width = 0.3;
    double density = 0.3;
    FixedDos sharp = Curves.filledTo(0, GRID, e -> density * below(e + 12, 0));
    FixedDos broad = Curves.filledTo(0, GRID, e -> density * below(e + 12, width));
    double moved = new BandEdges(broad, 1).bottom() - new BandEdges(sharp, 1).bottom();
    assertEquals(-0.20, moved, 0.01);
    double u = (new BandEdges(broad, 1).bottom() + 12) / width;
    double held =
        density * width * (u * below(u, 1) + Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI));
    assertEquals(BandEdges.BOTTOM_STATES, held, 1e-4);
    FixedDos level =
        Curves.filledTo(
            0,
            GRID,
            e ->
                2
                        * Math.exp(-(e + 8) * (e + 8) / (2 * width * width))
                        / (width * Math.sqrt(2 * Math.PI))
                    + 0.3 * below(e + 4, width));
    assertEquals(-8 - 2.33 * width, new BandEdges(level, 1).bottom(), 0.01);
  }

  @Test
  void aMetalHasNeither() {
    FixedDos metal = Curves.metal();
    BandEdges edges = new BandEdges(metal, 1);
    assertEquals(0, edges.gap());
    assertEquals(0, edges.pseudogap());
    assertEquals(metal.fermiLevel() - edges.bottom(), edges.valenceWidth(), 1e-12);
  }

  @Test
  void aDipIsAPseudogapOnly() {
    FixedDos dip =
        Curves.filledTo(0, GRID, e -> below(12 + e, 0) * (1 - 0.8 * Math.exp(-e * e / 0.5)));
    BandEdges edges = new BandEdges(dip, 1);
    assertEquals(0, edges.gap());
    // half of the mean, (12 - 0.8 sqrt(pi/8))/12 of the density
    double half = 0.5 * (12 - 0.8 * Math.sqrt(Math.PI / 8)) / 12;
    assertEquals(2 * Math.sqrt(0.5 * Math.log(0.8 / (1 - half))), edges.pseudogap(), 0.02);
  }

  @Test
  void aCurveThatEndsInTheGapKnowsNoGap() {
    EnergyGrid grid = new EnergyGrid(-5, 0.1, 70);
    FixedDos insulator = Curves.filledTo(1, grid, e -> e < 0 ? 1 : 0);
    BandEdges edges = new BandEdges(insulator, 1);
    assertEquals(Double.NaN, edges.gap());
    assertEquals(Double.NaN, edges.pseudogap());
    assertEquals(5, edges.valenceWidth(), 0.15);
  }

  @Test
  void atomsAreCounted() {
    FixedDos four = Curves.filledTo(0, GRID, e -> 4 * below(e + 12, 0));
    FixedDos one = Curves.filledTo(0, GRID, e -> below(e + 12, 0));
    assertEquals(new BandEdges(one, 1).bottom(), new BandEdges(four, 4).bottom(), 1e-9);
    assertThrows(IllegalArgumentException.class, () -> new BandEdges(one, 0));
  }
}
