package org.coesite.plot;

/** A histogram: bars that touch, standing on zero. */
public final class Bars extends Layer {
  private final double[] edges;
  private final double[] heights;
  private Ink ink = Ink.BLUE;

  private Bars(String name, double[] edges, double[] heights) {
    super(name);
    if (edges.length != heights.length + 1) {
      throw new IllegalArgumentException(
          heights.length + " bars need " + (heights.length + 1) + " edges, not " + edges.length);
    }
    this.edges = edges.clone();
    this.heights = heights.clone();
  }

  /** Bars between ascending edges, blue. */
  public static Bars of(String name, double[] edges, double[] heights) {
    return new Bars(name, edges, heights);
  }

  /**
   * How many of the values lie in each of {@code bins} bins between two bounds; others count not.
   */
  public static Bars counting(String name, double[] values, double low, double high, int bins) {
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = low + (high - low) * i / bins;
    }
    double[] heights = new double[bins];
    for (double value : values) {
      if (value >= low && value <= high) {
        heights[(int) Math.min(bins - 1, (value - low) / (high - low) * bins)]++;
      }
    }
    return of(name, edges, heights);
  }

  /** Sets the colour. */
  public Bars ink(Ink value) {
    ink = value;
    return this;
  }

  @Override
  Range xRange() {
    return Range.of(edges);
  }

  @Override
  Range yRange() {
    return Range.of(heights).union(Range.of(0));
  }

  @Override
  void draw(Canvas canvas, Scale scaleX, Scale scaleY) {
    double bottom = scaleY.at(0);
    for (int i = 0; i < heights.length; i++) {
      double left = scaleX.at(edges[i]);
      double right = scaleX.at(edges[i + 1]);
      double top = scaleY.at(heights[i]);
      if (heights[i] > 0) {
        double gap = right - left > 4 ? 0.8 : 0;
        canvas.rectangle(new Box(left, top, right - left - gap, bottom - top), ink);
      }
    }
  }

  @Override
  void drawSample(Canvas canvas, double centreX, double centreY) {
    canvas.rectangle(new Box(centreX - 8, centreY - 5, 16, 10), ink);
  }
}
