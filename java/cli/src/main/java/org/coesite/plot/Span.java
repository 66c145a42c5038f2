package org.coesite.plot;

/** A light horizontal stripe across the whole figure, behind everything else. */
public final class Span extends Layer {
  private final double low;
  private final double high;
  private final Ink ink;

  private Span(String name, double low, double high, Ink ink) {
    super(name);
    this.low = low;
    this.high = high;
    this.ink = ink;
  }

  /** Between two heights. */
  public static Span horizontal(String name, double low, double high) {
    return new Span(name, low, high, Ink.GREEN.opacity(0.13));
  }

  @Override
  Range yRange() {
    return Range.of(low, high);
  }

  @Override
  void draw(Canvas canvas, Scale x, Scale y) {
    canvas.rectangle(new Box(x.from(), y.at(high), x.to() - x.from(), y.at(low) - y.at(high)), ink);
  }

  @Override
  void drawSample(Canvas canvas, double centreX, double centreY) {
    canvas.rectangle(new Box(centreX - 10, centreY - 5, 20, 10), ink.opacity(0.3));
  }
}
