package org.coesite.structure;

/**
 * How the space of one structure is cut into bins for a search of neighbours: slices of equal
 * fractional width along three spanning vectors, so that any skew is allowed.
 *
 * <p>Along periodic directions the spanning vectors are those of the cell; the others are
 * orthogonal to these, as long as the atoms reach. Immutable and thread-safe.
 */
public final class CellBins {
  /**
   * Bins are about this fraction of the cutoff wide: finer bins test fewer candidates but visit
   * more bins.
   */
  private static final double BIN_WIDTH = 0.5;

  private final boolean[] periodic;
  private final double[] span;
  private final double[] inverse;
  private final double[] origin = new double[3];
  private final double[] height = new double[3];
  private final int[] bins = new int[3];

  /**
   * Bins for a cutoff.
   *
   * @param cutoff angstrom
   * @throws ArithmeticException if the periodic cell has no volume
   */
  public CellBins(Structure structure, double cutoff) {
    periodic = new boolean[] {structure.periodic(0), structure.periodic(1), structure.periodic(2)};
    span = spanningVectors(structure);
    fitToAtoms(structure);
    inverse = Cell.of(span).inverse();
    for (int k = 0; k < 3; k++) {
      double column = 0;
      for (int axis = 0; axis < 3; axis++) {
        column += inverse[3 * axis + k] * inverse[3 * axis + k];
      }
      height[k] = 1 / Math.sqrt(column);
    }
    chooseBins(structure.atoms(), cutoff);
  }

  private static double[] spanningVectors(Structure structure) {
    double[] span = new double[9];
    for (int k = 0; k < 3; k++) {
      for (int axis = 0; axis < 3 && structure.periodic(k); axis++) {
        span[3 * k + axis] = structure.cell().get(k, axis);
      }
    }
    boolean[] there =
        new boolean[] {structure.periodic(0), structure.periodic(1), structure.periodic(2)};
    for (int k = 0; k < 3; k++) {
      if (!there[k]) {
        completeOrthogonally(span, k, there);
        there[k] = true;
      }
    }
    return span;
  }

  /** Sets vector k to a unit vector orthogonal to those already there. */
  private static void completeOrthogonally(double[] span, int k, boolean[] there) {
    double[] best = null;
    double longest = 0;
    for (int axis = 0; axis < 3; axis++) {
      double[] candidate = new double[3];
      candidate[axis] = 1;
      removeOthers(candidate, span, there);
      double length = Math.sqrt(dot(candidate, candidate));
      if (length > longest + 1e-9) {
        longest = length;
        best = candidate;
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      span[3 * k + axis] = best[axis] / longest;
    }
  }

  private static void removeOthers(double[] v, double[] span, boolean[] there) {
    double[][] orthogonal = new double[3][];
    int count = 0;
    for (int other = 0; other < 3; other++) {
      if (there[other]) {
        double[] u = {span[3 * other], span[3 * other + 1], span[3 * other + 2]};
        for (int o = 0; o < count; o++) {
          subtractProjection(u, orthogonal[o]);
        }
        orthogonal[count++] = u;
      }
    }
    for (int o = 0; o < count; o++) {
      subtractProjection(v, orthogonal[o]);
    }
  }

  private static void subtractProjection(double[] v, double[] u) {
    double share = dot(v, u) / dot(u, u);
    for (int axis = 0; axis < 3; axis++) {
      v[axis] -= share * u[axis];
    }
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  /** Along directions without periodicity: lengthens the unit vector to the extent of the atoms. */
  private void fitToAtoms(Structure structure) {
    int atoms = structure.atoms();
    for (int k = 0; k < 3; k++) {
      if (!periodic[k] && atoms > 0) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < atoms; i++) {
          double along = 0;
          for (int axis = 0; axis < 3; axis++) {
            along += structure.position(i, axis) * span[3 * k + axis];
          }
          low = Math.min(low, along);
          high = Math.max(high, along);
        }
        double length = Math.max(1, (high - low) * (1 + 1e-9));
        for (int axis = 0; axis < 3; axis++) {
          origin[axis] += low * span[3 * k + axis];
          span[3 * k + axis] *= length;
        }
      }
    }
  }

  private void chooseBins(int atoms, double cutoff) {
    double limit = 4.0 * atoms + 64;
    double widest = BIN_WIDTH * cutoff;
    double wanted = 1;
    for (int k = 0; k < 3; k++) {
      wanted *= Math.max(1, height[k] / widest);
    }
    double coarser = wanted > limit ? Math.cbrt(wanted / limit) : 1;
    for (int k = 0; k < 3; k++) {
      bins[k] = (int) Math.clamp(Math.floor(height[k] / (widest * coarser)), 1, limit);
    }
    while ((double) bins[0] * bins[1] * bins[2] > 8 * limit) {
      int largest = bins[0] >= bins[1] && bins[0] >= bins[2] ? 0 : bins[1] >= bins[2] ? 1 : 2;
      bins[largest] = (bins[largest] + 1) / 2;
    }
  }

  /** Whether direction {@code k} repeats. */
  public boolean periodic(int k) {
    return periodic[k];
  }

  /** Spanning vector {@code k}, angstrom. */
  public double span(int k, int axis) {
    return span[3 * k + axis];
  }

  /** Takes Cartesian to fractional coordinates: {@code f = (r - origin) inverse}. */
  public double inverse(int axis, int k) {
    return inverse[3 * axis + k];
  }

  /** Where fractional coordinates are zero, angstrom. */
  public double origin(int axis) {
    return origin[axis];
  }

  /** Distance between opposite faces, angstrom. */
  public double height(int k) {
    return height[k];
  }

  /** Bins along direction {@code k}. */
  public int bins(int k) {
    return bins[k];
  }

  /** Bins of the structure; it fits an int. */
  public int count() {
    return bins[0] * bins[1] * bins[2];
  }
}
