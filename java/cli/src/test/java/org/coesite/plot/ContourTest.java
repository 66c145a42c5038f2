package org.coesite.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ContourTest {
  private static double[] axis(int n) {
    double[] axis = new double[n];
    for (int i = 0; i < n; i++) {
      axis[i] = -2 + 4.0 * i / (n - 1);
    }
    return axis;
  }

  private static double[] grid(double[] x, double[] y, DoubleBinaryOperator f) {
    double[] values = new double[x.length * y.length];
    for (int j = 0; j < y.length; j++) {
      for (int i = 0; i < x.length; i++) {
        values[j * x.length + i] = f.applyAsDouble(x[i], y[j]);
      }
    }
    return values;
  }

  @Test
  void aCircleIsOneClosedLineAtItsRadius() {
    double[] x = axis(101);
    double[] y = axis(81);
    double[] values = grid(x, y, (a, b) -> -Math.hypot(a, b));
    List<double[][]> lines = ContourLines.of(x, y, values, -1.5);
    assertEquals(1, lines.size());
    double[][] line = lines.get(0);
    int last = line[0].length - 1;
    assertEquals(line[0][0], line[0][last]);
    assertEquals(line[1][0], line[1][last]);
    double length = 0;
    for (int k = 0; k < last; k++) {
      assertEquals(1.5, Math.hypot(line[0][k], line[1][k]), 1e-3);
      length += Math.hypot(line[0][k + 1] - line[0][k], line[1][k + 1] - line[1][k]);
    }
    assertEquals(2 * Math.PI * 1.5, length, 5e-3);
  }

  @Test
  void linesThatLeaveTheGridAreOpen() {
    double[] x = axis(11);
    List<double[][]> lines = ContourLines.of(x, x, grid(x, x, (a, b) -> a + 0.1 * b), 0.3);
    assertEquals(1, lines.size());
    double[][] line = lines.get(0);
    for (int k = 0; k < line[0].length; k++) {
      assertEquals(0.3, line[0][k] + 0.1 * line[1][k], 1e-12, "exact for planes");
    }
    assertEquals(2, Math.abs(line[1][0]), 1e-12);
    assertEquals(2, Math.abs(line[1][line[1].length - 1]), 1e-12);
  }

  @Test
  void saddlesAreSplitByTheirMiddle() {
    double[] two = {0, 1};
    double[] high = {1, 0, 0, 1};
    for (double level : new double[] {0.3, 0.7}) {
      List<double[][]> lines = ContourLines.of(two, two, high, level);
      assertEquals(2, lines.size());
      for (double[][] line : lines) {
        double middleX = (line[0][0] + line[0][1]) / 2;
        double middleY = (line[1][0] + line[1][1]) / 2;
        // above the mean the high corners (0,0) and (1,1) are cut off, below it the low ones
        boolean lowCorner = (middleX > 0.5) != (middleY > 0.5);
        assertEquals(level < 0.5, lowCorner, "level " + level);
      }
    }
  }

  @Test
  void roughFunctionsHaveAllTheirCrossings() {
    Random random = new Random(1);
    double[] x = axis(23);
    double[] y = axis(17);
    double[] values = random.doubles((long) x.length * y.length).toArray();
    int crossings = 0;
    for (int j = 0; j < y.length; j++) {
      for (int i = 0; i < x.length; i++) {
        boolean above = values[j * x.length + i] >= 0.5;
        crossings += i + 1 < x.length && above != values[j * x.length + i + 1] >= 0.5 ? 1 : 0;
        crossings += j + 1 < y.length && above != values[(j + 1) * x.length + i] >= 0.5 ? 1 : 0;
      }
    }
    int points = 0;
    for (double[][] line : ContourLines.of(x, y, values, 0.5)) {
      int n = line[0].length;
      boolean closed = line[0][0] == line[0][n - 1] && line[1][0] == line[1][n - 1] && n > 2;
      points += closed ? n - 1 : n;
    }
    assertEquals(crossings, points);
  }

  @Test
  void holesAreLeftOut() {
    double[] x = axis(9);
    double[] values = grid(x, x, (a, b) -> a);
    values[40] = Double.NaN;
    for (double[][] line : ContourLines.of(x, x, values, 0.1)) {
      assertTrue(Double.isFinite(line[0][0]));
    }
    assertEquals(0, ContourLines.of(x, x, new double[81], 0.1).size());
  }

  @Test
  void theLayerIsDrawnAndInTheLegend() throws Exception {
    double[] x = axis(41);
    double[] peaks = grid(x, x, (a, b) -> Math.exp(-2 * a * a - 3 * b * b));
    Figure figure =
        Figure.of("map", "A map", Axis.of("x"), Axis.of("y"))
            .add(Contour.of("peak", x, x, peaks).levels(6, 0.1));
    String svg = figure.svg();
    assertTrue(SvgDocuments.elements(SvgDocuments.parse(svg), "path").size() >= 6, svg);
    assertFalse(svg.contains("NaN"));
    assertArrayEquals(figure.png(), figure.png());
    Figure.of("flat", "", Axis.of(""), Axis.of(""))
        .add(Contour.of("", x, x, new double[1681]))
        .svg();
    double[] one = {1};
    assertThrows(IllegalArgumentException.class, () -> Contour.of("", one, one, x));
  }
}
