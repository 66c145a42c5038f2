package org.coesite.dos;

import org.coesite.CoesiteException;

/**
 * The energies that a model's curves are learnt on, from its zero.
 *
 * @param low eV; NaN for as far down as the structures have states
 * @param high eV; NaN for as far up as no structure lacks bands
 */
public record WindowLimits(double low, double high) {
  /** As the data have it. */
  public static final WindowLimits OF_THE_DATA = new WindowLimits(Double.NaN, Double.NaN);

  /** Checks that they are in order. */
  public WindowLimits {
    if (high <= low) {
      throw new CoesiteException(
          "a window from " + low + " to " + high + " eV: its end must lie above its start");
    }
  }

  /**
   * Reads {@code LOW:HIGH}, either of which may be missing.
   *
   * @throws CoesiteException if the text is none, in one line
   */
  public static WindowLimits parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 2) {
        return new WindowLimits(limit(parts[0]), limit(parts[1]));
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new CoesiteException(
        "\"" + text + "\" is no window: LOW:HIGH in eV is expected, as -17:5 or :5");
  }

  private static double limit(String text) {
    if (text.isBlank()) {
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  /**
   * The grid in these limits.
   *
   * @param bottom the highest energy it may start at
   * @param top the highest it may end at
   * @param fermi the highest Fermi level of a structure, all from the zero, eV
   * @throws CoesiteException if occupied states are cut, or bands missing
   */
  EnergyGrid within(double bottom, double top, double fermi, double step) {
    double from = Double.isNaN(low) ? bottom : low;
    double to = Double.isNaN(high) ? top : high;
    if (from > bottom || to <= fermi) {
      throw refusal(
          "cuts states that are occupied: it must reach from %.2f to above %.2f eV"
              .formatted(bottom, fermi));
    }
    if (to > top) {
      throw refusal("reaches beyond %.2f eV, up to which no structure lacks bands".formatted(top));
    }
    return EnergyGrid.between(from, to, step);
  }

  private CoesiteException refusal(String why) {
    return new CoesiteException("the window " + this + " eV " + why);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return (Double.isNaN(low) ? "" : low) + ":" + (Double.isNaN(high) ? "" : high);
  }
}
