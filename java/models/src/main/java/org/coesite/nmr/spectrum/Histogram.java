package org.coesite.nmr.spectrum;

/**
 * Intensities on a {@link SpectralAxis}, collected from lines and from triangles of directions over
 * which the frequency is linear. What lies outside is lost. Not thread-safe.
 */
final class Histogram {
  private final SpectralAxis axis;
  private final double[] bins;

  Histogram(SpectralAxis axis) {
    this.axis = axis;
    bins = new double[axis.count()];
  }

  /** A sharp line. */
  void line(double position, double intensity) {
    triangle(position, position, position, intensity);
  }

  /**
   * A triangle: the intensity is spread as a tent t(x) that rises from the lowest of the three
   * positions to the middle one and falls to the highest. A bin takes what lies within a step of
   * its centre, weighed by 1 - distance/step, so that positions are kept however narrow the tent
   * is: with T'' = t that is the second difference of T at the bin over the step.
   */
  void triangle(double p, double q, double r, double intensity) {
    double low = Math.min(p, Math.min(q, r));
    double high = Math.max(p, Math.max(q, r));
    double step = axis.step();
    double first = Math.floor((low - axis.low()) / step);
    double last = Math.ceil((high - axis.low()) / step);
    if (!(first < bins.length && last >= 0)) {
      return;
    }
    double middle = Math.max(low, Math.min(high, p + q + r - low - high));
    double mean = (p + q + r) / 3;
    int from = (int) Math.max(0, first);
    int to = (int) Math.min(bins.length - 1.0, last);
    double before = twice(axis.position(from) - step, low, middle, high, mean);
    double here = twice(axis.position(from), low, middle, high, mean);
    for (int i = from; i <= to; i++) {
      double after = twice(axis.position(i) + step, low, middle, high, mean);
      bins[i] += intensity * (after - 2 * here + before) / step;
      before = here;
      here = after;
    }
  }

  /** The tent's second integral T. */
  private static double twice(double x, double low, double middle, double high, double mean) {
    if (x <= low) {
      return 0;
    }
    if (x >= high) {
      return x - mean;
    }
    if (x < middle) {
      double d = x - low;
      return d * d * d / (3 * (middle - low) * (high - low));
    }
    double d = high - x;
    return x - mean + d * d * d / (3 * (high - middle) * (high - low));
  }

  /** The intensities in the bins, [points]. */
  double[] bins() {
    return bins.clone();
  }
}
