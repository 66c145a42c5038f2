package org.coesite.plot;

/** A thin dashed line of reference across the whole figure. */
public final class Rule extends Layer {
  private enum Direction {
    HORIZONTAL,
    VERTICAL,
    DIAGONAL
  }

  private static final Stroke STROKE = new Stroke(Ink.GREY, 1.2, 4);

  private static final double SIZE = 11.5;

  private final Direction direction;
  private final double value;
  private final String text;

  private Rule(Direction direction, double value, String text) {
    super("");
    this.direction = direction;
    this.value = value;
    this.text = text;
  }

  /** At a height, with a word on what it is. */
  public static Rule horizontal(double y, String text) {
    return new Rule(Direction.HORIZONTAL, y, text);
  }

  /** At a place, with a word on what it is. */
  public static Rule vertical(double x, String text) {
    return new Rule(Direction.VERTICAL, x, text);
  }

  /** Where y is x. */
  public static Rule diagonal() {
    return new Rule(Direction.DIAGONAL, 0, "");
  }

  @Override
  Range xRange() {
    return direction == Direction.VERTICAL ? Range.of(value) : Range.EMPTY;
  }

  @Override
  Range yRange() {
    return direction == Direction.HORIZONTAL ? Range.of(value) : Range.EMPTY;
  }

  @Override
  void draw(Canvas canvas, Scale x, Scale y) {
    switch (direction) {
      case HORIZONTAL -> canvas.line(x.from(), y.at(value), x.to(), y.at(value), STROKE);
      case VERTICAL -> canvas.line(x.at(value), y.from(), x.at(value), y.to(), STROKE);
      case DIAGONAL -> {
        double low = Math.max(x.range().low(), y.range().low());
        double high = Math.min(x.range().high(), y.range().high());
        if (low < high) {
          canvas.line(x.at(low), y.at(low), x.at(high), y.at(high), STROKE);
        }
      }
    }
  }

  @Override
  void drawWords(Canvas canvas, Scale x, Scale y) {
    if (!text.isEmpty()) {
      Box paper = paper(x, y);
      canvas.rectangle(paper, Ink.WHITE.opacity(0.75));
      TextStyle style = TextStyle.of(SIZE, TextStyle.Anchor.END, Ink.GREY);
      canvas.text(text, paper.right(), paper.top() + 10, style);
    }
  }

  @Override
  void reserve(LabelPlacement labels, Scale x, Scale y) {
    if (!text.isEmpty()) {
      labels.obstacle(paper(x, y));
    }
  }

  /** Where the text goes. */
  private Box paper(Scale x, Scale y) {
    double width = TextStyle.width(text, SIZE);
    boolean vertical = direction == Direction.VERTICAL;
    double right = vertical ? x.at(value) - 5 : x.to() - 4;
    double baseLine = vertical ? y.to() + 12 : y.at(value) - 5;
    return new Box(right - width, baseLine - 10, width, 13);
  }
}
