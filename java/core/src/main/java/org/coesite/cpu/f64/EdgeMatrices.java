package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;

/**
 * The matrices of some edges: attributes times Clebsch-Gordan coefficients, a vector of edges at a
 * time. Holds scratch memory: one per thread.
 */
final class EdgeMatrices {
  /** Edges at a time: a whole number of vectors of any width. */
  static final int TILE = 32;

  private final int size;

  /** Attributes by edge of the tile, [size, TILE]. */
  private final double[] attributes;

  /**
   * A scratch.
   *
   * @param size attributes of an edge
   */
  EdgeMatrices(int size) {
    this.size = size;
    attributes = new double[size * TILE];
  }

  /** Reads the attributes of an edge. */
  void read(MemorySegment edges, int edge, int place) {
    long from = (long) edge * size;
    for (int k = 0; k < size; k++) {
      attributes[k * TILE + place] = edges.getAtIndex(ValueLayout.JAVA_DOUBLE, from + k);
    }
  }

  /**
   * Computes the matrices of the tile's first edges.
   *
   * @param out receives them at (column * rows + row) * TILE + edge, from {@code at} on
   */
  void multiply(SumTarget target, int count, double[] out, int at) {
    for (int element = 0; element < target.columns * target.rows; element++) {
      int a = target.attribute[2 * element] * TILE;
      int b = target.attribute[2 * element + 1] * TILE;
      double ca = target.coefficient[2 * element];
      double cb = target.coefficient[2 * element + 1];
      int to = at + element * TILE;
      for (int e = 0; e < count; e += Lanes.COUNT) {
        DoubleVector.fromArray(Lanes.WIDE, attributes, a + e)
            .mul(ca)
            .add(DoubleVector.fromArray(Lanes.WIDE, attributes, b + e).mul(cb))
            .intoArray(out, to + e);
      }
    }
  }
}
