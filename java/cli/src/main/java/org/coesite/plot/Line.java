package org.coesite.plot;

import java.util.Arrays;

/** A line through points in their order, interrupted where one is not finite. */
public final class Line extends Layer {
  private final double[] x;
  private final double[] y;
  private Ink ink = Ink.BLUE;
  private double width = 2;
  private double dash;

  private Line(String name, double[] x, double[] y) {
    super(name);
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x for " + y.length + " y");
    }
    this.x = x.clone();
    this.y = y.clone();
  }

  /** A solid blue line. */
  public static Line of(String name, double[] x, double[] y) {
    return new Line(name, x, y);
  }

  /** Sets the colour. */
  public Line ink(Ink value) {
    ink = value;
    return this;
  }

  /** Sets the width in pixels. */
  public Line width(double value) {
    width = value;
    return this;
  }

  /** Draws dashes. */
  public Line dashed() {
    dash = 6;
    return this;
  }

  @Override
  Range xRange() {
    return Range.of(x);
  }

  @Override
  Range yRange() {
    return Range.of(y);
  }

  @Override
  void draw(Canvas canvas, Scale scaleX, Scale scaleY) {
    double[] px = scaleX.at(x);
    double[] py = scaleY.at(y);
    Stroke stroke = new Stroke(ink, width, dash);
    int start = 0;
    for (int i = 0; i <= px.length; i++) {
      if (i == px.length || !Double.isFinite(px[i]) || !Double.isFinite(py[i])) {
        if (i - start > 1) {
          canvas.polyline(
              Arrays.copyOfRange(px, start, i), Arrays.copyOfRange(py, start, i), stroke);
        }
        start = i + 1;
      }
    }
  }

  @Override
  void drawSample(Canvas canvas, double centreX, double centreY) {
    canvas.line(centreX - 10, centreY, centreX + 10, centreY, new Stroke(ink, width, dash));
  }
}
