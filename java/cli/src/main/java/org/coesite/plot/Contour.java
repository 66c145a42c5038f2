package org.coesite.plot;

/**
 * A function of two variables as lines of equal value, dark for low values and bright for high
 * ones. Levels rise by one factor from a small part of the highest value, as in two-dimensional
 * NMR.
 */
public final class Contour extends Layer {
  private static final double WIDTH = 1.1;

  /** Viridis's end is too bright for thin lines on white. */
  private static final double BRIGHTEST = 0.85;

  private final double[] x;
  private final double[] y;
  private final double[] values;
  private double lowest = 0.04;
  private int levels = 10;

  private Contour(String name, double[] x, double[] y, double[] values) {
    super(name);
    if (values.length != (long) x.length * y.length) {
      throw new IllegalArgumentException(
          values.length + " values for " + x.length + " x and " + y.length + " y");
    }
    this.x = x.clone();
    this.y = y.clone();
    this.values = values.clone();
  }

  /**
   * Ten levels from 4% of the highest value.
   *
   * @param values [y.length x x.length]
   */
  public static Contour of(String name, double[] x, double[] y, double[] values) {
    return new Contour(name, x, y, values);
  }

  /**
   * Sets the levels.
   *
   * @param lowestPart the lowest level as a part of the highest value, between 0 and 1
   */
  public Contour levels(int count, double lowestPart) {
    levels = count;
    lowest = lowestPart;
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
    double highest = Range.of(values).high();
    if (!(highest > 0)) {
      return;
    }
    for (int n = 0; n < levels; n++) {
      double part = (double) n / levels;
      Stroke stroke = Stroke.solid(Viridis.at(BRIGHTEST * part), WIDTH);
      double level = highest * Math.pow(lowest, 1 - part);
      for (double[][] line : ContourLines.of(x, y, values, level)) {
        canvas.polyline(scaleX.at(line[0]), scaleY.at(line[1]), stroke);
      }
    }
  }

  @Override
  void drawSample(Canvas canvas, double centreX, double centreY) {
    for (int i = 0; i < 3; i++) {
      double shift = 4 * (i - 1);
      canvas.line(
          centreX - 10,
          centreY + shift,
          centreX + 10,
          centreY + shift,
          Stroke.solid(Viridis.at(BRIGHTEST * i / 2), WIDTH));
    }
  }
}
