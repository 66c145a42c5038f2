package org.coesite.plot;

import java.util.List;

/**
 * One axis of a figure. Immutable.
 *
 * <p>Without bounds it spans what the layers show, and a little more.
 */
public final class Axis {
  private final String label;
  private final double low;
  private final double high;
  private final boolean logarithmic;
  private final boolean whole;
  private final boolean reversed;
  private final List<String> categories;

  private Axis(
      String label,
      double low,
      double high,
      boolean logarithmic,
      boolean whole,
      boolean reversed,
      List<String> categories) {
    this.label = label;
    this.low = low;
    this.high = high;
    this.logarithmic = logarithmic;
    this.whole = whole;
    this.reversed = reversed;
    this.categories = categories;
  }

  /** A linear axis; the label says the unit. */
  public static Axis of(String label) {
    return new Axis(label, Double.NaN, Double.NaN, false, false, false, List.of());
  }

  /** A linear axis of counts, from 0: its ticks are whole numbers. */
  public static Axis counting(String label) {
    return new Axis(label, 0, Double.NaN, false, true, false, List.of());
  }

  /** An axis of names: the n-th, from 0, is at n. Drawn upwards, the first is at the top. */
  public static Axis categories(String label, List<String> names) {
    return new Axis(label, -0.6, names.size() - 0.4, false, false, false, List.copyOf(names));
  }

  /** The same axis between two values; NaN leaves an end to the layers. */
  public Axis between(double from, double to) {
    return new Axis(label, from, to, logarithmic, whole, reversed, categories);
  }

  /** The same axis on a logarithmic scale; only positive values can be shown. */
  public Axis logarithmic() {
    return new Axis(label, low, high, true, whole, reversed, categories);
  }

  /** The same axis the other way round, large values at the left or below, as NMR draws shifts. */
  public Axis reversed() {
    return new Axis(label, low, high, logarithmic, whole, !reversed, categories);
  }

  boolean isReversed() {
    return reversed;
  }

  String label() {
    return label;
  }

  boolean isLogarithmic() {
    return logarithmic;
  }

  boolean isWhole() {
    return whole;
  }

  boolean isCategorical() {
    return !categories.isEmpty();
  }

  List<String> categories() {
    return categories;
  }

  /** What the axis spans when the layers span {@code data}. */
  Range range(Range data) {
    Range shown = logarithmic ? decades(data) : padded(data);
    return new Range(
        Double.isNaN(low) ? shown.low() : low, Double.isNaN(high) ? shown.high() : high);
  }

  private static Range padded(Range data) {
    Range range = data.orUnit();
    double span = range.high() - range.low();
    if (span <= 1e-12 * Math.max(Math.abs(range.low()), Math.abs(range.high()))) {
      double half = range.low() == 0 ? 1 : 0.1 * Math.abs(range.low());
      return new Range(range.low() - half, range.high() + half);
    }
    return new Range(range.low() - 0.05 * span, range.high() + 0.05 * span);
  }

  private static Range decades(Range data) {
    if (data.isEmpty() || data.high() <= 0) {
      return new Range(0.1, 1);
    }
    double from = data.low() > 0 ? data.low() : data.high() / 1e6;
    double margin = Math.max(1.15, Math.pow(data.high() / from, 0.05));
    return new Range(from / margin, data.high() * margin);
  }
}
