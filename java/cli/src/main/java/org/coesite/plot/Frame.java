package org.coesite.plot;

import java.util.List;

/**
 * The axes laid out.
 *
 * @param box the area of the data
 */
record Frame(Axis xAxis, Axis yAxis, Scale x, Scale y, Box box) {
  private static final double TICK_SIZE = 12.5;
  private static final double LABEL_SIZE = 14;
  private static final double X_SPACING = 54;
  private static final double Y_SPACING = 38;
  private static final double BOTTOM = 54;
  private static final double WIDEST_NAME = 190;
  private static final Stroke GRID = Stroke.solid(Ink.of(0xE7E9EC), 1);
  private static final Stroke AXIS = Stroke.solid(Ink.of(0x4B5563), 1.2);

  /** Fits axes and their texts into a place. */
  static Frame of(Axis xAxis, Range xRange, Axis yAxis, Range yRange, Box place) {
    double bottom = place.bottom() - BOTTOM;
    Scale y =
        yAxis.isCategorical()
            ? new Scale(yAxis, yRange, place.top(), bottom)
            : new Scale(yAxis, yRange, bottom, place.top());
    double widest = 0;
    for (Scale.Tick tick : y.ticks(Y_SPACING)) {
      widest = Math.max(widest, TextStyle.width(shortened(tick.label()), TICK_SIZE));
    }
    double title = yAxis.label().isEmpty() ? 0 : 22;
    double left = place.left() + 20 + title + widest;
    Scale x = new Scale(xAxis, xRange, left, place.right());
    return new Frame(
        xAxis, yAxis, x, y, new Box(left, place.top(), place.right() - left, bottom - place.top()));
  }

  void drawGrid(Canvas canvas) {
    for (Scale.Tick tick : x.ticks(X_SPACING)) {
      if (!tick.label().isEmpty()) {
        canvas.line(x.at(tick.value()), box.top(), x.at(tick.value()), box.bottom(), GRID);
      }
    }
    for (Scale.Tick tick : y.ticks(Y_SPACING)) {
      if (!tick.label().isEmpty()) {
        canvas.line(box.left(), y.at(tick.value()), box.right(), y.at(tick.value()), GRID);
      }
    }
  }

  void drawAxes(Canvas canvas) {
    canvas.line(box.left(), box.bottom(), box.right(), box.bottom(), AXIS);
    canvas.line(box.left(), box.top(), box.left(), box.bottom(), AXIS);
    drawXTicks(canvas);
    drawYTicks(canvas);
    TextStyle style = TextStyle.of(LABEL_SIZE, TextStyle.Anchor.MIDDLE, Ink.BLACK);
    canvas.text(xAxis.label(), box.left() + box.width() / 2, box.bottom() + 42, style);
    if (!yAxis.label().isEmpty()) {
      canvas.text(yAxis.label(), 20, box.top() + box.height() / 2, style.turned());
    }
  }

  private void drawXTicks(Canvas canvas) {
    TextStyle style = TextStyle.of(TICK_SIZE, TextStyle.Anchor.MIDDLE, Ink.BLACK);
    for (Scale.Tick tick : x.ticks(X_SPACING)) {
      double place = x.at(tick.value());
      double length = tick.label().isEmpty() ? 3 : 5;
      canvas.line(place, box.bottom(), place, box.bottom() + length, AXIS);
      if (!tick.label().isEmpty()) {
        canvas.text(shortened(tick.label()), place, box.bottom() + 20, style);
      }
    }
  }

  private void drawYTicks(Canvas canvas) {
    TextStyle style = TextStyle.of(TICK_SIZE, TextStyle.Anchor.END, Ink.BLACK);
    List<Scale.Tick> ticks = y.ticks(Y_SPACING);
    for (Scale.Tick tick : ticks) {
      double place = y.at(tick.value());
      double length = tick.label().isEmpty() ? 3 : 5;
      canvas.line(box.left() - length, place, box.left(), place, AXIS);
      if (!tick.label().isEmpty()) {
        canvas.text(shortened(tick.label()), box.left() - 9, place + 4.2, style);
      }
    }
  }

  /** Long names lose their middle: beginnings and ends tell files apart. */
  private static String shortened(String name) {
    String text = name;
    for (int keep = name.length() - 2;
        keep > 4 && TextStyle.width(text, TICK_SIZE) > WIDEST_NAME;
        keep--) {
      int head = (keep + 1) / 2;
      text = name.substring(0, head) + "…" + name.substring(name.length() - (keep - head));
    }
    return text;
  }
}
