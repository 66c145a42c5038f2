package org.coesite.plot;

import java.util.List;
import java.util.TreeMap;

/**
 * A cloud of points: of one colour or coloured by a third quantity, with error bars, named when few
 * enough. Points that are not finite are left out.
 */
public final class Points extends Layer {
  /** From this many on, points are plain dots without tooltips, to keep files small. */
  private static final int MANY = 1500;

  private static final int COLOURS = 64;

  private final double[] x;
  private final double[] y;
  private Marker marker = Marker.CIRCLE;
  private Ink ink = Ink.BLUE;
  private double radius;
  private double[] errors;
  private double[] values;
  private ColourScale colours;
  private List<String> names = List.of();
  private boolean labelled;

  private Points(String name, double[] x, double[] y) {
    super(name);
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x for " + y.length + " y");
    }
    this.x = x.clone();
    this.y = y.clone();
    radius = x.length > 5000 ? 1.5 : x.length > MANY ? 2 : x.length > 200 ? 3 : 4.5;
  }

  /** Points at (x, y), blue circles sized by how many there are. */
  public static Points of(String name, double[] x, double[] y) {
    return new Points(name, x, y);
  }

  /** Sets the colour. */
  public Points ink(Ink value) {
    ink = value;
    return this;
  }

  /** Sets the shape. */
  public Points marker(Marker value) {
    marker = value;
    return this;
  }

  /** Sets the radius in pixels. */
  public Points radius(double value) {
    radius = value;
    return this;
  }

  /** Draws a bar of plus and minus the error through each point, along y. */
  public Points errors(double[] values) {
    errors = values.clone();
    return this;
  }

  /** Colours each point by its value. */
  public Points coloured(double[] by, ColourScale scale) {
    values = by.clone();
    colours = scale;
    return this;
  }

  /** Names the points for tooltips. */
  public Points names(List<String> value) {
    names = List.copyOf(value);
    return this;
  }

  /** Names the points, and writes the names beside them where there is room. */
  public Points labels(List<String> value) {
    names(value);
    labelled = true;
    return this;
  }

  @Override
  Range xRange() {
    return Range.of(x);
  }

  @Override
  Range yRange() {
    Range range = Range.of(y);
    if (errors != null) {
      for (int i = 0; i < y.length; i++) {
        range = range.union(Range.of(y[i] - errors[i], y[i] + errors[i]));
      }
    }
    return range;
  }

  @Override
  void draw(Canvas canvas, Scale scaleX, Scale scaleY) {
    if (x.length > MANY) {
      drawMany(canvas, scaleX, scaleY);
      return;
    }
    for (int i = 0; i < x.length; i++) {
      double px = scaleX.at(x[i]);
      double py = scaleY.at(y[i]);
      if (!Double.isFinite(px) || !Double.isFinite(py)) {
        continue;
      }
      if (errors != null && Double.isFinite(errors[i])) {
        Stroke bar = Stroke.solid(ink.opacity(0.55), 1.2);
        canvas.line(px, scaleY.at(y[i] - errors[i]), px, scaleY.at(y[i] + errors[i]), bar);
      }
      String tooltip = i < names.size() ? names.get(i) : null;
      canvas.mark(marker, px, py, radius, ink(i), edge(), tooltip);
    }
  }

  private Stroke edge() {
    return radius >= 3 ? Stroke.solid(Ink.WHITE, 0.8) : null;
  }

  private Ink ink(int point) {
    if (values == null) {
      return radius >= 3 ? ink : ink.opacity(0.6);
    }
    return Double.isFinite(values[point]) ? colours.at(values[point]) : Ink.GREY;
  }

  /** One path for each of a few colours. */
  private void drawMany(Canvas canvas, Scale scaleX, Scale scaleY) {
    TreeMap<Integer, Ink> inks = new TreeMap<>();
    int[] shade = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      shade[i] = shade(i);
      inks.putIfAbsent(shade[i], shade[i] < 0 ? ink(i) : Viridis.at((shade[i] + 0.5) / COLOURS));
    }
    inks.forEach((key, colour) -> drawShade(canvas, scaleX, scaleY, shade, key, colour));
  }

  private int shade(int point) {
    if (values == null || !Double.isFinite(values[point])) {
      return -1;
    }
    double span = colours.high() - colours.low();
    double part = span > 0 ? (values[point] - colours.low()) / span : 0.5;
    return (int) Math.clamp(part * COLOURS, 0.0, COLOURS - 1.0);
  }

  private void drawShade(
      Canvas canvas, Scale scaleX, Scale scaleY, int[] shade, int key, Ink colour) {
    double[] px = new double[x.length];
    double[] py = new double[x.length];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      px[count] = scaleX.at(x[i]);
      py[count] = scaleY.at(y[i]);
      if (shade[i] == key && Double.isFinite(px[count]) && Double.isFinite(py[count])) {
        count++;
      }
    }
    canvas.dots(
        java.util.Arrays.copyOf(px, count), java.util.Arrays.copyOf(py, count), radius, colour);
  }

  @Override
  void reserve(LabelPlacement labels, Scale scaleX, Scale scaleY) {
    if (x.length > MANY) {
      return;
    }
    for (int i = 0; i < x.length; i++) {
      double px = scaleX.at(x[i]);
      double py = scaleY.at(y[i]);
      if (scaleX.shows(x[i]) && scaleY.shows(y[i])) {
        labels.point(px, py, radius, labelled && i < names.size() ? names.get(i) : "");
      }
    }
  }

  @Override
  void drawSample(Canvas canvas, double centreX, double centreY) {
    canvas.mark(marker, centreX, centreY, Math.max(radius, 3.5), ink, null, null);
  }
}
