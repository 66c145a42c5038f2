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
 *
 * <p>Lanes over n, which spares the transposition of the radial functions but takes four sums over
 * (l, m) instead of two over n, is slower: 10.7 against 7.4 microseconds per atom in double, 7.0
 * against 5.0 in single precision (47 neighbours, n up to 7, l up to 6, Zen 4).
 */
final class ExpansionAdjoint {
  private static final int PAIR = 2 * Lanes.COUNT;

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

  /** R and R' of one edge. */
  private final double[] row;

  /**
   * R and R' of one vector of edges, [functions, 2, lanes]. Strides are constants and values lie
   * beside slopes: the compiler then sees through the bounds of every load in the loops over n.
   *
   * <p>On the heap, where a vector lies across cache lines as chance has it: 8.6 to 12.7
   * microseconds per atom from one run of the JVM to the next (49 neighbours, double). Off-heap
   * memory aligned to the line always takes 10.1, and 7.3 instead of 5 to 6 in single precision,
   * for its checks.
   */
  private final double[] table;

  /** t_lm and v_lm of one vector of edges, [harmonics, lanes]. */
  private final double[] t;

  private final double[] v;
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
    row = new double[2 * splines.stride];
    table = new double[(maxAngular + 1) * radial * PAIR];
    t = new double[harmonics * Lanes.COUNT];
    v = new double[harmonics * Lanes.COUNT];
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
        for (int at = 0; at < edges.count; at += Lanes.COUNT) {
          tabulate(at);
          contract();
          sum(at);
          project(at);
          scatter(at, pairGradients);
        }
      }
    }
  }

  /**
   * Fills {@link #table} for the edges from {@code at} on; lanes past the last keep what they had.
   *
   * <p>The transposition costs about as much as the splines. A store to each line of the table in
   * turn is faster than whole lines gathered from the rows: 2.0 against 4.3 microseconds per atom
   * at 16 lanes (47 neighbours, 56 functions, Zen 4).
   */
  private void tabulate(int at) {
    int functions = (maxAngular + 1) * radial;
    int slopes = splines.stride;
    for (int lane = 0; lane < Math.min(Lanes.COUNT, edges.count - at); lane++) {
      splines.valuesAndDerivatives(edges.r[at + lane], row);
      for (int i = 0; i < functions; i++) {
        table[i * PAIR + lane] = row[i];
        table[i * PAIR + Lanes.COUNT + lane] = row[slopes + i];
      }
    }
  }

  /**
   * Contracts over n, four (l, m) at a time: six loads for eight multiply-adds. Holding the radial
   * functions in registers instead, and passing all (l, m) by, waits for stores to {@link #t}: 10.6
   * against 7.7 microseconds per atom for the whole adjoint.
   */
  private void contract() {
    for (int l = 0; l <= maxAngular; l++) {
      int end = (l + 1) * (l + 1);
      for (int lm = l * l; lm < end; lm += 4) {
        switch (Math.min(4, end - lm)) {
          case 4 -> rows4(l, lm);
          case 3 -> rows3(l, lm);
          case 2 -> throw new AssertionError("2 l + 1 is odd");
          default -> row(l, lm);
        }
      }
    }
  }

  private void rows4(int l, int lm) {
    int from = l * radial * PAIR;
    int g0 = lm * radial;
    int g1 = g0 + radial;
    int g2 = g1 + radial;
    int g3 = g2 + radial;
    DoubleVector t0 = DoubleVector.zero(Lanes.WIDE);
    DoubleVector t1 = t0;
    DoubleVector t2 = t0;
    DoubleVector t3 = t0;
    DoubleVector v0 = t0;
    DoubleVector v1 = t0;
    DoubleVector v2 = t0;
    DoubleVector v3 = t0;
    for (int n = 0; n < radial; n++) {
      DoubleVector value = DoubleVector.fromArray(Lanes.WIDE, table, from + n * PAIR);
      DoubleVector slope = DoubleVector.fromArray(Lanes.WIDE, table, from + n * PAIR + Lanes.COUNT);
      DoubleVector a = DoubleVector.broadcast(Lanes.WIDE, g[g0 + n]);
      t0 = value.fma(a, t0);
      v0 = slope.fma(a, v0);
      DoubleVector b = DoubleVector.broadcast(Lanes.WIDE, g[g1 + n]);
      t1 = value.fma(b, t1);
      v1 = slope.fma(b, v1);
      DoubleVector c = DoubleVector.broadcast(Lanes.WIDE, g[g2 + n]);
      t2 = value.fma(c, t2);
      v2 = slope.fma(c, v2);
      DoubleVector d = DoubleVector.broadcast(Lanes.WIDE, g[g3 + n]);
      t3 = value.fma(d, t3);
      v3 = slope.fma(d, v3);
    }
    store(t0, v0, lm);
    store(t1, v1, lm + 1);
    store(t2, v2, lm + 2);
    store(t3, v3, lm + 3);
  }

  private void rows3(int l, int lm) {
    int from = l * radial * PAIR;
    int g0 = lm * radial;
    int g1 = g0 + radial;
    int g2 = g1 + radial;
    DoubleVector t0 = DoubleVector.zero(Lanes.WIDE);
    DoubleVector t1 = t0;
    DoubleVector t2 = t0;
    DoubleVector v0 = t0;
    DoubleVector v1 = t0;
    DoubleVector v2 = t0;
    for (int n = 0; n < radial; n++) {
      DoubleVector value = DoubleVector.fromArray(Lanes.WIDE, table, from + n * PAIR);
      DoubleVector slope = DoubleVector.fromArray(Lanes.WIDE, table, from + n * PAIR + Lanes.COUNT);
      DoubleVector a = DoubleVector.broadcast(Lanes.WIDE, g[g0 + n]);
      t0 = value.fma(a, t0);
      v0 = slope.fma(a, v0);
      DoubleVector b = DoubleVector.broadcast(Lanes.WIDE, g[g1 + n]);
      t1 = value.fma(b, t1);
      v1 = slope.fma(b, v1);
      DoubleVector c = DoubleVector.broadcast(Lanes.WIDE, g[g2 + n]);
      t2 = value.fma(c, t2);
      v2 = slope.fma(c, v2);
    }
    store(t0, v0, lm);
    store(t1, v1, lm + 1);
    store(t2, v2, lm + 2);
  }

  private void row(int l, int lm) {
    int from = l * radial * PAIR;
    int g0 = lm * radial;
    DoubleVector t0 = DoubleVector.zero(Lanes.WIDE);
    DoubleVector v0 = t0;
    for (int n = 0; n < radial; n++) {
      DoubleVector a = DoubleVector.broadcast(Lanes.WIDE, g[g0 + n]);
      t0 = DoubleVector.fromArray(Lanes.WIDE, table, from + n * PAIR).fma(a, t0);
      v0 = DoubleVector.fromArray(Lanes.WIDE, table, from + n * PAIR + Lanes.COUNT).fma(a, v0);
    }
    store(t0, v0, lm);
  }

  private void store(DoubleVector values, DoubleVector slopes, int lm) {
    values.intoArray(t, lm * Lanes.COUNT);
    slopes.intoArray(v, lm * Lanes.COUNT);
  }

  /**
   * Sums over all (l, m) for the edges from {@code at} on: over l first, so that c_m and s_m come
   * in once for each m.
   */
  private void sum(int at) {
    recursion.prepare(edges, at);
    DoubleVector sr = DoubleVector.zero(Lanes.WIDE);
    DoubleVector sx = sr;
    DoubleVector sy = sr;
    DoubleVector sz = sr;
    for (int l = 0; l <= maxAngular; l++) {
      int lm = (l * l + l) * Lanes.COUNT;
      DoubleVector q = DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, 0));
      DoubleVector dq =
          DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, 1))
              .mul(recursion.derivativeFactor(l, 0));
      sr = DoubleVector.fromArray(Lanes.WIDE, v, lm).fma(q, sr);
      sz = DoubleVector.fromArray(Lanes.WIDE, t, lm).fma(dq, sz);
    }
    for (int m = 1; m <= maxAngular; m++) {
      DoubleVector rp = DoubleVector.zero(Lanes.WIDE);
      DoubleVector rm = rp;
      DoubleVector zp = rp;
      DoubleVector zm = rp;
      DoubleVector qp = rp;
      DoubleVector qm = rp;
      for (int l = m; l <= maxAngular; l++) {
        int plus = (l * l + l + m) * Lanes.COUNT;
        int minus = (l * l + l - m) * Lanes.COUNT;
        DoubleVector q = DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, m));
        DoubleVector dq =
            DoubleVector.fromArray(Lanes.WIDE, recursion.q, recursion.place(l, m + 1))
                .mul(recursion.derivativeFactor(l, m));
        DoubleVector tp = DoubleVector.fromArray(Lanes.WIDE, t, plus);
        DoubleVector tm = DoubleVector.fromArray(Lanes.WIDE, t, minus);
        rp = DoubleVector.fromArray(Lanes.WIDE, v, plus).fma(q, rp);
        rm = DoubleVector.fromArray(Lanes.WIDE, v, minus).fma(q, rm);
        zp = tp.fma(dq, zp);
        zm = tm.fma(dq, zm);
        qp = tp.fma(q, qp);
        qm = tm.fma(q, qm);
      }
      DoubleVector c = DoubleVector.fromArray(Lanes.WIDE, recursion.cos, m * Lanes.COUNT);
      DoubleVector s = DoubleVector.fromArray(Lanes.WIDE, recursion.sin, m * Lanes.COUNT);
      sr = rp.fma(c, rm.fma(s, sr));
      sz = zp.fma(c, zm.fma(s, sz));
      c = DoubleVector.fromArray(Lanes.WIDE, recursion.cos, (m - 1) * Lanes.COUNT).mul(m);
      s = DoubleVector.fromArray(Lanes.WIDE, recursion.sin, (m - 1) * Lanes.COUNT).mul(m);
      sx = qp.fma(c, qm.fma(s, sx));
      sy = qm.fma(c, sy).sub(qp.mul(s));
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
