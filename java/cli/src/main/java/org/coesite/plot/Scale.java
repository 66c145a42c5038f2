package org.coesite.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** An axis laid onto the canvas: where a value is, and where its ticks are. */
final class Scale {
  /**
   * A mark on the axis.
   *
   * @param label empty for a small mark between labelled ones
   */
  record Tick(double value, String label) {}

  private final Axis axis;
  private final Range range;
  private final double from;
  private final double to;

  /**
   * The axis from pixel {@code from} to pixel {@code to}: from its low end to its high one, unless
   * it is reversed.
   */
  Scale(Axis axis, Range range, double from, double to) {
    this.axis = axis;
    this.range = range;
    this.from = from;
    this.to = to;
  }

  Range range() {
    return range;
  }

  /** Where the axis starts, in pixels. */
  double from() {
    return from;
  }

  /** Where it ends. */
  double to() {
    return to;
  }

  /** Pixel of a value; NaN where no axis of this kind can show it. */
  double at(double value) {
    if (!Double.isFinite(value) || (axis.isLogarithmic() && value <= 0)) {
      return Double.NaN;
    }
    double part;
    if (axis.isLogarithmic()) {
      part = Math.log(value / range.low()) / Math.log(range.high() / range.low());
    } else {
      part = (value - range.low()) / (range.high() - range.low());
    }
    part = axis.isReversed() ? 1 - part : part;
    // far outside is as good as a little outside, and stays a number that files can hold
    return from + Math.clamp(part, -10.0, 11.0) * (to - from);
  }

  double[] at(double[] values) {
    double[] pixels = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = at(values[i]);
    }
    return pixels;
  }

  /** Whether the value lies on the axis. */
  boolean shows(double value) {
    return value >= range.low() && value <= range.high();
  }

  /** Marks at round values, labelled ones at least {@code spacing} pixels apart. */
  List<Tick> ticks(double spacing) {
    if (axis.isCategorical()) {
      return named();
    }
    // too few powers of ten and their halves lie on a short logarithmic axis
    boolean decades = axis.isLogarithmic() && range.high() / range.low() > 5;
    return decades ? logarithmic() : linear(spacing);
  }

  private List<Tick> named() {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < axis.categories().size(); i++) {
      ticks.add(new Tick(i, axis.categories().get(i)));
    }
    return ticks;
  }

  private List<Tick> linear(double spacing) {
    double span = range.high() - range.low();
    double atMost = Math.max(2, Math.abs(to - from) / spacing);
    double decade = Math.pow(10, Math.floor(Math.log10(span / atMost)));
    double step = 10 * decade;
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * decade * atMost >= span) {
        step = factor * decade;
        break;
      }
    }
    step = axis.isWhole() ? Math.max(1, step) : step;
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    List<Tick> ticks = new ArrayList<>();
    long last = (long) Math.floor(range.high() / step + 1e-9);
    for (long k = (long) Math.ceil(range.low() / step - 1e-9); k <= last; k++) {
      ticks.add(new Tick(k * step, plain(k * step, decimals)));
    }
    return ticks;
  }

  /** Whole decades labelled, two to nine between them not; all labelled where there are few. */
  private List<Tick> logarithmic() {
    boolean narrow = range.high() / range.low() < 200;
    List<Tick> ticks = new ArrayList<>();
    int first = (int) Math.floor(Math.log10(range.low()));
    int last = (int) Math.ceil(Math.log10(range.high()));
    for (int decade = first; decade <= last; decade++) {
      for (int digit = 1; digit <= 9; digit++) {
        double value = digit * Math.pow(10, decade);
        if (shows(value)) {
          boolean labelled = digit == 1 || (narrow && (digit == 2 || digit == 5));
          ticks.add(new Tick(value, labelled ? power(digit, decade) : ""));
        }
      }
    }
    return ticks;
  }

  private static String power(int digit, int decade) {
    if (decade >= -3 && decade <= 4) {
      return plain(digit * Math.pow(10, decade), Math.max(0, -decade));
    }
    StringBuilder text = new StringBuilder(digit == 1 ? "" : digit + "×").append("10");
    for (char c : Integer.toString(decade).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }

  private static String plain(double value, int decimals) {
    String text =
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    boolean zero = Double.parseDouble(text) == 0;
    return zero ? text.replace("-", "") : text.replace('-', '−');
  }
}
