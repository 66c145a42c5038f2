package org.coesite.cpu.f64;

import jdk.incubator.vector.DoubleVector;
import org.coesite.math.RadialTable;

/**
 * Cubic Hermite splines of all radial functions at once: a knot's values and scaled slopes lie next
 * to each other, so that an edge reads four runs of memory. Immutable and thread-safe.
 */
final class RadialSplines {
  private final double[] table;
  private final double start;
  private final double inverseStep;
  private final int lastInterval;

  /** Functions per edge, rounded up to whole vectors: the stride of the outputs. */
  final int stride;

  RadialSplines(RadialTable source) {
    stride = Lanes.padded(source.functions(), Lanes.WIDE);
    start = Lanes.round(source.start());
    inverseStep = Lanes.round(1 / source.step());
    lastInterval = source.knots() - 2;
    table = new double[source.knots() * 2 * stride];
    for (int k = 0; k < source.knots(); k++) {
      for (int i = 0; i < source.functions(); i++) {
        table[2 * k * stride + i] = Lanes.round(source.value(k, i));
        table[(2 * k + 1) * stride + i] = Lanes.round(source.slope(k, i) * source.step());
      }
    }
  }

  /**
   * Values of all functions at some distances.
   *
   * @param values receives function i of edge e at e stride + i
   */
  void values(double[] r, int count, double[] values) {
    for (int e = 0; e < count; e++) {
      double x = (r[e] - start) * inverseStep;
      int k = Math.min((int) x, lastInterval);
      double t = x - k;
      double u = 1 - t;
      double h00 = (1 + 2 * t) * u * u;
      double h10 = t * u * u;
      double h01 = t * t * (3 - 2 * t);
      double h11 = -t * t * u;
      int at = 2 * k * stride;
      for (int i = 0; i < stride; i += Lanes.COUNT) {
        DoubleVector v0 = DoubleVector.fromArray(Lanes.WIDE, table, at + i);
        DoubleVector s0 = DoubleVector.fromArray(Lanes.WIDE, table, at + stride + i);
        DoubleVector v1 = DoubleVector.fromArray(Lanes.WIDE, table, at + 2 * stride + i);
        DoubleVector s1 = DoubleVector.fromArray(Lanes.WIDE, table, at + 3 * stride + i);
        DoubleVector left = v0.mul(h00).add(s0.mul(h10));
        DoubleVector right = v1.mul(h01).add(s1.mul(h11));
        left.add(right).intoArray(values, e * stride + i);
      }
    }
  }

  /**
   * Values and derivatives with respect to the distance of all functions at one distance.
   *
   * @param row receives the values, and the derivatives from {@link #stride} on
   */
  void valuesAndDerivatives(double r, double[] row) {
    double x = (r - start) * inverseStep;
    int k = Math.min((int) x, lastInterval);
    double t = x - k;
    double u = 1 - t;
    double h00 = (1 + 2 * t) * u * u;
    double h10 = t * u * u;
    double h01 = t * t * (3 - 2 * t);
    double h11 = -t * t * u;
    double d01 = 6 * t * u * inverseStep;
    double d10 = u * (1 - 3 * t) * inverseStep;
    double d11 = t * (3 * t - 2) * inverseStep;
    int at = 2 * k * stride;
    for (int i = 0; i < stride; i += Lanes.COUNT) {
      DoubleVector v0 = DoubleVector.fromArray(Lanes.WIDE, table, at + i);
      DoubleVector s0 = DoubleVector.fromArray(Lanes.WIDE, table, at + stride + i);
      DoubleVector v1 = DoubleVector.fromArray(Lanes.WIDE, table, at + 2 * stride + i);
      DoubleVector s1 = DoubleVector.fromArray(Lanes.WIDE, table, at + 3 * stride + i);
      v0.mul(h00).add(s0.mul(h10)).add(v1.mul(h01)).add(s1.mul(h11)).intoArray(row, i);
      v1.sub(v0).mul(d01).add(s0.mul(d10)).add(s1.mul(d11)).intoArray(row, stride + i);
    }
  }
}
