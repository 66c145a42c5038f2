package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import org.coesite.cpu.MemoryPool;

/**
 * A matrix B [depth, columns] laid out once for many products A B with few rows at a time.
 *
 * <p>Columns are cut into panels of two vectors, stored depth by depth, so that a product streams
 * through memory. Each element of a product is one chain of fused multiply-adds over the depth in
 * ascending order, whatever rows it is computed beside: results do not depend on how rows are
 * grouped, which is what makes batches invariant to the bit. (A library GEMM promises no such
 * thing, and repacks B for each call, which for few rows costs more than the product.)
 */
final class PackedMatrix implements AutoCloseable {
  /**
   * Rows of A that one pass of the inner loop works on: with two vectors of columns, twelve sums in
   * registers.
   */
  static final int ROWS = 6;

  private static final int PANEL = 2 * Lanes.COUNT;
  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  private final MemoryPool memory;
  private final MemorySegment panels;
  private final int depth;

  /** Columns rounded up to whole panels. */
  final int width;

  /** Gives the elements to pack. */
  @FunctionalInterface
  interface Source {
    /* wide */ double at(int row, int column);
  }

  PackedMatrix(MemoryPool memory, int depth, int columns, Source source) {
    this.memory = memory;
    this.depth = depth;
    width = (columns + PANEL - 1) / PANEL * PANEL;
    panels = memory.take(BYTES * depth * width);
    for (int panel = 0; panel < width; panel += PANEL) {
      for (int row = 0; row < depth; row++) {
        for (int lane = 0; lane < PANEL; lane++) {
          int column = panel + lane;
          double value = column < columns ? Lanes.round(source.at(row, column)) : 0;
          long at = (long) panel * depth + (long) row * PANEL + lane;
          panels.setAtIndex(ValueLayout.JAVA_DOUBLE, at, value);
        }
      }
    }
  }

  /**
   * The product of packed rows with the matrix.
   *
   * @param a rows in groups of {@link #ROWS}, [groups, depth, ROWS]
   * @param c receives the product row by row, [groups x ROWS, width]
   */
  void multiply(double[] a, int groups, double[] c) {
    for (int panel = 0; panel < width; panel += PANEL) {
      for (int group = 0; group < groups; group++) {
        tile(
            a, group * depth * ROWS, (long) panel * depth * BYTES, c, group * ROWS * width + panel);
      }
    }
  }

  private void tile(double[] a, int aAt, long bAt, double[] c, int cAt) {
    DoubleVector c00 = DoubleVector.zero(Lanes.WIDE);
    DoubleVector c01 = c00;
    DoubleVector c10 = c00;
    DoubleVector c11 = c00;
    DoubleVector c20 = c00;
    DoubleVector c21 = c00;
    DoubleVector c30 = c00;
    DoubleVector c31 = c00;
    DoubleVector c40 = c00;
    DoubleVector c41 = c00;
    DoubleVector c50 = c00;
    DoubleVector c51 = c00;
    long b = bAt;
    int end = aAt + depth * ROWS;
    for (int k = aAt; k < end; k += ROWS) {
      DoubleVector b0 =
          DoubleVector.fromMemorySegment(Lanes.WIDE, panels, b, ByteOrder.nativeOrder());
      DoubleVector b1 =
          DoubleVector.fromMemorySegment(
              Lanes.WIDE, panels, b + Lanes.COUNT * BYTES, ByteOrder.nativeOrder());
      b += PANEL * BYTES;
      DoubleVector a0 = DoubleVector.broadcast(Lanes.WIDE, a[k]);
      c00 = b0.fma(a0, c00);
      c01 = b1.fma(a0, c01);
      DoubleVector a1 = DoubleVector.broadcast(Lanes.WIDE, a[k + 1]);
      c10 = b0.fma(a1, c10);
      c11 = b1.fma(a1, c11);
      DoubleVector a2 = DoubleVector.broadcast(Lanes.WIDE, a[k + 2]);
      c20 = b0.fma(a2, c20);
      c21 = b1.fma(a2, c21);
      DoubleVector a3 = DoubleVector.broadcast(Lanes.WIDE, a[k + 3]);
      c30 = b0.fma(a3, c30);
      c31 = b1.fma(a3, c31);
      DoubleVector a4 = DoubleVector.broadcast(Lanes.WIDE, a[k + 4]);
      c40 = b0.fma(a4, c40);
      c41 = b1.fma(a4, c41);
      DoubleVector a5 = DoubleVector.broadcast(Lanes.WIDE, a[k + 5]);
      c50 = b0.fma(a5, c50);
      c51 = b1.fma(a5, c51);
    }
    store(c00, c01, c, cAt);
    store(c10, c11, c, cAt + width);
    store(c20, c21, c, cAt + 2 * width);
    store(c30, c31, c, cAt + 3 * width);
    store(c40, c41, c, cAt + 4 * width);
    store(c50, c51, c, cAt + 5 * width);
  }

  private static void store(DoubleVector first, DoubleVector second, double[] c, int at) {
    first.intoArray(c, at);
    second.intoArray(c, at + Lanes.COUNT);
  }

  @Override
  public void close() {
    memory.giveBack(panels);
  }
}
