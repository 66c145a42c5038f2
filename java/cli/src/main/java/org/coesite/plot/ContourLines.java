package org.coesite.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines along which a function on a grid has one value, by marching squares: crossings of the
 * grid's edges by linear interpolation, joined into as long lines as possible; where a square has
 * two ways, the mean of its corners decides. Squares with a corner that is not finite are left out.
 */
final class ContourLines {
  private final double[] x;
  private final double[] y;
  private final double[] values;
  private final double level;

  /** The two edges that a crossing is joined to, -1 for none. */
  private final Map<Integer, int[]> joined = new HashMap<>();

  private ContourLines(double[] x, double[] y, double[] values, double level) {
    this.x = x;
    this.y = y;
    this.values = values;
    this.level = level;
  }

  /**
   * The lines of a level.
   *
   * @param values [y.length x x.length]
   * @return lines, each [2][points]: x and y; closed ones end where they begin
   */
  static List<double[][]> of(double[] x, double[] y, double[] values, double level) {
    ContourLines lines = new ContourLines(x, y, values, level);
    for (int j = 0; j + 1 < y.length; j++) {
      for (int i = 0; i + 1 < x.length; i++) {
        lines.square(i, j);
      }
    }
    return lines.chains();
  }

  private double value(int i, int j) {
    return values[j * x.length + i];
  }

  /** The edge from a point to the right. */
  private int horizontal(int i, int j) {
    return 2 * (j * x.length + i);
  }

  /** The edge from a point upwards. */
  private int vertical(int i, int j) {
    return 2 * (j * x.length + i) + 1;
  }

  private void square(int i, int j) {
    double[] corners = {value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1)};
    double sum = corners[0] + corners[1] + corners[2] + corners[3];
    if (!Double.isFinite(sum)) {
      return;
    }
    int[] edges = {horizontal(i, j), vertical(i + 1, j), horizontal(i, j + 1), vertical(i, j)};
    List<Integer> crossed = new ArrayList<>(4);
    for (int k = 0; k < 4; k++) {
      if (corners[k] >= level != corners[(k + 1) % 4] >= level) {
        crossed.add(edges[k]);
      }
    }
    if (crossed.size() == 2) {
      join(crossed.get(0), crossed.get(1));
    } else if (crossed.size() == 4) {
      // edges k and k + 1 meet at corner k + 1: cut off the corners unlike the middle
      boolean middle = sum / 4 >= level;
      int first = corners[1] >= level == middle ? 3 : 0;
      join(edges[first], edges[(first + 1) % 4]);
      join(edges[(first + 2) % 4], edges[(first + 3) % 4]);
    }
  }

  private void join(int a, int b) {
    joined.computeIfAbsent(a, edge -> new int[] {-1, -1});
    joined.computeIfAbsent(b, edge -> new int[] {-1, -1});
    link(joined.get(a), b);
    link(joined.get(b), a);
  }

  private static void link(int[] ends, int edge) {
    ends[ends[0] < 0 ? 0 : 1] = edge;
  }

  private List<double[][]> chains() {
    List<Integer> starts = new ArrayList<>();
    joined.entrySet().stream()
        .filter(entry -> entry.getValue()[1] < 0)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(starts::add);
    joined.keySet().stream().sorted().forEach(starts::add);
    List<double[][]> chains = new ArrayList<>();
    for (int start : starts) {
      if (joined.containsKey(start)) {
        chains.add(points(chain(start)));
      }
    }
    return chains;
  }

  /** Follows a line to its end, or round to its beginning, and takes it out. */
  private List<Integer> chain(int start) {
    List<Integer> chain = new ArrayList<>();
    int edge = start;
    boolean closed = joined.get(start)[1] >= 0;
    while (edge >= 0 && joined.containsKey(edge)) {
      chain.add(edge);
      int[] ends = joined.remove(edge);
      int next = ends[0] >= 0 && joined.containsKey(ends[0]) ? ends[0] : ends[1];
      edge = next;
    }
    if (closed) {
      chain.add(start);
    }
    return chain;
  }

  private double[][] points(List<Integer> chain) {
    double[][] points = new double[2][chain.size()];
    for (int k = 0; k < chain.size(); k++) {
      int edge = chain.get(k);
      int i = edge / 2 % x.length;
      int j = edge / 2 / x.length;
      boolean up = edge % 2 == 1;
      double from = value(i, j);
      double to = up ? value(i, j + 1) : value(i + 1, j);
      double part = (level - from) / (to - from);
      points[0][k] = up ? x[i] : x[i] + part * (x[i + 1] - x[i]);
      points[1][k] = up ? y[j] + part * (y[j + 1] - y[j]) : y[j];
    }
    return points;
  }
}
