package org.coesite.cpu;

import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * The atoms of one structure sorted into bins, ready to be searched.
 *
 * <p>Atoms are wrapped into the cell along periodic directions; directions without periodicity are
 * spanned by a vector orthogonal to the periodic ones, as long as the atoms reach. Bins are slices
 * of equal fractional width, so any skew is allowed. Atoms of bins that follow each other along the
 * third direction lie next to each other in memory.
 */
final class CellGrid {
  /**
   * Bins are about this fraction of the cutoff wide: finer bins test fewer candidates but visit
   * more bins.
   */
  private static final double BIN_WIDTH = 0.5;

  private static final int VECTOR_PADDING = 16;

  /** Farther out, positions have no digits left for distances, and S does not fit an int. */
  private static final double MOST_CELLS = 1e8;

  final int atoms;
  final boolean[] periodic;

  /** The spanning vectors, row by row; those of the cell along periodic directions. */
  final double[] span;

  /** Distance between opposite faces. */
  final double[] height = new double[3];

  final int[] bins = new int[3];

  /** First sorted atom of each bin, [bins + 1]. */
  final int[] binStart;

  /** Atom of the structure at each sorted place. */
  final int[] order;

  /** Wrapped coordinates by sorted place. */
  final double[] x;

  final double[] y;
  final double[] z;

  /** Fractional coordinates by atom of the structure, [atoms x 3]. */
  final double[] fractional;

  /** Whole cells taken off by wrapping, [atoms x 3]. */
  final int[] wrap;

  /** Takes Cartesian to fractional coordinates, {@code f = (r - origin) inverse}. */
  private final double[] inverse;

  private final double[] origin = new double[3];

  CellGrid(Structure structure, double cutoff) {
    atoms = structure.atoms();
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
    fractional = new double[3 * atoms];
    wrap = new int[3 * atoms];
    wrap(structure);
    chooseBins(cutoff);
    binStart = new int[bins[0] * bins[1] * bins[2] + 1];
    order = new int[atoms];
    // padded so that whole vectors can be read at the end
    x = new double[atoms + VECTOR_PADDING];
    y = new double[atoms + VECTOR_PADDING];
    z = new double[atoms + VECTOR_PADDING];
    sort(structure);
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

  private void wrap(Structure structure) {
    for (int i = 0; i < atoms; i++) {
      for (int k = 0; k < 3; k++) {
        double f = 0;
        for (int axis = 0; axis < 3; axis++) {
          f += (structure.position(i, axis) - origin[axis]) * inverse[3 * axis + k];
        }
        if (periodic[k]) {
          double whole = Math.floor(f);
          if (Math.abs(whole) > MOST_CELLS) {
            throw new CoesiteException(
                "atom " + (i + 1) + " lies " + whole + " cells outside its own: shifts overflow");
          }
          wrap[3 * i + k] = (int) whole;
          f -= whole;
        }
        fractional[3 * i + k] = f;
      }
    }
  }

  private void chooseBins(double cutoff) {
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

  private int binOf(int atom) {
    int index = 0;
    for (int k = 0; k < 3; k++) {
      int bin = (int) Math.floor(fractional[3 * atom + k] * bins[k]);
      index = index * bins[k] + Math.clamp(bin, 0, bins[k] - 1);
    }
    return index;
  }

  /** Counting sort, stable. */
  private void sort(Structure structure) {
    for (int i = 0; i < atoms; i++) {
      binStart[binOf(i) + 1]++;
    }
    for (int b = 1; b < binStart.length; b++) {
      binStart[b] += binStart[b - 1];
    }
    int[] next = binStart.clone();
    for (int i = 0; i < atoms; i++) {
      int place = next[binOf(i)]++;
      order[place] = i;
      x[place] = wrapped(structure, i, 0);
      y[place] = wrapped(structure, i, 1);
      z[place] = wrapped(structure, i, 2);
    }
  }

  /** Coordinate of the wrapped image of an atom. */
  double wrapped(Structure structure, int atom, int axis) {
    double shift = 0;
    for (int k = 0; k < 3; k++) {
      shift += wrap[3 * atom + k] * span[3 * k + axis];
    }
    return structure.position(atom, axis) - shift;
  }
}
