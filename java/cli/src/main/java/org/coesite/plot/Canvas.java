package org.coesite.plot;

/**
 * What a figure is drawn on. Coordinates are pixels from the upper left corner; points that are not
 * finite must not be given.
 */
interface Canvas {
  /** Everything up to {@link #endGroup} belongs together under a name. */
  void beginGroup(String name);

  void endGroup();

  /** Nothing outside the box is drawn up to {@link #endClip}; clips do not nest. */
  void beginClip(Box box);

  void endClip();

  void polyline(double[] x, double[] y, Stroke stroke);

  void polygon(double[] x, double[] y, Ink fill);

  void rectangle(Box box, Ink fill);

  /**
   * A point.
   *
   * @param tooltip what it is, where the medium can tell; null for nothing
   */
  void mark(
      Marker marker, double x, double y, double radius, Ink fill, Stroke edge, String tooltip);

  /** Many round points of one colour, in as little space as possible. */
  void dots(double[] x, double[] y, double radius, Ink fill);

  void text(String text, double x, double y, TextStyle style);

  default void line(double x1, double y1, double x2, double y2, Stroke stroke) {
    polyline(new double[] {x1, x2}, new double[] {y1, y2}, stroke);
  }
}
