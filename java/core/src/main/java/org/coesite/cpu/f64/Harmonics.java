package org.coesite.cpu.f64;

import jdk.incubator.vector.DoubleVector;
import org.coesite.math.HarmonicRecursion;

/**
 * Real spherical harmonics of many directions, a vector of edges at a time, by the recursion that
 * {@link HarmonicRecursion} explains. Holds scratch memory: one per thread.
 */
final class Harmonics {
  private final int maxAngular;
  private final int columns;

  /** Recursion coefficients by l (maxAngular + 2) + m. */
  private final double[] a;

  private final double[] b;
  private final double[] e;
  private final double[] start;

  /** q_lm of one vector of edges; a column m = maxAngular + 1 of zeros ends the derivatives. */
  final double[] q;

  /** c_m and s_m of one vector of edges. */
  final double[] cos;

  final double[] sin;

  Harmonics(int maxAngular) {
    this.maxAngular = maxAngular;
    columns = maxAngular + 2;
    HarmonicRecursion recursion = new HarmonicRecursion(maxAngular);
    a = new double[(maxAngular + 1) * columns];
    b = new double[(maxAngular + 1) * columns];
    e = new double[(maxAngular + 1) * columns];
    start = new double[maxAngular + 1];
    for (int m = 0; m <= maxAngular; m++) {
      start[m] = Lanes.round(recursion.start(m));
      for (int l = m; l <= maxAngular; l++) {
        a[l * columns + m] = Lanes.round(recursion.a(l, m));
        b[l * columns + m] = Lanes.round(recursion.b(l, m));
        e[l * columns + m] = Lanes.round(recursion.e(l, m));
      }
    }
    q = new double[(maxAngular + 1) * columns * Lanes.COUNT];
    cos = new double[(maxAngular + 1) * Lanes.COUNT];
    sin = new double[(maxAngular + 1) * Lanes.COUNT];
  }

  /** Place of q_lm in {@link #q}. */
  int place(int l, int m) {
    return (l * columns + m) * Lanes.COUNT;
  }

  /** The factor that turns q_l(m+1) into dq_lm/dz. */
  double derivativeFactor(int l, int m) {
    return e[l * columns + m];
  }

  /** Fills {@link #q}, {@link #cos} and {@link #sin} for the edges from {@code at} on. */
  void prepare(EdgeBuffer edges, int at) {
    DoubleVector x = DoubleVector.fromArray(Lanes.WIDE, edges.x, at);
    DoubleVector y = DoubleVector.fromArray(Lanes.WIDE, edges.y, at);
    DoubleVector z = DoubleVector.fromArray(Lanes.WIDE, edges.z, at);
    DoubleVector c = DoubleVector.broadcast(Lanes.WIDE, 1);
    DoubleVector s = DoubleVector.zero(Lanes.WIDE);
    for (int m = 0; m <= maxAngular; m++) {
      c.intoArray(cos, m * Lanes.COUNT);
      s.intoArray(sin, m * Lanes.COUNT);
      DoubleVector next = x.mul(c).sub(y.mul(s));
      s = x.mul(s).add(y.mul(c));
      c = next;
      legendre(z, m);
    }
  }

  private void legendre(DoubleVector z, int m) {
    DoubleVector before = DoubleVector.zero(Lanes.WIDE);
    DoubleVector current = DoubleVector.broadcast(Lanes.WIDE, start[m]);
    current.intoArray(q, place(m, m));
    for (int l = m + 1; l <= maxAngular; l++) {
      DoubleVector next =
          z.mul(a[l * columns + m]).mul(current).sub(before.mul(b[l * columns + m]));
      before = current;
      current = next;
      current.intoArray(q, place(l, m));
    }
  }

  /**
   * All Y_lm of all edges.
   *
   * @param y receives Y_lm of edge e at (l^2 + l + m) stride + e
   */
  void values(EdgeBuffer edges, double[] y, int stride) {
    for (int at = 0; at < edges.count; at += Lanes.COUNT) {
      prepare(edges, at);
      for (int l = 0; l <= maxAngular; l++) {
        DoubleVector.fromArray(Lanes.WIDE, q, place(l, 0)).intoArray(y, (l * l + l) * stride + at);
        for (int m = 1; m <= l; m++) {
          DoubleVector legendre = DoubleVector.fromArray(Lanes.WIDE, q, place(l, m));
          legendre
              .mul(DoubleVector.fromArray(Lanes.WIDE, cos, m * Lanes.COUNT))
              .intoArray(y, (l * l + l + m) * stride + at);
          legendre
              .mul(DoubleVector.fromArray(Lanes.WIDE, sin, m * Lanes.COUNT))
              .intoArray(y, (l * l + l - m) * stride + at);
        }
      }
    }
  }
}
