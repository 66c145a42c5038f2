package org.coesite.plot;

/** Shows at the right of the axes which colour means which value. */
final class ColourBar {
  /** Pixels kept free for it. */
  static final double WIDTH = 92;

  private static final int STEPS = 64;

  private final ColourScale colours;

  ColourBar(ColourScale colours) {
    this.colours = colours;
  }

  void draw(Canvas canvas, Box frame) {
    double left = frame.right() + 16;
    double step = frame.height() / STEPS;
    for (int i = 0; i < STEPS; i++) {
      // half a pixel over its neighbour, so that no light shows between them
      double top = frame.bottom() - (i + 1) * step;
      canvas.rectangle(
          new Box(left, top, 14, step + (i == 0 ? 0 : 0.5)), Viridis.at((i + 0.5) / STEPS));
    }
    if (colours.high() > colours.low()) {
      drawTicks(canvas, frame, left + 14);
    }
    TextStyle style = TextStyle.of(12.5, TextStyle.Anchor.MIDDLE, Ink.BLACK).turned();
    canvas.text(
        colours.label(), frame.right() + WIDTH - 10, frame.top() + frame.height() / 2, style);
  }

  private void drawTicks(Canvas canvas, Box frame, double left) {
    Scale scale =
        new Scale(
            Axis.of(""), new Range(colours.low(), colours.high()), frame.bottom(), frame.top());
    TextStyle style = TextStyle.of(11.5, TextStyle.Anchor.START, Ink.BLACK);
    for (Scale.Tick tick : scale.ticks(46)) {
      double y = scale.at(tick.value());
      canvas.line(left, y, left + 4, y, Stroke.solid(Ink.BLACK, 1));
      canvas.text(tick.label(), left + 7, y + 4, style);
    }
  }
}
