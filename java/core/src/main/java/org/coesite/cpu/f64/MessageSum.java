package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;

/**
 * Sums messages of edges into the numbers of one atom. Holds scratch memory: one per thread.
 *
 * <p>Two vectors of channels at a time: the sources' components times weights are gathered for a
 * few edges, then up to four rows stay in registers while all of these edges go through. Each
 * number is a sum over edges, in their order, then over columns, however edges are cut into tiles.
 */
final class MessageSum {
  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  /** Channels worked on together. */
  private static final int WIDTH = 2 * Lanes.COUNT;

  /** Gathered sources of a tile, so that they stay in the first cache. */
  private static final int MOST_BYTES = 24 << 10;

  private final SumTarget[] targets;
  private final int sourceSize;
  private final int weightSize;
  private final EdgeMatrices edgeMatrices;
  private final int[] edge = new int[EdgeMatrices.TILE];
  private final int[] source = new int[EdgeMatrices.TILE];

  /** See {@link EdgeMatrices#multiply}. */
  private final double[] matrices;

  /** Sources times weights, [edges, columns, WIDTH]. */
  private final double[] gathered;

  private int count;

  /**
   * A scratch.
   *
   * @param sourceSize numbers of a source
   * @param edgeSize attributes of an edge
   * @param weightSize weights of an edge
   */
  MessageSum(SumTarget[] targets, int sourceSize, int edgeSize, int weightSize) {
    this.targets = targets;
    this.sourceSize = sourceSize;
    this.weightSize = weightSize;
    edgeMatrices = new EdgeMatrices(edgeSize);
    int elements = 0;
    int columns = 0;
    for (SumTarget target : targets) {
      elements = Math.max(elements, target.columns * target.rows);
      columns = Math.max(columns, target.columns * tile(target));
    }
    matrices = new double[elements * EdgeMatrices.TILE];
    gathered = new double[columns * WIDTH];
  }

  private static int tile(SumTarget target) {
    int fit = MOST_BYTES / (target.columns * WIDTH * (int) BYTES);
    return Math.clamp(fit, 1, EdgeMatrices.TILE);
  }

  /** Notes an edge and its source; true where no more may be noted before {@link #flush}. */
  boolean note(MemorySegment edges, int edgeNumber, int sourceNumber) {
    edgeMatrices.read(edges, edgeNumber, count);
    edge[count] = edgeNumber;
    source[count] = sourceNumber;
    count++;
    return count == EdgeMatrices.TILE;
  }

  /**
   * Adds the messages of the noted edges.
   *
   * @param sources [sources, sourceSize]
   * @param weights [edges, weightSize]
   * @param at the first number of the atom in {@code out}
   */
  void flush(MemorySegment sources, MemorySegment weights, MemorySegment out, long at) {
    if (count == 0) {
      return;
    }
    for (SumTarget target : targets) {
      edgeMatrices.multiply(target, count, matrices, 0);
      int tile = tile(target);
      for (int u = 0; u < target.channels; u += WIDTH) {
        for (int from = 0; from < count; from += tile) {
          int to = Math.min(from + tile, count);
          gather(target, from, to, sources, weights, u);
          sum(target, from, to, out, at + target.offset + u, target.channels - u);
        }
      }
    }
    count = 0;
  }

  /** Vectors may reach past the channels: what is there is never stored. */
  private void gather(
      SumTarget target, int from, int to, MemorySegment sources, MemorySegment weights, int u) {
    int at = 0;
    ByteOrder order = ByteOrder.nativeOrder();
    boolean second = target.channels - u > Lanes.COUNT;
    long step = second ? Lanes.COUNT * BYTES : 0;
    for (int e = from; e < to; e++) {
      long row = (long) source[e] * sourceSize + u;
      long weightRow = (long) edge[e] * weightSize + u;
      int weight = -1;
      DoubleVector w0 = DoubleVector.zero(Lanes.WIDE);
      DoubleVector w1 = w0;
      for (int column = 0; column < target.columns; column++) {
        if (target.weight[column] != weight) {
          weight = target.weight[column];
          long w = (weightRow + weight) * BYTES;
          w0 = DoubleVector.fromMemorySegment(Lanes.WIDE, weights, w, order);
          w1 = DoubleVector.fromMemorySegment(Lanes.WIDE, weights, w + step, order);
        }
        long x = (row + target.source[column]) * BYTES;
        DoubleVector.fromMemorySegment(Lanes.WIDE, sources, x, order)
            .mul(w0)
            .intoArray(gathered, at);
        DoubleVector.fromMemorySegment(Lanes.WIDE, sources, x + step, order)
            .mul(w1)
            .intoArray(gathered, at + Lanes.COUNT);
        at += WIDTH;
      }
    }
  }

  private void sum(
      SumTarget target, int from, int to, MemorySegment out, long at, int channelsLeft) {
    int row = 0;
    for (int[] columns : target.columnsOfGroup) {
      long bytes = (at + (long) row * target.channels) * BYTES;
      switch (Math.min(4, target.rows - row)) {
        case 4 -> rows4(target, row, columns, from, to, out, bytes, channelsLeft);
        case 3 -> rows3(target, row, columns, from, to, out, bytes, channelsLeft);
        default -> row(target, row, columns, from, to, out, bytes, channelsLeft);
      }
      row += 4;
    }
  }

  private void rows4(
      SumTarget target,
      int row,
      int[] columns,
      int from,
      int to,
      MemorySegment out,
      long at,
      int left) {
    long stride = target.channels * BYTES;
    DoubleVector a0 = load(out, at, left);
    DoubleVector a1 = load(out, at + stride, left);
    DoubleVector a2 = load(out, at + 2 * stride, left);
    DoubleVector a3 = load(out, at + 3 * stride, left);
    DoubleVector b0 = loadSecond(out, at, left);
    DoubleVector b1 = loadSecond(out, at + stride, left);
    DoubleVector b2 = loadSecond(out, at + 2 * stride, left);
    DoubleVector b3 = loadSecond(out, at + 3 * stride, left);
    int x = 0;
    for (int e = from; e < to; e++) {
      for (int column : columns) {
        DoubleVector x0 = DoubleVector.fromArray(Lanes.WIDE, gathered, x + column * WIDTH);
        DoubleVector x1 =
            DoubleVector.fromArray(Lanes.WIDE, gathered, x + column * WIDTH + Lanes.COUNT);
        int m = (column * target.rows + row) * EdgeMatrices.TILE + e;
        DoubleVector c = DoubleVector.broadcast(Lanes.WIDE, matrices[m]);
        a0 = x0.fma(c, a0);
        b0 = x1.fma(c, b0);
        c = DoubleVector.broadcast(Lanes.WIDE, matrices[m + EdgeMatrices.TILE]);
        a1 = x0.fma(c, a1);
        b1 = x1.fma(c, b1);
        c = DoubleVector.broadcast(Lanes.WIDE, matrices[m + 2 * EdgeMatrices.TILE]);
        a2 = x0.fma(c, a2);
        b2 = x1.fma(c, b2);
        c = DoubleVector.broadcast(Lanes.WIDE, matrices[m + 3 * EdgeMatrices.TILE]);
        a3 = x0.fma(c, a3);
        b3 = x1.fma(c, b3);
      }
      x += target.columns * WIDTH;
    }
    store(a0, b0, out, at, left);
    store(a1, b1, out, at + stride, left);
    store(a2, b2, out, at + 2 * stride, left);
    store(a3, b3, out, at + 3 * stride, left);
  }

  private void rows3(
      SumTarget target,
      int row,
      int[] columns,
      int from,
      int to,
      MemorySegment out,
      long at,
      int left) {
    long stride = target.channels * BYTES;
    DoubleVector a0 = load(out, at, left);
    DoubleVector a1 = load(out, at + stride, left);
    DoubleVector a2 = load(out, at + 2 * stride, left);
    DoubleVector b0 = loadSecond(out, at, left);
    DoubleVector b1 = loadSecond(out, at + stride, left);
    DoubleVector b2 = loadSecond(out, at + 2 * stride, left);
    int x = 0;
    for (int e = from; e < to; e++) {
      for (int column : columns) {
        DoubleVector x0 = DoubleVector.fromArray(Lanes.WIDE, gathered, x + column * WIDTH);
        DoubleVector x1 =
            DoubleVector.fromArray(Lanes.WIDE, gathered, x + column * WIDTH + Lanes.COUNT);
        int m = (column * target.rows + row) * EdgeMatrices.TILE + e;
        DoubleVector c = DoubleVector.broadcast(Lanes.WIDE, matrices[m]);
        a0 = x0.fma(c, a0);
        b0 = x1.fma(c, b0);
        c = DoubleVector.broadcast(Lanes.WIDE, matrices[m + EdgeMatrices.TILE]);
        a1 = x0.fma(c, a1);
        b1 = x1.fma(c, b1);
        c = DoubleVector.broadcast(Lanes.WIDE, matrices[m + 2 * EdgeMatrices.TILE]);
        a2 = x0.fma(c, a2);
        b2 = x1.fma(c, b2);
      }
      x += target.columns * WIDTH;
    }
    store(a0, b0, out, at, left);
    store(a1, b1, out, at + stride, left);
    store(a2, b2, out, at + 2 * stride, left);
  }

  private void row(
      SumTarget target,
      int row,
      int[] columns,
      int from,
      int to,
      MemorySegment out,
      long at,
      int left) {
    DoubleVector a = load(out, at, left);
    DoubleVector b = loadSecond(out, at, left);
    int x = 0;
    for (int e = from; e < to; e++) {
      for (int column : columns) {
        int from0 = x + column * WIDTH;
        int m = (column * target.rows + row) * EdgeMatrices.TILE + e;
        DoubleVector c = DoubleVector.broadcast(Lanes.WIDE, matrices[m]);
        a = DoubleVector.fromArray(Lanes.WIDE, gathered, from0).fma(c, a);
        b = DoubleVector.fromArray(Lanes.WIDE, gathered, from0 + Lanes.COUNT).fma(c, b);
      }
      x += target.columns * WIDTH;
    }
    store(a, b, out, at, left);
  }

  private static DoubleVector load(MemorySegment from, long at, int left) {
    return Lanes.load(from, at, left);
  }

  private static DoubleVector loadSecond(MemorySegment from, long at, int left) {
    return left > Lanes.COUNT
        ? Lanes.load(from, at + Lanes.COUNT * BYTES, left - Lanes.COUNT)
        : DoubleVector.zero(Lanes.WIDE);
  }

  private static void store(DoubleVector a, DoubleVector b, MemorySegment to, long at, int left) {
    Lanes.store(a, to, at, left);
    if (left > Lanes.COUNT) {
      Lanes.store(b, to, at + Lanes.COUNT * BYTES, left - Lanes.COUNT);
    }
  }
}
