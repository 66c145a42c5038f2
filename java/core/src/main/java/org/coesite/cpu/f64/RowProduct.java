package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import org.coesite.backend.ProductPaths;

/**
 * The product of one row of each of two arrays, and its adjoints, a vector of channels at a time.
 * Every result adds up over paths, then over the coefficients in the order of {@link RowTable}.
 * Immutable.
 */
final class RowProduct {
  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  /**
   * A path.
   *
   * @param x where its blocks begin in a row; likewise {@code y}, {@code z}, {@code w}
   * @param shared whether y has one channel for all of x's
   */
  private record Way(
      int channels,
      int x,
      int y,
      int z,
      int w,
      boolean shared,
      RowTable result,
      RowTable first,
      RowTable second) {}

  private final Way[] ways;
  private final int xSize;
  private final int ySize;
  private final int zSize;
  private final int wSize;

  RowProduct(ProductPaths paths) {
    xSize = paths.x().size();
    ySize = paths.y().size();
    zSize = paths.out().size();
    wSize = paths.weights();
    ways = new Way[paths.paths().size()];
    for (int p = 0; p < ways.length; p++) {
      ProductPaths.Path path = paths.paths().get(p);
      ways[p] =
          new Way(
              paths.channels(p),
              paths.x().offset(path.x()),
              paths.y().offset(path.y()),
              paths.out().offset(path.out()),
              paths.weightOffset(p),
              paths.y().block(path.y()).channels() < paths.channels(p),
              RowTable.ofResult(paths, p),
              RowTable.ofFirst(paths, p),
              RowTable.ofSecond(paths, p));
    }
  }

  /** Adds the product of a row; {@code weights} null where all are 1. */
  void add(int row, MemorySegment x, MemorySegment y, MemorySegment weights, MemorySegment z) {
    for (Way way : ways) {
      int channels = way.channels;
      long xAt = (long) row * xSize + way.x;
      long yAt = (long) row * ySize + way.y;
      for (int m = 0; m < way.result.rows(); m++) {
        long out = (long) row * zSize + way.z + (long) m * channels;
        for (int u = 0; u < channels; u += Lanes.COUNT) {
          DoubleVector sum = result(way, m, x, xAt + u, y, yAt, u);
          if (weights != null) {
            sum = sum.mul(load(weights, (long) row * wSize + way.w + u, channels - u));
          }
          add(sum, z, out + u, channels - u);
        }
      }
    }
  }

  /** One m3 of the product, without its weight. */
  private static DoubleVector result(
      Way way, int m, MemorySegment x, long xAt, MemorySegment y, long yAt, int u) {
    RowTable table = way.result;
    int left = way.channels - u;
    DoubleVector sum = DoubleVector.zero(Lanes.WIDE);
    for (int k = table.start[m]; k < table.start[m + 1]; k++) {
      DoubleVector a = load(x, xAt + (long) table.first[k] * way.channels, left);
      sum = a.mul(second(way, y, yAt, table.second[k], u)).fma(broadcast(table.value[k]), sum);
    }
    return sum;
  }

  /** Component m2 of y: of the channels from u on, or the same for all. */
  private static DoubleVector second(Way way, MemorySegment y, long yAt, int m, int u) {
    return way.shared
        ? broadcast(y.getAtIndex(ValueLayout.JAVA_DOUBLE, yAt + m))
        : load(y, yAt + (long) m * way.channels + u, way.channels - u);
  }

  /** Adds dE/dx of a row, from dE/dz. */
  void addFirst(
      int row, MemorySegment y, MemorySegment weights, MemorySegment dz, MemorySegment dx) {
    for (Way way : ways) {
      RowTable table = way.first;
      int channels = way.channels;
      long yAt = (long) row * ySize + way.y;
      for (int m = 0; m < table.rows(); m++) {
        long out = (long) row * xSize + way.x + (long) m * channels;
        for (int u = 0; u < channels; u += Lanes.COUNT) {
          long zAt = (long) row * zSize + way.z + u;
          int left = channels - u;
          DoubleVector sum = DoubleVector.zero(Lanes.WIDE);
          for (int k = table.start[m]; k < table.start[m + 1]; k++) {
            DoubleVector g = load(dz, zAt + (long) table.first[k] * channels, left);
            sum =
                g.mul(second(way, y, yAt, table.second[k], u)).fma(broadcast(table.value[k]), sum);
          }
          if (weights != null) {
            sum = sum.mul(load(weights, (long) row * wSize + way.w + u, left));
          }
          add(sum, dx, out + u, left);
        }
      }
    }
  }

  /** Adds dE/dy of a row, from dE/dz. */
  void addSecond(
      int row, MemorySegment x, MemorySegment weights, MemorySegment dz, MemorySegment dy) {
    for (Way way : ways) {
      RowTable table = way.second;
      int channels = way.channels;
      for (int m = 0; m < table.rows(); m++) {
        DoubleVector lanes = DoubleVector.zero(Lanes.WIDE);
        for (int u = 0; u < channels; u += Lanes.COUNT) {
          long xAt = (long) row * xSize + way.x + u;
          long zAt = (long) row * zSize + way.z + u;
          int left = channels - u;
          DoubleVector sum = DoubleVector.zero(Lanes.WIDE);
          for (int k = table.start[m]; k < table.start[m + 1]; k++) {
            DoubleVector g = load(dz, zAt + (long) table.first[k] * channels, left);
            DoubleVector a = load(x, xAt + (long) table.second[k] * channels, left);
            sum = g.mul(a).fma(broadcast(table.value[k]), sum);
          }
          if (weights != null) {
            sum = sum.mul(load(weights, (long) row * wSize + way.w + u, left));
          }
          if (way.shared) {
            lanes = lanes.add(sum);
          } else {
            add(sum, dy, (long) row * ySize + way.y + (long) m * channels + u, left);
          }
        }
        if (way.shared) {
          long out = (long) row * ySize + way.y + m;
          double before = dy.getAtIndex(ValueLayout.JAVA_DOUBLE, out);
          dy.setAtIndex(ValueLayout.JAVA_DOUBLE, out, before + sum(lanes));
        }
      }
    }
  }

  /** Adds dE/dw of a row, from dE/dz. */
  void addWeights(int row, MemorySegment x, MemorySegment y, MemorySegment dz, MemorySegment dw) {
    for (Way way : ways) {
      int channels = way.channels;
      long yAt = (long) row * ySize + way.y;
      for (int u = 0; u < channels; u += Lanes.COUNT) {
        long xAt = (long) row * xSize + way.x + u;
        long zAt = (long) row * zSize + way.z + u;
        DoubleVector sum = DoubleVector.zero(Lanes.WIDE);
        for (int m = 0; m < way.result.rows(); m++) {
          DoubleVector g = load(dz, zAt + (long) m * channels, channels - u);
          sum = g.fma(result(way, m, x, xAt, y, yAt, u), sum);
        }
        add(sum, dw, (long) row * wSize + way.w + u, channels - u);
      }
    }
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(Lanes.WIDE, value);
  }

  private static DoubleVector load(MemorySegment from, long index, int left) {
    return Lanes.load(from, index * BYTES, left);
  }

  private static void add(DoubleVector value, MemorySegment to, long index, int left) {
    Lanes.store(load(to, index, left).add(value), to, index * BYTES, left);
  }

  /** Lane by lane, in their order. */
  private static double sum(DoubleVector lanes) {
    double[] values = new double[Lanes.COUNT];
    lanes.intoArray(values, 0);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
