package org.coesite.cpu.f64;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.coesite.backend.ProductPaths;
import org.coesite.math.ClebschGordan;

/**
 * The coefficients of a path that are not zero, by one of the three orders: row by row of that one,
 * with those of the other two. Immutable.
 */
final class RowTable {
  /** Where the entries of a row begin. */
  final int[] start;

  final int[] first;
  final int[] second;
  final double[] value;

  private RowTable(int rows, List<int[]> places, List<Double> values) { // wide
    start = new int[rows + 1];
    first = new int[places.size()];
    second = new int[places.size()];
    value = new double[places.size()];
    for (int k = 0; k < first.length; k++) {
      start[places.get(k)[0] + 1]++;
      first[k] = places.get(k)[1];
      second[k] = places.get(k)[2];
      value[k] = Lanes.round(values.get(k));
    }
    for (int row = 0; row < rows; row++) {
      start[row + 1] += start[row];
    }
  }

  /** By m3, with m1 and m2. */
  static RowTable ofResult(ProductPaths paths, int path) {
    return of(paths, path, 2, 0, 1);
  }

  /** By m1, with m3 and m2. */
  static RowTable ofFirst(ProductPaths paths, int path) {
    return of(paths, path, 0, 2, 1);
  }

  /** By m2, with m3 and m1. */
  static RowTable ofSecond(ProductPaths paths, int path) {
    return of(paths, path, 1, 2, 0);
  }

  private static RowTable of(ProductPaths paths, int path, int row, int first, int second) {
    ProductPaths.Path p = paths.paths().get(path);
    int[] size = {
      paths.x().block(p.x()).irrep().size(),
      paths.y().block(p.y()).irrep().size(),
      paths.out().block(p.out()).irrep().size()
    };
    record Entry(int[] places, /* wide */ double value) {}
    List<Entry> entries = new ArrayList<>();
    for (ClebschGordan.Entry c : paths.coefficients(path).entries()) {
      int[] m = {c.m1() + size[0] / 2, c.m2() + size[1] / 2, c.m3() + size[2] / 2};
      entries.add(new Entry(new int[] {m[row], m[first], m[second]}, p.scale() * c.value()));
    }
    entries.sort(
        Comparator.comparingInt((Entry e) -> e.places[0])
            .thenComparingInt(e -> e.places[1])
            .thenComparingInt(e -> e.places[2]));
    return new RowTable(
        size[row],
        entries.stream().map(Entry::places).toList(),
        entries.stream().map(Entry::value).toList());
  }

  /** Number of rows. */
  int rows() {
    return start.length - 1;
  }
}
