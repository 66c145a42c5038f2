package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import org.coesite.cpu.CpuNeighbours;
import org.coesite.math.SoapBasis;

/**
 * From dE/dc of a centre to dE/dr_ij of its pairs. Holds scratch memory: one per thread.
 *
 * <p>With u = r_ij / r, and G = dE/dc contracted with Y and its derivatives over m first,
 *
 * <pre>
 *   dE/dr_ij = u sum_nl R'_nl (sum_m G_nlm Y_lm) + (1 - u u^T) sum_nl R_nl (sum_m G_nlm dY_lm/du) / r
 * </pre>
 *
 * Lanes are radial functions, so that R is read as the splines leave it, and two edges share each
 * load of G. (Contracting over n first takes half the multiply-adds, but wants R with edges in the
 * lanes: the transpose costs more than it saves.)
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

  /** Radial functions rounded up to whole vectors. */
  private final int stride;

  /** G of one species, [harmonics, stride], zero-padded. */
  private final double[] g;

  /** R and R' as {@link RadialSplines} lays them out. */
  private double[] values = new double[0];

  private double[] slopes = new double[0];

  /** Y and its derivatives, [harmonics, edges]. */
  private double[] y = new double[0];

  private double[] yx = new double[0];
  private double[] yy = new double[0];
  private double[] yz = new double[0];

  /**
   * Derivatives of two edges by distance and by x, y, z of the unit vector, lanes not yet added.
   */
  private final double[] partial = new double[8 * Lanes.COUNT];

  ExpansionAdjoint(SoapBasis basis, int species, int[] speciesOf, RadialSplines splines) {
    maxAngular = basis.maxAngular();
    radial = basis.radialFunctions();
    harmonics = basis.harmonics();
    this.species = species;
    this.speciesOf = speciesOf;
    this.splines = splines;
    recursion = new Harmonics(maxAngular);
    edges = new EdgeBuffer(basis.cutoff());
    stride = Lanes.padded(radial, Lanes.NARROW);
    g = new double[harmonics * stride];
  }

  /** Adds to dE/dr_ij of the k-th centre's pairs, [pairs, 3]. */
  void centre(CpuNeighbours pairs, int k, MemorySegment gradients, MemorySegment pairGradients) {
    for (int s = 0; s < species; s++) {
      edges.gather(pairs, k, s, speciesOf);
      if (edges.count > 0) {
        load(gradients, ((long) k * species + s) * harmonics * radial);
        reserve();
        splines.valuesAndDerivatives(edges.r, edges.count, values, slopes);
        recursion.gradients(edges, y, yx, yy, yz, edges.padded());
        for (int e = 0; e < edges.count; e += 2) {
          int other = Math.min(e + 1, edges.count - 1);
          contract(e, other, edges.padded());
          add(e, 0, pairGradients);
          if (other > e) {
            add(other, 4, pairGradients);
          }
        }
      }
    }
  }

  private void load(MemorySegment gradients, long offset) {
    for (int lm = 0; lm < harmonics; lm++) {
      MemorySegment.copy(
          gradients,
          ValueLayout.JAVA_DOUBLE,
          (offset + (long) lm * radial) * ValueLayout.JAVA_DOUBLE.byteSize(),
          g,
          lm * stride,
          radial);
    }
  }

  private void reserve() {
    int functions = edges.count * splines.stride + Lanes.COUNT;
    if (values.length < functions) {
      values = new double[2 * functions];
      slopes = new double[2 * functions];
    }
    int angular = harmonics * edges.padded();
    if (y.length < angular) {
      y = new double[2 * angular];
      yx = new double[2 * angular];
      yy = new double[2 * angular];
      yz = new double[2 * angular];
    }
  }

  /** Sums over (l, m) and all but the lanes of n, for two edges. */
  private void contract(int e, int f, int edgeStride) {
    DoubleVector er = DoubleVector.zero(Lanes.NARROW);
    DoubleVector ex = er;
    DoubleVector ey = er;
    DoubleVector ez = er;
    DoubleVector fr = er;
    DoubleVector fx = er;
    DoubleVector fy = er;
    DoubleVector fz = er;
    for (int n = 0; n < radial; n += Lanes.NARROW.length()) {
      for (int l = 0; l <= maxAngular; l++) {
        DoubleVector ae = DoubleVector.zero(Lanes.NARROW);
        DoubleVector be = ae;
        DoubleVector ce = ae;
        DoubleVector de = ae;
        DoubleVector af = ae;
        DoubleVector bf = ae;
        DoubleVector cf = ae;
        DoubleVector df = ae;
        for (int lm = l * l; lm < (l + 1) * (l + 1); lm++) {
          DoubleVector row = DoubleVector.fromArray(Lanes.NARROW, g, lm * stride + n);
          int at = lm * edgeStride;
          ae = row.fma(DoubleVector.broadcast(Lanes.NARROW, y[at + e]), ae);
          be = row.fma(DoubleVector.broadcast(Lanes.NARROW, yx[at + e]), be);
          ce = row.fma(DoubleVector.broadcast(Lanes.NARROW, yy[at + e]), ce);
          de = row.fma(DoubleVector.broadcast(Lanes.NARROW, yz[at + e]), de);
          af = row.fma(DoubleVector.broadcast(Lanes.NARROW, y[at + f]), af);
          bf = row.fma(DoubleVector.broadcast(Lanes.NARROW, yx[at + f]), bf);
          cf = row.fma(DoubleVector.broadcast(Lanes.NARROW, yy[at + f]), cf);
          df = row.fma(DoubleVector.broadcast(Lanes.NARROW, yz[at + f]), df);
        }
        int from = e * splines.stride + l * radial + n;
        DoubleVector value = DoubleVector.fromArray(Lanes.NARROW, values, from);
        er = ae.fma(DoubleVector.fromArray(Lanes.NARROW, slopes, from), er);
        ex = be.fma(value, ex);
        ey = ce.fma(value, ey);
        ez = de.fma(value, ez);
        from = f * splines.stride + l * radial + n;
        value = DoubleVector.fromArray(Lanes.NARROW, values, from);
        fr = af.fma(DoubleVector.fromArray(Lanes.NARROW, slopes, from), fr);
        fx = bf.fma(value, fx);
        fy = cf.fma(value, fy);
        fz = df.fma(value, fz);
      }
    }
    int lanes = Lanes.NARROW.length();
    er.intoArray(partial, 0);
    ex.intoArray(partial, lanes);
    ey.intoArray(partial, 2 * lanes);
    ez.intoArray(partial, 3 * lanes);
    fr.intoArray(partial, 4 * lanes);
    fx.intoArray(partial, 5 * lanes);
    fy.intoArray(partial, 6 * lanes);
    fz.intoArray(partial, 7 * lanes);
  }

  /** Adds up lanes, always in the same order. */
  private double lanes(int part) {
    double sum = 0;
    for (int lane = 0; lane < Lanes.NARROW.length(); lane++) {
      sum += partial[part * Lanes.NARROW.length() + lane];
    }
    return sum;
  }

  /** From derivatives by distance and unit vector to dE/dr_ij. */
  private void add(int e, int part, MemorySegment pairGradients) {
    if (edges.r[e] == 0) {
      return; // no direction to push an atom on top of the centre
    }
    double inverse = 1 / edges.r[e];
    double gx = lanes(part + 1) * inverse;
    double gy = lanes(part + 2) * inverse;
    double gz = lanes(part + 3) * inverse;
    double along = gx * edges.x[e] + gy * edges.y[e] + gz * edges.z[e];
    double radialPart = lanes(part) - along;
    long target = 3L * edges.pair[e];
    add(pairGradients, target, gx + radialPart * edges.x[e]);
    add(pairGradients, target + 1, gy + radialPart * edges.y[e]);
    add(pairGradients, target + 2, gz + radialPart * edges.z[e]);
  }

  private static void add(MemorySegment target, long at, double value) {
    double before = target.getAtIndex(ValueLayout.JAVA_DOUBLE, at);
    target.setAtIndex(ValueLayout.JAVA_DOUBLE, at, before + value);
  }
}
