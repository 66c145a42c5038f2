package org.coesite.dynamics;

import java.util.Arrays;

/** Numbers that were observed, and what statistics says of them. Immutable and thread-safe. */
public final class Sample {
  private final double[] values;

  private Sample(double[] values) {
    this.values = values;
  }

  /** A sample of these numbers. */
  public static Sample of(double... values) {
    return new Sample(values.clone());
  }

  public int count() {
    return values.length;
  }

  /** A copy of the numbers, in the order of observation. */
  public double[] values() {
    return values.clone();
  }

  /** Arithmetic mean; NaN if nothing was observed. */
  public double mean() {
    return Arrays.stream(values).sum() / values.length;
  }

  /** Standard deviation of the sample about its mean (divided by count); NaN if it is empty. */
  public double deviation() {
    double mean = mean();
    double square = 0;
    for (double v : values) {
      square += (v - mean) * (v - mean);
    }
    return Math.sqrt(square / values.length);
  }

  /** Smallest; infinity if nothing was observed. */
  public double min() {
    return Arrays.stream(values).min().orElse(Double.POSITIVE_INFINITY);
  }

  /** Largest; minus infinity if nothing was observed. */
  public double max() {
    return Arrays.stream(values).max().orElse(Double.NEGATIVE_INFINITY);
  }

  /**
   * A normalised histogram: fractions per unit of the quantity, so that bins times width sum to the
   * share of the sample between the limits.
   */
  public double[] histogram(double from, double to, int bins) {
    double[] density = new double[bins];
    double width = (to - from) / bins;
    for (double v : values) {
      int bin = (int) Math.floor((v - from) / width);
      if (bin >= 0 && bin < bins) {
        density[bin] += 1 / (width * values.length);
      }
    }
    return density;
  }
}
