package org.coesite.plot;

/** An interval of finite numbers; empty where {@code low > high}. */
record Range(double low, double high) {
  static final Range EMPTY = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  /** What the finite ones among the values span. */
  static Range of(double... values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new Range(low, high);
  }

  boolean isEmpty() {
    return low > high;
  }

  Range union(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }

  Range orUnit() {
    return isEmpty() ? new Range(0, 1) : this;
  }
}
