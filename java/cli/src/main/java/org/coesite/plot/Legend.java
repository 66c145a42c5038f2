package org.coesite.plot;

import java.util.ArrayList;
import java.util.List;

/** The names of the layers in rows above the axes. */
final class Legend {
  private static final double SIZE = 12.5;
  private static final double ROW = 20;
  private static final double SAMPLE = 26;
  private static final double GAP = 18;

  private final List<List<Layer>> rows = new ArrayList<>();

  Legend(List<Layer> layers, double width) {
    double used = 0;
    for (Layer layer : layers) {
      if (layer.name().isEmpty()) {
        continue;
      }
      double needed = width(layer);
      if (rows.isEmpty() || used + needed > width) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.getLast().add(layer);
      used += needed;
    }
  }

  double height() {
    return rows.isEmpty() ? 0 : 6 + ROW * rows.size();
  }

  void draw(Canvas canvas, double left) {
    TextStyle style = TextStyle.of(SIZE, TextStyle.Anchor.START, Ink.BLACK);
    double y = 16;
    for (List<Layer> row : rows) {
      double x = left;
      for (Layer layer : row) {
        layer.drawSample(canvas, x + SAMPLE / 2 - 2, y);
        canvas.text(layer.name(), x + SAMPLE, y + 4.2, style);
        x += width(layer);
      }
      y += ROW;
    }
  }

  private static double width(Layer layer) {
    return SAMPLE + TextStyle.width(layer.name(), SIZE) + GAP;
  }
}
