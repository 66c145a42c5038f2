package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AngleHistogramTest {
  @Test
  void countsEverythingFinite() {
    AngleHistogram histogram = new AngleHistogram();
    histogram.addAll(new double[] {60, 90, 144.2, 180, Double.NaN});
    assertEquals(4, histogram.total());
  }

  @Test
  void theBroadenedDistributionPeaksAtTheAngle() {
    double[] shape = new AngleHistogram().addAll(new double[] {144.2, 144.3}).smooth();
    double[] places = AngleHistogram.places();
    double peak = 0;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 1) {
        peak = places[i];
      }
    }
    assertEquals(144.25, peak, 1e-12);
    // two degrees away: exp(-1/2) of a Gaussian that wide
    assertEquals(Math.exp(-0.5), shape[(int) ((146.25 - 90) * 2)], 1e-12);
  }

  @Test
  void nothingStaysNothing() {
    assertEquals(0, new AngleHistogram().smooth()[100]);
  }
}
