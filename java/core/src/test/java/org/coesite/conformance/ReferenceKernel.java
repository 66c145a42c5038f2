package org.coesite.conformance;

import org.coesite.backend.SparsePoints;

/** Kernels with sparse points, one centre at a time. */
final class ReferenceKernel {
  private final SparsePoints points;

  ReferenceKernel(SparsePoints points) {
    this.points = points;
  }

  /** k(i, M) = (p . p_M)^zeta for the sparse points, zero for those of another species. */
  double[] kernel(double[] p, int centreSpecies) {
    double length = points.normalise() ? Math.sqrt(dot(p, p)) : 1;
    double[] k = new double[points.points()];
    for (int m = 0; m < points.points(); m++) {
      if (points.species()[m] == centreSpecies && length > 0) {
        k[m] = Math.pow(dot(p, point(m)) / length, points.zeta());
      }
    }
    return k;
  }

  /** sum_M k(i, M) w_Mc, [channels]. */
  double[] values(double[] p, int centreSpecies) {
    double[] k = kernel(p, centreSpecies);
    double[] values = new double[points.channels()];
    for (int m = 0; m < points.points(); m++) {
      for (int c = 0; c < points.channels(); c++) {
        values[c] += k[m] * points.weights()[m * points.channels() + c];
      }
    }
    return values;
  }

  /** The largest cosine with a sparse point of the species, -1 if there is none. */
  double similarity(double[] p, int centreSpecies) {
    double largest = -1;
    for (int m = 0; m < points.points(); m++) {
      double[] q = point(m);
      if (points.species()[m] == centreSpecies) {
        largest = Math.max(largest, dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q)));
      }
    }
    return largest;
  }

  private double[] point(int m) {
    double[] p = new double[points.featureCount()];
    System.arraycopy(points.features(), m * p.length, p, 0, p.length);
    return p;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
