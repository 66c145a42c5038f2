package org.coesite.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds room for names beside points: off other names, off other points, inside the axes. A name
 * without room is left out; its tooltip still tells it.
 */
final class LabelPlacement {
  private static final double SIZE = 11.5;
  private static final double ASCENT = 8.5;
  private static final double HEIGHT = 11;

  // right, left, above, below, then the corners: the order readers expect
  private static final int[][] SIDES = {
    {1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}
  };

  private record Point(double x, double y, double radius, String label) {}

  private final List<Point> points = new ArrayList<>();
  private final List<Box> obstacles = new ArrayList<>();

  /** Something that names must stay off. */
  void obstacle(Box box) {
    obstacles.add(box);
  }

  void point(double x, double y, double radius, String label) {
    points.add(new Point(x, y, radius, label));
  }

  /** Writes the names that fit into the frame. */
  void draw(Canvas canvas, Box frame) {
    List<Box> taken = new ArrayList<>(obstacles);
    for (Point point : points) {
      double r = point.radius + 1;
      taken.add(new Box(point.x - r, point.y - r, 2 * r, 2 * r));
    }
    TextStyle style = TextStyle.of(SIZE, TextStyle.Anchor.START, Ink.BLACK);
    for (Point point : points) {
      if (point.label.isEmpty()) {
        continue;
      }
      Box place = place(point, taken, frame);
      if (place != null) {
        taken.add(place);
        canvas.text(point.label, place.left(), place.top() + ASCENT, style);
      }
    }
  }

  private static Box place(Point point, List<Box> taken, Box frame) {
    double width = TextStyle.width(point.label, SIZE);
    for (double gap : new double[] {3, 8}) {
      double reach = point.radius + gap;
      for (int[] side : SIDES) {
        double left = point.x - width / 2 + side[0] * (width / 2 + reach);
        double top = point.y - HEIGHT / 2 + side[1] * (HEIGHT / 2 + reach);
        if (side[0] != 0 && side[1] != 0) {
          // towards the point's corner, not beyond it
          left -= side[0] * 0.4 * reach;
          top -= side[1] * 0.4 * reach;
        }
        Box box = new Box(left, top, width, HEIGHT);
        if (frame.contains(box) && taken.stream().noneMatch(box::overlaps)) {
          return box;
        }
      }
    }
    return null;
  }
}
