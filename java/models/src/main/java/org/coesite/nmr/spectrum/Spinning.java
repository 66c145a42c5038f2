package org.coesite.nmr.spectrum;

import org.coesite.CoesiteException;

/**
 * How a sample turns about an axis at the magic angle, arccos(1/sqrt 3), to the field.
 *
 * @param rate Hz; 0 not at all, infinite faster than every anisotropy
 */
public record Spinning(double rate) {
  /** Not at all. */
  public static final Spinning STATIC = new Spinning(0);

  /** Faster than every anisotropy: no sidebands. */
  public static final Spinning FAST = new Spinning(Double.POSITIVE_INFINITY);

  /** Checks the rate. */
  public Spinning {
    if (!(rate >= 0)) {
      throw new IllegalArgumentException("a spinning rate is not negative: " + rate);
    }
  }

  /**
   * At a rate.
   *
   * @throws CoesiteException if it is not positive and finite
   */
  public static Spinning at(double hertz) {
    if (!(hertz > 0) || !Double.isFinite(hertz)) {
      throw new CoesiteException(
          "a spinning rate of "
              + hertz
              + " Hz has no sidebands: a positive rate was expected, or a static or infinitely fast"
              + " sample");
    }
    return new Spinning(hertz);
  }

  /** Whether there are sidebands. */
  public boolean hasSidebands() {
    return rate > 0 && Double.isFinite(rate);
  }
}
