package org.coesite.plot;

import java.util.List;

/** A few short lines of text in the upper left corner of the axes. */
public final class Note extends Layer {
  private final List<String> lines;

  private Note(List<String> lines) {
    super("");
    this.lines = lines;
  }

  public static Note of(String... lines) {
    return new Note(List.of(lines));
  }

  @Override
  void draw(Canvas canvas, Scale x, Scale y) {}

  @Override
  void drawWords(Canvas canvas, Scale x, Scale y) {
    Box paper = paper(x, y);
    canvas.rectangle(paper, Ink.WHITE.opacity(0.6));
    for (int i = 0; i < lines.size(); i++) {
      canvas.text(
          lines.get(i),
          paper.left() + 6,
          paper.top() + 15 + 16 * i,
          TextStyle.of(12, TextStyle.Anchor.START, Ink.BLACK));
    }
  }

  @Override
  void reserve(LabelPlacement labels, Scale x, Scale y) {
    labels.obstacle(paper(x, y));
  }

  private Box paper(Scale x, Scale y) {
    double widest = 0;
    for (String line : lines) {
      widest = Math.max(widest, TextStyle.width(line, 12));
    }
    return new Box(x.from() + 6, y.to() + 6, widest + 10, 16 * lines.size() + 8);
  }
}
