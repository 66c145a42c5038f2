package org.coesite.plot;

/**
 * Very many points, shown as how many fall on each small square of the figure: on a logarithmic
 * scale from dark (one) to bright.
 */
public final class Density extends Layer {
  private static final double SQUARE = 3;

  private final double[] x;
  private final double[] y;

  private Density(String name, double[] x, double[] y) {
    super(name);
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x for " + y.length + " y");
    }
    this.x = x.clone();
    this.y = y.clone();
  }

  public static Density of(String name, double[] x, double[] y) {
    return new Density(name, x, y);
  }

  @Override
  Range xRange() {
    return Range.of(x);
  }

  @Override
  Range yRange() {
    return Range.of(y);
  }

  @Override
  void draw(Canvas canvas, Scale scaleX, Scale scaleY) {
    double left = Math.min(scaleX.from(), scaleX.to());
    double top = Math.min(scaleY.from(), scaleY.to());
    int columns = (int) Math.ceil(Math.abs(scaleX.to() - scaleX.from()) / SQUARE);
    int rows = (int) Math.ceil(Math.abs(scaleY.to() - scaleY.from()) / SQUARE);
    int[][] counts = new int[rows][columns];
    int most = 1;
    for (int i = 0; i < x.length; i++) {
      double column = (scaleX.at(x[i]) - left) / SQUARE;
      double row = (scaleY.at(y[i]) - top) / SQUARE;
      if (column >= 0 && column < columns && row >= 0 && row < rows) {
        most = Math.max(most, ++counts[(int) row][(int) column]);
      }
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (counts[row][column] > 0) {
          Box box = new Box(left + column * SQUARE, top + row * SQUARE, SQUARE, SQUARE);
          canvas.rectangle(box, shade(counts[row][column], most));
        }
      }
    }
  }

  private static Ink shade(int count, int most) {
    return Viridis.at(most == 1 ? 0.3 : Math.log(count) / Math.log(most));
  }

  @Override
  void drawSample(Canvas canvas, double centreX, double centreY) {
    for (int i = 0; i < 4; i++) {
      canvas.rectangle(new Box(centreX - 10 + 5 * i, centreY - 5, 5, 10), Viridis.at(i / 3.0));
    }
  }
}
