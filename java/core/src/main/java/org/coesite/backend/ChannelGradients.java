package org.coesite.backend;

import java.util.Arrays;

/**
 * What multiplies the channels' values of centres before they are summed: the derivatives of a
 * result by them. One set may serve all centres, as where energies are summed; or each centre takes
 * one of several sets, as where the result of each structure depends on its channels in its own
 * way. Immutable as long as its arrays are left alone.
 */
public final class ChannelGradients {
  private final double[] sets;
  private final int channels;
  private final int[] setOf;

  private ChannelGradients(double[] sets, int channels, int[] setOf) {
    this.sets = sets;
    this.channels = channels;
    this.setOf = setOf;
  }

  /**
   * The same for all centres.
   *
   * @param gradients [channels]
   */
  public static ChannelGradients same(double... gradients) {
    return new ChannelGradients(gradients, gradients.length, null);
  }

  /**
   * Of each centre its own set.
   *
   * @param sets [number of sets x channels]
   * @param setOf which one a centre takes, [centres]
   */
  public static ChannelGradients of(double[] sets, int channels, int[] setOf) {
    if (channels < 1 || sets.length % channels != 0) {
      throw new IllegalArgumentException(
          sets.length + " gradients are not whole sets of " + channels + " channels");
    }
    int count = sets.length / channels;
    for (int set : setOf) {
      if (set < 0 || set >= count) {
        throw new IllegalArgumentException("set " + set + " of " + count);
      }
    }
    return new ChannelGradients(sets, channels, setOf);
  }

  /** Whether one set serves all centres. */
  public boolean shared() {
    return setOf == null;
  }

  /** The set that a centre takes. */
  public int setOf(int centre) {
    return shared() ? 0 : setOf[centre];
  }

  /**
   * What multiplies the kernel values: sum_c g_c w_Mc of every set.
   *
   * @return [sets x points]
   * @throws IllegalArgumentException if these are not as many channels as the points have, or not
   *     for as many centres
   */
  public double[] combined(SparsePoints points, int centres) {
    if (channels != points.channels()) {
      throw new IllegalArgumentException(
          channels + " channel gradients for " + points.channels() + " channels");
    }
    if (!shared() && setOf.length != centres) {
      throw new IllegalArgumentException(
          "sets of gradients for " + setOf.length + " centres, not " + centres);
    }
    int count = sets.length / Math.max(1, channels);
    double[] out = new double[count * points.points()];
    for (int s = 0; s < count; s++) {
      double[] g = withoutTrailingZeros(s);
      for (int m = 0; m < points.points(); m++) {
        double sum = 0;
        for (int c = 0; c < g.length; c++) {
          sum += g[c] * points.weights()[m * channels + c];
        }
        out[s * points.points() + m] = sum;
      }
    }
    return out;
  }

  /** Of a set. A committee's channels, which come last, mostly have no gradients. */
  private double[] withoutTrailingZeros(int set) {
    int end = (set + 1) * channels;
    while (end > set * channels && sets[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOfRange(sets, set * channels, end);
  }
}
