package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Power spectrum of one centre at a time, and its adjoint. Holds scratch memory: one per thread.
 *
 * <p>For each pair of species and each l it is a product of two small matrices, c_a^T c_b over m,
 * worked on in blocks of four rows n and a vector of columns n' that stay in registers.
 */
final class Spectrum {
  private static final long BYTES = ValueLayout.JAVA_DOUBLE.byteSize();

  private final SpectrumLayout layout;
  private final int harmonics;
  private final int stride;

  /** Coefficients of the centre and their gradients, [species, harmonics, stride], zero-padded. */
  private final double[] c;

  private final double[] dc;

  /** Features of the centre, or dE/dp. */
  private final double[] p;

  /** dE/dp of one block times its factors, as a matrix [stride, stride], and transposed. */
  private final double[] w;

  private final double[] wt;

  Spectrum(SpectrumLayout layout) {
    this.layout = layout;
    harmonics = (layout.maxAngular + 1) * (layout.maxAngular + 1);
    stride = layout.stride;
    c = new double[layout.species * harmonics * stride];
    dc = new double[c.length];
    p = new double[layout.features + 4 * stride + Lanes.COUNT];
    w = new double[stride * stride];
    wt = new double[stride * stride];
  }

  private void load(MemorySegment coefficients, int k) {
    int rows = layout.species * harmonics;
    long offset = (long) k * rows * layout.radial * BYTES;
    if (stride == layout.radial) { // one copy: the call costs as much as a few hundred bytes
      MemorySegment.copy(coefficients, ValueLayout.JAVA_DOUBLE, offset, c, 0, c.length);
      return;
    }
    for (int row = 0; row < rows; row++) {
      long at = offset + (long) row * layout.radial * BYTES;
      MemorySegment.copy(coefficients, ValueLayout.JAVA_DOUBLE, at, c, row * stride, layout.radial);
    }
  }

  private void store(MemorySegment gradients, int k) {
    int rows = layout.species * harmonics;
    long offset = (long) k * rows * layout.radial * BYTES;
    if (stride == layout.radial) {
      MemorySegment.copy(dc, 0, gradients, ValueLayout.JAVA_DOUBLE, offset, dc.length);
      return;
    }
    for (int row = 0; row < rows; row++) {
      long at = offset + (long) row * layout.radial * BYTES;
      MemorySegment.copy(dc, row * stride, gradients, ValueLayout.JAVA_DOUBLE, at, layout.radial);
    }
  }

  /** Writes the features of the k-th centre. */
  void centre(MemorySegment coefficients, int k, MemorySegment features) {
    load(coefficients, k);
    // in the order of features: a vector that reaches past its row is overwritten by the next
    for (int a = 0; a < layout.species; a++) {
      for (int l = 0; l <= layout.maxAngular; l++) {
        int row = (a * harmonics + l * l) * stride;
        products(row, row, 2 * l + 1, 1, w, 0, stride);
        fold(a, l);
      }
      for (int b = a + 1; b < layout.species; b++) {
        for (int l = 0; l <= layout.maxAngular; l++) {
          int rowA = (a * harmonics + l * l) * stride;
          int rowB = (b * harmonics + l * l) * stride;
          double factor = layout.factors(a, b)[layout.factorRow(l, 0)];
          products(rowA, rowB, 2 * l + 1, factor, p, layout.row(a, b, l, 0), layout.radial);
        }
      }
    }
    long offset = (long) k * layout.features * BYTES;
    MemorySegment.copy(p, 0, features, ValueLayout.JAVA_DOUBLE, offset, layout.features);
  }

  /**
   * Writes sum over m of c_a,nm c_b,n'm, times a factor, for all n and n'; columns from the last to
   * the first, so that what reaches into the next row is overwritten there, too.
   */
  private void products(
      int rowA, int rowB, int rows, double factor, double[] out, int at, int outStride) {
    int last = (layout.radial - 1) / Lanes.NARROW.length() * Lanes.NARROW.length();
    for (int n = 0; n < layout.radial; n += 4) {
      for (int col = last; col >= 0; col -= Lanes.NARROW.length()) {
        products4(rowA + n, rowB + col, rows, factor, out, at + n * outStride + col, outStride);
      }
    }
  }

  private void products4(
      int rowA, int rowB, int rows, double factor, double[] out, int at, int outStride) {
    DoubleVector p0 = DoubleVector.zero(Lanes.NARROW);
    DoubleVector p1 = p0;
    DoubleVector p2 = p0;
    DoubleVector p3 = p0;
    for (int m = 0; m < rows; m++) {
      DoubleVector cb = DoubleVector.fromArray(Lanes.NARROW, c, rowB + m * stride);
      int ca = rowA + m * stride;
      p0 = cb.fma(DoubleVector.broadcast(Lanes.NARROW, c[ca]), p0);
      p1 = cb.fma(DoubleVector.broadcast(Lanes.NARROW, c[ca + 1]), p1);
      p2 = cb.fma(DoubleVector.broadcast(Lanes.NARROW, c[ca + 2]), p2);
      p3 = cb.fma(DoubleVector.broadcast(Lanes.NARROW, c[ca + 3]), p3);
    }
    p0.mul(factor).intoArray(out, at);
    p1.mul(factor).intoArray(out, at + outStride);
    p2.mul(factor).intoArray(out, at + 2 * outStride);
    p3.mul(factor).intoArray(out, at + 3 * outStride);
  }

  /** Takes n &lt;= n' of {@link #w}, times factors, for a species with itself. */
  private void fold(int a, int l) {
    double[] factors = layout.factors(a, a);
    for (int n = 0; n < layout.radial; n++) {
      int at = layout.row(a, a, l, n);
      int row = layout.factorRow(l, n);
      for (int other = n; other < layout.radial; other++) {
        p[at + other] = w[n * stride + other] * factors[row + other];
      }
    }
  }

  /** Writes dE/dc of the k-th centre from dE/dp. */
  void adjoint(MemorySegment coefficients, int k, MemorySegment dp, MemorySegment gradients) {
    load(coefficients, k);
    Arrays.fill(dc, 0);
    long offset = (long) k * layout.features * BYTES;
    MemorySegment.copy(dp, ValueLayout.JAVA_DOUBLE, offset, p, 0, layout.features);
    for (int a = 0; a < layout.species; a++) {
      for (int l = 0; l <= layout.maxAngular; l++) {
        int row = (a * harmonics + l * l) * stride;
        symmetric(a, l);
        multiply(row, w, row, 2 * l + 1);
      }
      for (int b = a + 1; b < layout.species; b++) {
        for (int l = 0; l <= layout.maxAngular; l++) {
          int rowA = (a * harmonics + l * l) * stride;
          int rowB = (b * harmonics + l * l) * stride;
          block(a, b, l);
          multiply(rowB, wt, rowA, 2 * l + 1);
          multiply(rowA, w, rowB, 2 * l + 1);
        }
      }
    }
    store(gradients, k);
  }

  /** Fills {@link #w} with W + W^T of a = b, W[n][n'] being dE/dp times factors for n <= n'. */
  private void symmetric(int a, int l) {
    double[] factors = layout.factors(a, a);
    for (int n = 0; n < layout.radial; n++) {
      int at = layout.row(a, a, l, n);
      int row = layout.factorRow(l, n);
      w[n * stride + n] = 2 * p[at + n] * factors[row + n];
      for (int other = n + 1; other < layout.radial; other++) {
        double value = p[at + other] * factors[row + other];
        w[n * stride + other] = value;
        w[other * stride + n] = value;
      }
    }
  }

  /** Fills {@link #w}[n][n'] and its transpose with dE/dp times factors. */
  private void block(int a, int b, int l) {
    double[] factors = layout.factors(a, b);
    for (int n = 0; n < layout.radial; n++) {
      int at = layout.row(a, b, l, n);
      int row = layout.factorRow(l, n);
      for (int other = 0; other < layout.radial; other++) {
        double value = p[at + other] * factors[row + other];
        w[n * stride + other] = value;
        wt[other * stride + n] = value;
      }
    }
  }

  /** Adds c[source rows] times a matrix to dc[target rows]. */
  private void multiply(int source, double[] matrix, int target, int rows) {
    for (int col = 0; col < layout.radial; col += Lanes.NARROW.length()) {
      int m = 0;
      for (; m + 4 <= rows; m += 4) {
        multiply4(source + m * stride, matrix, target + m * stride, col);
      }
      if (m + 3 == rows) {
        multiply3(source + m * stride, matrix, target + m * stride, col);
      } else if (m < rows) {
        multiply1(source + m * stride, matrix, target + m * stride, col);
      }
    }
  }

  private void multiply4(int source, double[] matrix, int target, int col) {
    DoubleVector d0 = DoubleVector.fromArray(Lanes.NARROW, dc, target + col);
    DoubleVector d1 = DoubleVector.fromArray(Lanes.NARROW, dc, target + stride + col);
    DoubleVector d2 = DoubleVector.fromArray(Lanes.NARROW, dc, target + 2 * stride + col);
    DoubleVector d3 = DoubleVector.fromArray(Lanes.NARROW, dc, target + 3 * stride + col);
    for (int n = 0; n < layout.radial; n++) {
      DoubleVector row = DoubleVector.fromArray(Lanes.NARROW, matrix, n * stride + col);
      d0 = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + n]), d0);
      d1 = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + stride + n]), d1);
      d2 = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + 2 * stride + n]), d2);
      d3 = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + 3 * stride + n]), d3);
    }
    d0.intoArray(dc, target + col);
    d1.intoArray(dc, target + stride + col);
    d2.intoArray(dc, target + 2 * stride + col);
    d3.intoArray(dc, target + 3 * stride + col);
  }

  private void multiply3(int source, double[] matrix, int target, int col) {
    DoubleVector d0 = DoubleVector.fromArray(Lanes.NARROW, dc, target + col);
    DoubleVector d1 = DoubleVector.fromArray(Lanes.NARROW, dc, target + stride + col);
    DoubleVector d2 = DoubleVector.fromArray(Lanes.NARROW, dc, target + 2 * stride + col);
    for (int n = 0; n < layout.radial; n++) {
      DoubleVector row = DoubleVector.fromArray(Lanes.NARROW, matrix, n * stride + col);
      d0 = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + n]), d0);
      d1 = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + stride + n]), d1);
      d2 = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + 2 * stride + n]), d2);
    }
    d0.intoArray(dc, target + col);
    d1.intoArray(dc, target + stride + col);
    d2.intoArray(dc, target + 2 * stride + col);
  }

  private void multiply1(int source, double[] matrix, int target, int col) {
    DoubleVector d = DoubleVector.fromArray(Lanes.NARROW, dc, target + col);
    for (int n = 0; n < layout.radial; n++) {
      DoubleVector row = DoubleVector.fromArray(Lanes.NARROW, matrix, n * stride + col);
      d = row.fma(DoubleVector.broadcast(Lanes.NARROW, c[source + n]), d);
    }
    d.intoArray(dc, target + col);
  }
}
