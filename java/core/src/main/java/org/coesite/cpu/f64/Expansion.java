package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import org.coesite.cpu.CpuNeighbours;
import org.coesite.math.SoapBasis;

/**
 * Spherical expansion around one centre at a time. Holds scratch memory: one per thread.
 *
 * <p>Coefficients of one l are a sum of outer products Y_m x R_n over the neighbours. All
 * neighbours of a species go through registers that hold up to four rows m at once, and results are
 * stored once: one load of R serves four multiply-adds.
 */
final class Expansion {
  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  private final int maxAngular;
  private final int radial;
  private final int harmonics;
  private final int[] speciesOf;
  private final int species;
  private final RadialSplines splines;
  private final Harmonics recursion;
  private final EdgeBuffer edges;

  /** What the centre itself adds to l = 0, [radial], padded. */
  private final double[] self;

  private final VectorMask<Double> tail;
  private double[] r = new double[0];
  private double[] y = new double[0];

  Expansion(SoapBasis basis, int species, int[] speciesOf, RadialSplines splines, double[] self) {
    maxAngular = basis.maxAngular();
    radial = basis.radialFunctions();
    harmonics = basis.harmonics();
    this.species = species;
    this.speciesOf = speciesOf;
    this.splines = splines;
    this.self = self;
    recursion = new Harmonics(maxAngular);
    edges = new EdgeBuffer(basis.cutoff());
    int rest = radial % Lanes.NARROW.length();
    tail = Lanes.NARROW.indexInRange(0, rest == 0 ? Lanes.NARROW.length() : rest);
  }

  /** Writes the coefficients of the k-th centre of the range, [species, harmonics, radial]. */
  void centre(CpuNeighbours pairs, int k, MemorySegment coefficients) {
    int own = speciesOf[pairs.batch().species(pairs.first() + k)];
    if (own < 0) {
      throw EdgeBuffer.unknown(pairs, pairs.first() + k);
    }
    for (int s = 0; s < species; s++) {
      edges.gather(pairs, k, s, speciesOf);
      int stride = edges.padded();
      if (r.length < edges.count * splines.stride + Lanes.COUNT) {
        r = new double[2 * edges.count * splines.stride + Lanes.COUNT];
      }
      if (y.length < harmonics * stride) {
        y = new double[2 * harmonics * stride];
      }
      splines.values(edges.r, edges.count, r);
      recursion.values(edges, y, stride);
      long offset = ((long) k * species + s) * harmonics * radial;
      accumulate(stride, s == own, coefficients, offset);
    }
  }

  private void accumulate(int stride, boolean own, MemorySegment out, long offset) {
    for (int l = 0; l <= maxAngular; l++) {
      for (int n = 0; n < radial; n += Lanes.NARROW.length()) {
        int end = (l + 1) * (l + 1);
        for (int lm = l * l; lm < end; lm += 4) {
          long at = (offset + (long) lm * radial + n) * BYTES;
          int from = l * radial + n;
          switch (Math.min(4, end - lm)) {
            case 4 -> rows4(lm * stride, stride, from, out, at, n);
            case 3 -> rows3(lm * stride, stride, from, out, at, n);
            case 2 -> throw new AssertionError("2 l + 1 is odd");
            default -> row(lm * stride, from, out, at, n, own && l == 0);
          }
        }
      }
    }
  }

  private void rows4(int lm, int stride, int from, MemorySegment out, long at, int n) {
    DoubleVector c0 = DoubleVector.zero(Lanes.NARROW);
    DoubleVector c1 = c0;
    DoubleVector c2 = c0;
    DoubleVector c3 = c0;
    for (int e = 0; e < edges.count; e++) {
      DoubleVector re = DoubleVector.fromArray(Lanes.NARROW, r, e * splines.stride + from);
      c0 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + e]), c0);
      c1 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + stride + e]), c1);
      c2 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + 2 * stride + e]), c2);
      c3 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + 3 * stride + e]), c3);
    }
    long row = radial * BYTES;
    store(c0, out, at, n);
    store(c1, out, at + row, n);
    store(c2, out, at + 2 * row, n);
    store(c3, out, at + 3 * row, n);
  }

  private void rows3(int lm, int stride, int from, MemorySegment out, long at, int n) {
    DoubleVector c0 = DoubleVector.zero(Lanes.NARROW);
    DoubleVector c1 = c0;
    DoubleVector c2 = c0;
    for (int e = 0; e < edges.count; e++) {
      DoubleVector re = DoubleVector.fromArray(Lanes.NARROW, r, e * splines.stride + from);
      c0 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + e]), c0);
      c1 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + stride + e]), c1);
      c2 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + 2 * stride + e]), c2);
    }
    long row = radial * BYTES;
    store(c0, out, at, n);
    store(c1, out, at + row, n);
    store(c2, out, at + 2 * row, n);
  }

  private void row(int lm, int from, MemorySegment out, long at, int n, boolean own) {
    DoubleVector c0 =
        own ? DoubleVector.fromArray(Lanes.NARROW, self, n) : DoubleVector.zero(Lanes.NARROW);
    for (int e = 0; e < edges.count; e++) {
      DoubleVector re = DoubleVector.fromArray(Lanes.NARROW, r, e * splines.stride + from);
      c0 = re.fma(DoubleVector.broadcast(Lanes.NARROW, y[lm + e]), c0);
    }
    store(c0, out, at, n);
  }

  private void store(DoubleVector c, MemorySegment out, long at, int n) {
    if (n + Lanes.NARROW.length() <= radial) {
      c.intoMemorySegment(out, at, ByteOrder.nativeOrder());
    } else {
      c.intoMemorySegment(out, at, ByteOrder.nativeOrder(), tail);
    }
  }
}
