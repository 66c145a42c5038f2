package org.coesite.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.coesite.backend.PairList;
import org.coesite.backend.ProductPaths;
import org.coesite.linalg.Blas;
import org.coesite.math.ClebschGordan;

/**
 * Messages by the book: for each path and centre, outer products of its edges' arrays, times the
 * dense table of coefficients by {@code dgemm}, then summed over edges. One thread, double
 * precision.
 */
final class DenseProduct {
  private final ProductPaths paths;
  private final MemorySegment[] tables;
  private final double[] outer;
  private final double[] messages;
  private final MemorySegment outerSegment;
  private final MemorySegment messageSegment;

  DenseProduct(ProductPaths paths, PairList pairs) {
    this.paths = paths;
    tables = new MemorySegment[paths.paths().size()];
    int most = 0;
    for (int k = 0; k + 1 < pairs.start().length; k++) {
      most = Math.max(most, pairs.start()[k + 1] - pairs.start()[k]);
    }
    long rows = 0;
    long results = 0;
    int channels = 0;
    for (int p = 0; p < tables.length; p++) {
      tables[p] = table(p);
      rows = Math.max(rows, (long) size1(p) * size2(p));
      results = Math.max(results, size3(p));
      channels = Math.max(channels, paths.channels(p));
    }
    outer = new double[Math.toIntExact(rows * most * channels)];
    messages = new double[Math.toIntExact(results * most * channels)];
    Arena arena = Arena.ofAuto();
    outerSegment = arena.allocate(outer.length * 8L, 64);
    messageSegment = arena.allocate(messages.length * 8L, 64);
  }

  private int size1(int p) {
    return paths.x().block(paths.paths().get(p).x()).irrep().size();
  }

  private int size2(int p) {
    return paths.y().block(paths.paths().get(p).y()).irrep().size();
  }

  private int size3(int p) {
    return paths.out().block(paths.paths().get(p).out()).irrep().size();
  }

  /** [m3, m1 m2]. */
  private MemorySegment table(int p) {
    int columns = size1(p) * size2(p);
    MemorySegment out = Arena.ofAuto().allocate(8L * size3(p) * columns, 64);
    for (ClebschGordan.Entry c : paths.coefficients(p).entries()) {
      int column = (c.m1() + size1(p) / 2) * size2(p) + c.m2() + size2(p) / 2;
      out.setAtIndex(
          ValueLayout.JAVA_DOUBLE, (long) (c.m3() + size3(p) / 2) * columns + column, c.value());
    }
    return out;
  }

  double[] messages(PairList pairs, double[] nodes, double[] edges, double[] weights) {
    int centres = pairs.start().length - 1;
    double[] out = new double[centres * paths.out().size()];
    for (int k = 0; k < centres; k++) {
      for (int p = 0; p < tables.length; p++) {
        add(pairs, k, p, nodes, edges, weights, out);
      }
    }
    return out;
  }

  private void add(
      PairList pairs,
      int k,
      int p,
      double[] nodes,
      double[] edges,
      double[] weights,
      double[] out) {
    ProductPaths.Path path = paths.paths().get(p);
    int channels = paths.channels(p);
    int first = pairs.start()[k];
    int count = pairs.start()[k + 1] - first;
    int columns = count * channels;
    int rows = size1(p) * size2(p);
    for (int e = 0; e < count; e++) {
      int x = pairs.j()[first + e] * paths.x().size() + paths.x().offset(path.x());
      int y = (first + e) * paths.y().size() + paths.y().offset(path.y());
      int w = (first + e) * paths.weights() + paths.weightOffset(p);
      for (int row = 0; row < rows; row++) {
        double attribute = edges[y + row % size2(p)];
        int from = x + row / size2(p) * channels;
        int to = row * columns + e * channels;
        for (int u = 0; u < channels; u++) {
          outer[to + u] = attribute * weights[w + u] * nodes[from + u];
        }
      }
    }
    MemorySegment.copy(outer, 0, outerSegment, ValueLayout.JAVA_DOUBLE, 0, rows * columns);
    int results = size3(p);
    Blas.dgemm(
        false,
        false,
        results,
        columns,
        rows,
        1,
        tables[p],
        rows,
        outerSegment,
        columns,
        0,
        messageSegment,
        columns);
    MemorySegment.copy(messageSegment, ValueLayout.JAVA_DOUBLE, 0, messages, 0, results * columns);
    int z = k * paths.out().size() + paths.out().offset(path.out());
    for (int m = 0; m < results; m++) {
      for (int e = 0; e < count; e++) {
        int from = m * columns + e * channels;
        for (int u = 0; u < channels; u++) {
          out[z + m * channels + u] += messages[from + u];
        }
      }
    }
  }

  /** Throws where two results differ by more than rounding. */
  static void check(double[] actual, double[] expected) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      // written so that NaN fails
      if (!(Math.abs(actual[i] - expected[i]) <= 1e-12 * scale)) {
        throw new IllegalStateException("dense " + actual[i] + ", kernels " + expected[i]);
      }
    }
  }
}
