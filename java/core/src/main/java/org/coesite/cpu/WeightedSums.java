package org.coesite.cpu;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * sum_M k_M w_Mc for several channels c, in double whatever the kernels' precision: weights are
 * large and of both signs. The order of summation is fixed. Immutable and thread-safe.
 */
public final class WeightedSums {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private final double[] weights;
  private final int channels;
  private final int stride;

  /**
   * Takes some rows of a weight matrix.
   *
   * @param all [points x channels]
   * @param first first point
   * @param points number of points
   */
  public WeightedSums(double[] all, int channels, int first, int points) {
    this.channels = channels;
    stride = (channels + SPECIES.length() - 1) / SPECIES.length() * SPECIES.length();
    weights = new double[points * stride];
    for (int m = 0; m < points; m++) {
      System.arraycopy(all, (first + m) * channels, weights, m * stride, channels);
    }
  }

  /** Length that {@code sums} must have: channels rounded up to whole vectors. */
  public int stride() {
    return stride;
  }

  /** Writes the sums of all channels, padded with zeros. */
  public void of(double[] k, double[] sums) {
    int points = weights.length / Math.max(1, stride);
    for (int c = 0; c < channels; c += SPECIES.length()) {
      // two chains hide the latency of the additions
      DoubleVector even = DoubleVector.zero(SPECIES);
      DoubleVector odd = even;
      int m = 0;
      for (; m + 1 < points; m += 2) {
        even =
            DoubleVector.fromArray(SPECIES, weights, m * stride + c)
                .fma(DoubleVector.broadcast(SPECIES, k[m]), even);
        odd =
            DoubleVector.fromArray(SPECIES, weights, (m + 1) * stride + c)
                .fma(DoubleVector.broadcast(SPECIES, k[m + 1]), odd);
      }
      if (m < points) {
        even =
            DoubleVector.fromArray(SPECIES, weights, m * stride + c)
                .fma(DoubleVector.broadcast(SPECIES, k[m]), even);
      }
      even.add(odd).intoArray(sums, c);
    }
  }
}
