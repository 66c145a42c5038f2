package org.coesite.plot;

/** The area between two curves: an error band, a distribution standing on a line. */
public final class Band extends Layer {
  private final double[] x;
  private final double[] lower;
  private final double[] upper;
  private Ink ink = Ink.BLUE.opacity(0.2);

  private Band(String name, double[] x, double[] lower, double[] upper) {
    super(name);
    if (x.length != lower.length || x.length != upper.length) {
      throw new IllegalArgumentException(
          x.length + " x for " + lower.length + " and " + upper.length + " y");
    }
    this.x = x.clone();
    this.lower = lower.clone();
    this.upper = upper.clone();
  }

  /** The area between {@code lower} and {@code upper}, light blue; all values finite. */
  public static Band of(String name, double[] x, double[] lower, double[] upper) {
    return new Band(name, x, lower, upper);
  }

  /** Sets the colour. */
  public Band ink(Ink value) {
    ink = value;
    return this;
  }

  @Override
  Range xRange() {
    return Range.of(x);
  }

  @Override
  Range yRange() {
    return Range.of(lower).union(Range.of(upper));
  }

  @Override
  void draw(Canvas canvas, Scale scaleX, Scale scaleY) {
    int n = x.length;
    double[] px = new double[2 * n];
    double[] py = new double[2 * n];
    for (int i = 0; i < n; i++) {
      px[i] = scaleX.at(x[i]);
      py[i] = scaleY.at(upper[i]);
      px[2 * n - 1 - i] = px[i];
      py[2 * n - 1 - i] = scaleY.at(lower[i]);
    }
    if (n > 1) {
      canvas.polygon(px, py, ink);
    }
  }

  @Override
  void drawSample(Canvas canvas, double centreX, double centreY) {
    canvas.rectangle(new Box(centreX - 10, centreY - 5, 20, 10), ink);
  }
}
