package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import org.coesite.cpu.CpuNeighbours;
import org.coesite.math.SoapBasis;

/**
 * From dE/dc of a centre to dE/dr_ij of its pairs, a vector of edges at a time. Holds scratch
 * memory: one per thread.
 *
 * <p>Contracted over n first: with t_lm = sum_n G_nlm R_nl and v_lm = sum_n G_nlm R'_nl,
 *
 * <pre>
 *   dE/dr = u sum v_lm Y_lm + (1 - u u^T) (sum t_lm dY_lm/du) / r,   u = r_ij / r
 * </pre>
 */
final class ExpansionAdjoint {
  private final int maxAngular;
  private final int radial;
  private final int harmonics;
  private final int[] speciesOf;
  private final int species;
  private final RadialSplines splines;
  private final Harmonics recursion;
  private final EdgeBuffer edges;

  /** G of one species, [harmonics, radial]. */
  private final double[] g;

  private double[] rows = new double[0];

  /** R and R' with edges fastest, [functions, stride]. */
  private double[] values = new double[0];

  private double[] slopes = new double[0];
  private final double[] out = new double[3 * Lanes.COUNT];

  /**
   * What one vector of edges adds up: derivatives by distance and by x, y, z of the unit vector. In
   * memory, since a vector kept in a field is an object.
   */
  private final double[] sums = new double[4 * Lanes.COUNT];

  ExpansionAdjoint(SoapBasis basis, int species, int[] speciesOf, RadialSplines splines) {
    maxAngular = basis.maxAngular();
    radial = basis.radialFunctions();
    harmonics = basis.harmonics();
    this.species = species;
    this.speciesOf = speciesOf;
    this.splines = splines;
    recursion = new Harmonics(maxAngular);
    edges = new EdgeBuffer(basis.cutoff());
    g = new double[harmonics * radial];
  }

  /** Adds to dE/dr_ij of the k-th centre's pairs, [pairs, 3]. */
  void centre(CpuNeighbours pairs, int k, MemorySegment gradients, MemorySegment pairGradients) {
    for (int s = 0; s < species; s++) {
      edges.gather(pairs, k, s, speciesOf);
      if (edges.count > 0) {
        long offset = ((long) k * species + s) * harmonics * radial;
        MemorySegment.copy(
            gradients,
            ValueLayout.JAVA_DOUBLE,
            offset * ValueLayout.JAVA_DOUBLE.byteSize(),
            g,
            0,
            g.length);
        radialFunctions();
        for (int at = 0; at < edges.count; at += Lanes.COUNT) {
          contract(at);
          project(at);
          scatter(at, pairGradients);
        }
      }
    }
  }

  private void radialFunctions() {
    int stride = edges.padded();
    int functions = (maxAngular + 1) * radial;
    if (rows.length < edges.count * splines.stride) {
      rows = new double[2 * edges.count * splines.stride];
    }
    if (values.length < functions * stride) {
      values = new double[2 * functions * stride];
      slopes = new double[2 * functions * stride];
    }
    splines.values(edges.r, edges.count, rows);
    transpose(functions, stride, values);
    splines.derivatives(edges.r, edges.count, rows);
    transpose(functions, stride, slopes);
  }

  private void transpose(int functions, int stride, double[] target) {
    for (int i = 0; i < functions; i++) {
      for (int e = 0; e < edges.count; e++) {
        target[i * stride + e] = rows[e * splines.stride + i];
      }
      for (int e = edges.count; e < stride; e++) {
        target[i * stride + e] = 0;
      }
    }
  }

  /** Sums over all (l, m) for the edges from {@code at} on. */
  private void contract(int at) {
    recursion.prepare(edges, at);
    int stride = edges.padded();
    DoubleVector zero = DoubleVector.zero(Lanes.WIDE);
    DoubleVector sr = zero;
    DoubleVector sx = zero;
    DoubleVector sy = zero;
    DoubleVector sz = zero;
    for (int l = 0; l <= maxAngular; l++) {
      int table = l * radial * stride + at;
      int middle = (l * l + l) * radial;
      DoubleVector t = zero;
      DoubleVector v = zero;
      for (int n = 0; n < radial; n++) {
        DoubleVector gn = DoubleVector.broadcast(Lanes.WIDE, g[middle + n]);
        t = DoubleVector.fromArray(Lanes.WIDE, values, table + n * stride).fma(gn, t);
        v = DoubleVector.fromArray(Lanes.WIDE, slopes, table + n * stride).fma(gn, v);
      }
      sr = v.fma(DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, 0)), sr);
      DoubleVector dq =
          DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, 1))
              .mul(recursion.derivativeFactor(l, 0));
      sz = t.fma(dq, sz);
      for (int m = 1; m <= l; m++) {
        int plus = middle + m * radial;
        int minus = middle - m * radial;
        DoubleVector tp = zero;
        DoubleVector vp = zero;
        DoubleVector tm = zero;
        DoubleVector vm = zero;
        for (int n = 0; n < radial; n++) {
          DoubleVector value = DoubleVector.fromArray(Lanes.WIDE, values, table + n * stride);
          DoubleVector slope = DoubleVector.fromArray(Lanes.WIDE, slopes, table + n * stride);
          DoubleVector gp = DoubleVector.broadcast(Lanes.WIDE, g[plus + n]);
          DoubleVector gm = DoubleVector.broadcast(Lanes.WIDE, g[minus + n]);
          tp = value.fma(gp, tp);
          vp = slope.fma(gp, vp);
          tm = value.fma(gm, tm);
          vm = slope.fma(gm, vm);
        }
        DoubleVector q = DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, m));
        DoubleVector c = DoubleVector.fromArray(Lanes.WIDE, recursion.cos, m * Lanes.COUNT);
        DoubleVector s = DoubleVector.fromArray(Lanes.WIDE, recursion.sin, m * Lanes.COUNT);
        sr = vp.mul(c).add(vm.mul(s)).fma(q, sr);
        DoubleVector next =
            DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, m + 1))
                .mul(recursion.derivativeFactor(l, m));
        sz = tp.mul(c).add(tm.mul(s)).fma(next, sz);
        c = DoubleVector.fromArray(Lanes.WIDE, recursion.cos, (m - 1) * Lanes.COUNT);
        s = DoubleVector.fromArray(Lanes.WIDE, recursion.sin, (m - 1) * Lanes.COUNT);
        DoubleVector mq = q.mul(m);
        sx = tp.mul(c).add(tm.mul(s)).fma(mq, sx);
        sy = tm.mul(c).sub(tp.mul(s)).fma(mq, sy);
      }
    }
    sr.intoArray(sums, 0);
    sx.intoArray(sums, Lanes.COUNT);
    sy.intoArray(sums, 2 * Lanes.COUNT);
    sz.intoArray(sums, 3 * Lanes.COUNT);
  }

  /** From derivatives by the unit vector to dE/dr_ij. */
  private void project(int at) {
    DoubleVector x = DoubleVector.fromArray(Lanes.WIDE, edges.x, at);
    DoubleVector y = DoubleVector.fromArray(Lanes.WIDE, edges.y, at);
    DoubleVector z = DoubleVector.fromArray(Lanes.WIDE, edges.z, at);
    DoubleVector r = DoubleVector.fromArray(Lanes.WIDE, edges.r, at);
    DoubleVector sumR = DoubleVector.fromArray(Lanes.WIDE, sums, 0);
    DoubleVector sumX = DoubleVector.fromArray(Lanes.WIDE, sums, Lanes.COUNT);
    DoubleVector sumY = DoubleVector.fromArray(Lanes.WIDE, sums, 2 * Lanes.COUNT);
    DoubleVector sumZ = DoubleVector.fromArray(Lanes.WIDE, sums, 3 * Lanes.COUNT);
    DoubleVector along = sumX.mul(x).add(sumY.mul(y)).add(sumZ.mul(z));
    DoubleVector radialPart = sumR.sub(along.div(r));
    sumX.div(r).add(radialPart.mul(x)).intoArray(out, 0);
    sumY.div(r).add(radialPart.mul(y)).intoArray(out, Lanes.COUNT);
    sumZ.div(r).add(radialPart.mul(z)).intoArray(out, 2 * Lanes.COUNT);
  }

  private void scatter(int at, MemorySegment pairGradients) {
    for (int e = 0; e < Math.min(Lanes.COUNT, edges.count - at); e++) {
      if (edges.r[at + e] == 0) {
        continue; // no direction to push an atom on top of the centre
      }
      long target = 3L * edges.pair[at + e];
      for (int axis = 0; axis < 3; axis++) {
        double before = pairGradients.getAtIndex(ValueLayout.JAVA_DOUBLE, target + axis);
        double sum = before + out[axis * Lanes.COUNT + e];
        pairGradients.setAtIndex(ValueLayout.JAVA_DOUBLE, target + axis, sum);
      }
    }
  }
}
