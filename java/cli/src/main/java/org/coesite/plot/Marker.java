package org.coesite.plot;

import java.util.List;

/** The shape of a point, so that series differ by more than their colour. */
public enum Marker {
  CIRCLE,
  SQUARE(-0.88, -0.88, 0.88, -0.88, 0.88, 0.88, -0.88, 0.88),
  DIAMOND(0, -1.2, 1.2, 0, 0, 1.2, -1.2, 0),
  TRIANGLE(0, -1.2, 1.1, 0.8, -1.1, 0.8);

  private static final List<Marker> SERIES = List.of(values());

  @SuppressWarnings("ImmutableEnumChecker") // never written to, never handed out
  private final double[] corners;

  /** Corners around the centre, x and y in turn, in units of the radius; none means a circle. */
  Marker(double... corners) {
    this.corners = corners;
  }

  /** The shape of the n-th series of a figure, from 0; repeats after four. */
  public static Marker series(int n) {
    return SERIES.get(n % SERIES.size());
  }

  double[] xs(double x, double radius) {
    return place(0, x, radius);
  }

  double[] ys(double y, double radius) {
    return place(1, y, radius);
  }

  private double[] place(int first, double centre, double radius) {
    double[] out = new double[corners.length / 2];
    for (int i = 0; i < out.length; i++) {
      out[i] = centre + radius * corners[2 * i + first];
    }
    return out;
  }
}
