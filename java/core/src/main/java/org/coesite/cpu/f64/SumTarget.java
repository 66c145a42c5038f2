package org.coesite.cpu.f64;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.ProductPaths;
import org.coesite.math.ClebschGordan;

/**
 * A block that messages are summed into, and all paths that lead to it: for each edge a matrix of 2
 * l + 1 rows that multiplies the sources' components, whose elements are sums of at most two of the
 * edge's attributes times Clebsch-Gordan coefficients. Immutable.
 *
 * <p>Forward, sources are the blocks of x and the target is a block of the messages; in the adjoint
 * the other way round.
 */
final class SumTarget {
  final int rows;
  final int channels;

  /** Where the block begins. */
  final int offset;

  /** Columns of all paths, one for each m of their sources. */
  final int columns;

  /** Where the source's component of each column begins, and the weights of its path. */
  final int[] source;

  final int[] weight;

  /** Which two attributes make an element, and how, at (column * rows + row) * 2. */
  final int[] attribute;

  final double[] coefficient;

  /** For each group of rows that are summed together, the columns that are not zero there. */
  final int[][] columnsOfGroup;

  private SumTarget(
      int rows, int channels, int offset, List<Integer> source, List<Integer> weight) {
    this.rows = rows;
    this.channels = channels;
    this.offset = offset;
    columns = source.size();
    this.source = source.stream().mapToInt(Integer::intValue).toArray();
    this.weight = weight.stream().mapToInt(Integer::intValue).toArray();
    attribute = new int[2 * columns * rows];
    coefficient = new double[2 * columns * rows];
    columnsOfGroup = new int[groups(rows).length][];
  }

  /** Numbers of rows summed together: as many fours as there are, then three or one. */
  static int[] groups(int rows) {
    int fours = rows / 4;
    int rest = rows % 4; // 1 or 3, since rows are odd
    int[] groups = new int[fours + 1];
    java.util.Arrays.fill(groups, 4);
    groups[fours] = rest;
    return groups;
  }

  /** The blocks of the messages. */
  static SumTarget[] forward(ProductPaths paths) {
    return of(paths, false);
  }

  /** The blocks of x. */
  static SumTarget[] adjoint(ProductPaths paths) {
    return of(paths, true);
  }

  private static SumTarget[] of(ProductPaths paths, boolean adjoint) {
    List<SumTarget> out = new ArrayList<>();
    int blocks = adjoint ? paths.x().count() : paths.out().count();
    for (int block = 0; block < blocks; block++) {
      List<Integer> ways = new ArrayList<>();
      for (int p = 0; p < paths.paths().size(); p++) {
        ProductPaths.Path path = paths.paths().get(p);
        if ((adjoint ? path.x() : path.out()) == block) {
          ways.add(p);
        }
      }
      if (!ways.isEmpty()) {
        out.add(target(paths, block, ways, adjoint));
      }
    }
    return out.toArray(SumTarget[]::new);
  }

  private static SumTarget target(
      ProductPaths paths, int block, List<Integer> ways, boolean adjoint) {
    var targets = adjoint ? paths.x() : paths.out();
    var sources = adjoint ? paths.out() : paths.x();
    int channels = targets.block(block).channels();
    List<Integer> source = new ArrayList<>();
    List<Integer> weight = new ArrayList<>();
    for (int p : ways) {
      ProductPaths.Path path = paths.paths().get(p);
      int from = adjoint ? path.out() : path.x();
      for (int m = 0; m < sources.block(from).irrep().size(); m++) {
        source.add(sources.offset(from) + m * channels);
        weight.add(paths.weightOffset(p));
      }
    }
    int rows = targets.block(block).irrep().size();
    SumTarget out = new SumTarget(rows, channels, targets.offset(block), source, weight);
    int first = 0;
    for (int p : ways) {
      ProductPaths.Path path = paths.paths().get(p);
      int l1 = paths.x().block(path.x()).irrep().degree();
      int l3 = paths.out().block(path.out()).irrep().degree();
      int y = paths.y().offset(path.y()) + paths.y().block(path.y()).irrep().degree();
      for (ClebschGordan.Entry c : paths.coefficients(p).entries()) {
        int row = adjoint ? c.m1() + l1 : c.m3() + l3;
        int column = first + (adjoint ? c.m3() + l3 : c.m1() + l1);
        out.put(row, column, y + c.m2(), Lanes.round(path.scale() * c.value()));
      }
      first += adjoint ? 2 * l3 + 1 : 2 * l1 + 1;
    }
    out.findColumns();
    return out;
  }

  private void put(int row, int column, int y, double value) {
    int at = 2 * (column * rows + row);
    if (coefficient[at] != 0) {
      at++; // m1 and m3 leave two m2 at most: |m1| + |m3| and their difference
    }
    attribute[at] = y;
    coefficient[at] = value;
  }

  private void findColumns() {
    int row = 0;
    int[] groups = groups(rows);
    for (int g = 0; g < groups.length; g++) {
      List<Integer> found = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        boolean zero = true;
        for (int r = row; r < row + groups[g]; r++) {
          zero &= coefficient[2 * (column * rows + r)] == 0;
        }
        if (!zero) {
          found.add(column);
        }
      }
      columnsOfGroup[g] = found.stream().mapToInt(Integer::intValue).toArray();
      row += groups[g];
    }
  }
}
