package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Gradients of the messages of edges in their attributes and weights. Holds scratch memory: one per
 * thread.
 *
 * <p>With M the matrices of {@link EdgeMatrices}, g the gradient of the centre's messages and x the
 * sender's numbers, dE/dw_u = sum of g_m3,u M_m3,m1 x_m1,u, and dE/dM_m3,m1 = sum over channels of
 * w_u x_m1,u g_m3,u. The latter is summed lane by lane and spread over the attributes; lanes are
 * added in their order at the end.
 */
final class EdgeGradients {
  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  private final SumTarget[] targets;
  private final int[] weightSlots;
  private final int nodeSize;
  private final int edgeSize;
  private final int weightSize;
  private final EdgeMatrices edgeMatrices;
  private final int[] firstMatrix;
  private final double[] matrices;

  /** dE/dy by lanes, [edgeSize, lanes]. */
  private final double[] lanes;

  private final int[] edge = new int[EdgeMatrices.TILE];
  private final int[] sender = new int[EdgeMatrices.TILE];
  private int count;

  /**
   * A scratch.
   *
   * @param targets the blocks of the messages
   * @param nodeSize numbers of a node
   * @param edgeSize attributes of an edge
   * @param weightSize weights of an edge
   */
  EdgeGradients(SumTarget[] targets, int nodeSize, int edgeSize, int weightSize) {
    this.targets = targets;
    this.nodeSize = nodeSize;
    this.edgeSize = edgeSize;
    this.weightSize = weightSize;
    edgeMatrices = new EdgeMatrices(edgeSize);
    firstMatrix = new int[targets.length + 1];
    int slots = 0;
    for (int t = 0; t < targets.length; t++) {
      firstMatrix[t + 1] =
          firstMatrix[t] + targets[t].columns * targets[t].rows * EdgeMatrices.TILE;
      slots = Math.max(slots, targets[t].columns);
    }
    weightSlots = new int[slots + 1];
    matrices = new double[firstMatrix[targets.length]];
    lanes = new double[edgeSize * Lanes.COUNT];
  }

  /** Notes an edge; true where no more may be noted before {@link #flush}. */
  boolean note(MemorySegment edges, int edgeNumber, int senderNumber) {
    edgeMatrices.read(edges, edgeNumber, count);
    edge[count] = edgeNumber;
    sender[count] = senderNumber;
    count++;
    return count == EdgeMatrices.TILE;
  }

  /**
   * Adds the gradients of the noted edges, all of one centre.
   *
   * @param at where the centre's gradients begin in {@code gradients}
   */
  void flush(
      MemorySegment nodes,
      MemorySegment weights,
      MemorySegment gradients,
      long at,
      MemorySegment edgeGradients,
      MemorySegment weightGradients) {
    for (int t = 0; t < targets.length; t++) {
      edgeMatrices.multiply(targets[t], count, matrices, firstMatrix[t]);
    }
    for (int e = 0; e < count; e++) {
      Arrays.fill(lanes, 0);
      long node = (long) sender[e] * nodeSize;
      long weight = (long) edge[e] * weightSize;
      for (int t = 0; t < targets.length; t++) {
        SumTarget target = targets[t];
        int paths = split(target);
        for (int p = 0; p < paths; p++) {
          int first = weightSlots[p];
          int end = weightSlots[p + 1];
          long w = weight + target.weight[first];
          weights(t, e, first, end, nodes, node, gradients, at, weightGradients, w);
        }
        attributes(target, nodes, node, weights, weight, gradients, at);
      }
      addLanes(edgeGradients, (long) edge[e] * edgeSize);
    }
    count = 0;
  }

  /** Columns at which the paths of a target begin; returns their number. */
  private int split(SumTarget target) {
    int paths = 0;
    for (int column = 0; column < target.columns; column++) {
      if (column == 0 || target.weight[column] != target.weight[column - 1]) {
        weightSlots[paths++] = column;
      }
    }
    weightSlots[paths] = target.columns;
    return paths;
  }

  private void weights(
      int t,
      int e,
      int first,
      int end,
      MemorySegment nodes,
      long node,
      MemorySegment gradients,
      long at,
      MemorySegment weightGradients,
      long w) {
    SumTarget target = targets[t];
    for (int u = 0; u < target.channels; u += Lanes.COUNT) {
      int left = target.channels - u;
      long out = (w + u) * BYTES;
      DoubleVector sum = Lanes.load(weightGradients, out, left);
      for (int row = 0; row < target.rows; row++) {
        DoubleVector message = DoubleVector.zero(Lanes.WIDE);
        for (int column = first; column < end; column++) {
          int m = firstMatrix[t] + (column * target.rows + row) * EdgeMatrices.TILE + e;
          DoubleVector x = Lanes.load(nodes, (node + target.source[column] + u) * BYTES, left);
          message = x.fma(DoubleVector.broadcast(Lanes.WIDE, matrices[m]), message);
        }
        long g = at + target.offset + (long) row * target.channels + u;
        sum = Lanes.load(gradients, g * BYTES, left).fma(message, sum);
      }
      Lanes.store(sum, weightGradients, out, left);
    }
  }

  private void attributes(
      SumTarget target,
      MemorySegment nodes,
      long node,
      MemorySegment weights,
      long weight,
      MemorySegment gradients,
      long at) {
    for (int row = 0; row < target.rows; row += 4) {
      long g = at + target.offset + (long) row * target.channels;
      int rows = Math.min(4, target.rows - row);
      for (int column : target.columnsOfGroup[row / 4]) {
        long x = node + target.source[column];
        long w = weight + target.weight[column];
        int element = 2 * (column * target.rows + row);
        switch (rows) {
          case 4 -> rows4(target, element, nodes, x, weights, w, gradients, g);
          case 3 -> rows3(target, element, nodes, x, weights, w, gradients, g);
          default -> row(target, element, nodes, x, weights, w, gradients, g);
        }
      }
    }
  }

  private void rows4(
      SumTarget target,
      int element,
      MemorySegment nodes,
      long x,
      MemorySegment weights,
      long w,
      MemorySegment gradients,
      long g) {
    DoubleVector d0 = DoubleVector.zero(Lanes.WIDE);
    DoubleVector d1 = d0;
    DoubleVector d2 = d0;
    DoubleVector d3 = d0;
    int channels = target.channels;
    for (int u = 0; u < channels; u += Lanes.COUNT) {
      int left = channels - u;
      DoubleVector wx =
          Lanes.load(nodes, (x + u) * BYTES, left).mul(Lanes.load(weights, (w + u) * BYTES, left));
      d0 = wx.fma(Lanes.load(gradients, (g + u) * BYTES, left), d0);
      d1 = wx.fma(Lanes.load(gradients, (g + channels + u) * BYTES, left), d1);
      d2 = wx.fma(Lanes.load(gradients, (g + 2L * channels + u) * BYTES, left), d2);
      d3 = wx.fma(Lanes.load(gradients, (g + 3L * channels + u) * BYTES, left), d3);
    }
    spread(target, element, d0);
    spread(target, element + 2, d1);
    spread(target, element + 4, d2);
    spread(target, element + 6, d3);
  }

  private void rows3(
      SumTarget target,
      int element,
      MemorySegment nodes,
      long x,
      MemorySegment weights,
      long w,
      MemorySegment gradients,
      long g) {
    DoubleVector d0 = DoubleVector.zero(Lanes.WIDE);
    DoubleVector d1 = d0;
    DoubleVector d2 = d0;
    int channels = target.channels;
    for (int u = 0; u < channels; u += Lanes.COUNT) {
      int left = channels - u;
      DoubleVector wx =
          Lanes.load(nodes, (x + u) * BYTES, left).mul(Lanes.load(weights, (w + u) * BYTES, left));
      d0 = wx.fma(Lanes.load(gradients, (g + u) * BYTES, left), d0);
      d1 = wx.fma(Lanes.load(gradients, (g + channels + u) * BYTES, left), d1);
      d2 = wx.fma(Lanes.load(gradients, (g + 2L * channels + u) * BYTES, left), d2);
    }
    spread(target, element, d0);
    spread(target, element + 2, d1);
    spread(target, element + 4, d2);
  }

  private void row(
      SumTarget target,
      int element,
      MemorySegment nodes,
      long x,
      MemorySegment weights,
      long w,
      MemorySegment gradients,
      long g) {
    DoubleVector d = DoubleVector.zero(Lanes.WIDE);
    for (int u = 0; u < target.channels; u += Lanes.COUNT) {
      int left = target.channels - u;
      DoubleVector wx =
          Lanes.load(nodes, (x + u) * BYTES, left).mul(Lanes.load(weights, (w + u) * BYTES, left));
      d = wx.fma(Lanes.load(gradients, (g + u) * BYTES, left), d);
    }
    spread(target, element, d);
  }

  /** Adds dE/dM of one element, lane by lane, to the attributes that it is made of. */
  private void spread(SumTarget target, int element, DoubleVector gradient) {
    for (int k = element; k < element + 2; k++) {
      double c = target.coefficient[k];
      if (c != 0) {
        int to = target.attribute[k] * Lanes.COUNT;
        gradient
            .fma(
                DoubleVector.broadcast(Lanes.WIDE, c),
                DoubleVector.fromArray(Lanes.WIDE, lanes, to))
            .intoArray(lanes, to);
      }
    }
  }

  private void addLanes(MemorySegment edgeGradients, long at) {
    for (int k = 0; k < edgeSize; k++) {
      double sum = 0;
      for (int lane = 0; lane < Lanes.COUNT; lane++) {
        sum += lanes[k * Lanes.COUNT + lane];
      }
      double before = edgeGradients.getAtIndex(ValueLayout.JAVA_DOUBLE, at + k);
      edgeGradients.setAtIndex(ValueLayout.JAVA_DOUBLE, at + k, before + sum);
    }
  }
}
