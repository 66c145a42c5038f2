package org.coesite.plot;

/** Something a figure shows: points, lines, bars, marks of reference. */
public abstract sealed class Layer
    permits Points, Line, Band, Bars, Density, Contour, Rule, Span, Note {
  private final String name;

  /** The name stands in the legend; an empty one does not. */
  Layer(String name) {
    this.name = name;
  }

  final String name() {
    return name;
  }

  /** What it needs of the horizontal axis. */
  Range xRange() {
    return Range.EMPTY;
  }

  /** What it needs of the vertical axis. */
  Range yRange() {
    return Range.EMPTY;
  }

  /** Draws inside the axes. */
  abstract void draw(Canvas canvas, Scale x, Scale y);

  /** Draws what must lie over all layers: words. */
  void drawWords(Canvas canvas, Scale x, Scale y) {}

  /** Says where names of points must not be, and which names it wants. */
  void reserve(LabelPlacement labels, Scale x, Scale y) {}

  /** Draws what stands for it in the legend, in the middle of a 20 pixel wide place. */
  void drawSample(Canvas canvas, double centreX, double centreY) {}
}
