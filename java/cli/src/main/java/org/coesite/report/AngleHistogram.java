package org.coesite.report;

import org.coesite.plot.Bars;

/** How often each Si-O-Si angle occurs, in bins of half a degree. */
final class AngleHistogram {
  private static final double LOW = 90;
  private static final double WIDTH = 0.5;
  private static final int BINS = 180;

  private final int[] counts = new int[BINS];
  private long total;

  /** Adds angles in degrees; those below 90 degrees count for the first bin. */
  AngleHistogram addAll(double[] angles) {
    for (double angle : angles) {
      if (Double.isFinite(angle)) {
        counts[(int) Math.clamp((angle - LOW) / WIDTH, 0.0, BINS - 1.0)]++;
        total++;
      }
    }
    return this;
  }

  void addAll(AngleHistogram other) {
    for (int i = 0; i < BINS; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  long total() {
    return total;
  }

  /** The same, in bins of two degrees, as per cent of all. */
  Bars bars(String name) {
    int merged = 4;
    double[] edges = new double[BINS / merged + 1];
    double[] heights = new double[BINS / merged];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = LOW + i * merged * WIDTH;
    }
    for (int i = 0; i < BINS; i++) {
      heights[i / merged] += 100.0 * counts[i] / Math.max(total, 1);
    }
    return Bars.of(name, edges, heights);
  }

  /** Where {@link #smooth} has its values, degrees. */
  static double[] places() {
    double[] places = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      places[i] = LOW + (i + 0.5) * WIDTH;
    }
    return places;
  }

  /** The distribution broadened by a Gaussian of two degrees, its maximum 1; zeros if empty. */
  double[] smooth() {
    double[] density = new double[BINS];
    double highest = 0;
    for (int i = 0; i < BINS; i++) {
      for (int j = 0; j < BINS; j++) {
        double distance = (i - j) * WIDTH / 2.0;
        density[i] += counts[j] * Math.exp(-0.5 * distance * distance);
      }
      highest = Math.max(highest, density[i]);
    }
    for (int i = 0; i < BINS && highest > 0; i++) {
      density[i] /= highest;
    }
    return density;
  }
}
