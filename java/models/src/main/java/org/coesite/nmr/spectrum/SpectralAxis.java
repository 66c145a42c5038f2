package org.coesite.nmr.spectrum;

import org.coesite.CoesiteException;

/**
 * Positions at which a spectrum is known, ascending and equidistant: the centres of bins. In ppm;
 * of one side of some maps, MHz.
 *
 * @param low the first
 * @param step between two
 * @param count number of them
 */
public record SpectralAxis(double low, double step, int count) {
  private static final int MOST = 1 << 22;

  /** Checks the numbers. */
  public SpectralAxis {
    if (!Double.isFinite(low) || !(step > 0) || !Double.isFinite(low + step * count)) {
      throw new CoesiteException(
          "a spectrum's range ascends and is finite, not from " + low + " in steps of " + step);
    }
    if (count < 2 || count > MOST) {
      throw new CoesiteException("a spectrum has 2 to " + MOST + " points, not " + count);
    }
  }

  /** From a first to a last position. */
  public static SpectralAxis between(double first, double last, int count) {
    if (!(last > first)) {
      throw new CoesiteException("the range " + first + " to " + last + " does not ascend");
    }
    return new SpectralAxis(first, (last - first) / Math.max(1, count - 1), count);
  }

  /** Position of a point. */
  public double position(int point) {
    return low + point * step;
  }

  /** All positions. */
  public double[] positions() {
    double[] positions = new double[count];
    for (int i = 0; i < count; i++) {
      positions[i] = position(i);
    }
    return positions;
  }

  /** The last position. */
  public double high() {
    return position(count - 1);
  }
}
