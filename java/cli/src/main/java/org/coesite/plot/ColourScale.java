package org.coesite.plot;

/**
 * How numbers become colours: viridis between two values, shown as a bar beside the figure.
 *
 * @param label what the colour means, with its unit
 * @param low value of the darkest colour
 * @param high value of the brightest
 */
public record ColourScale(String label, double low, double high) {
  /** The scale that spans the finite ones among some values; from 0 to 1 where there are none. */
  public static ColourScale spanning(String label, double[] values) {
    Range range = Range.of(values).orUnit();
    return new ColourScale(label, range.low(), range.high());
  }

  /** The colour of a value; the ends' colours beyond them. */
  public Ink at(double value) {
    return high > low ? Viridis.at((value - low) / (high - low)) : Viridis.at(0.5);
  }
}
