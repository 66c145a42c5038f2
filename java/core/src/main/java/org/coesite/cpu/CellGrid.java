package org.coesite.cpu;

import org.coesite.CoesiteException;
import org.coesite.structure.CellBins;
import org.coesite.structure.Structure;

/**
 * The atoms of one structure sorted into bins, ready to be searched.
 *
 * <p>Atoms are wrapped into the cell along periodic directions. Atoms of bins that follow each
 * other along the third direction lie next to each other in memory.
 */
final class CellGrid {
  private static final int VECTOR_PADDING = 16;

  /** Farther out, positions have no digits left for distances, and S does not fit an int. */
  private static final double MOST_CELLS = 1e8;

  final int atoms;
  final CellBins bins;

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

  CellGrid(Structure structure, double cutoff) {
    atoms = structure.atoms();
    bins = new CellBins(structure, cutoff);
    fractional = new double[3 * atoms];
    wrap = new int[3 * atoms];
    wrap(structure);
    binStart = new int[bins.count() + 1];
    order = new int[atoms];
    // padded so that whole vectors can be read at the end
    x = new double[atoms + VECTOR_PADDING];
    y = new double[atoms + VECTOR_PADDING];
    z = new double[atoms + VECTOR_PADDING];
    sort(structure);
  }

  private void wrap(Structure structure) {
    for (int i = 0; i < atoms; i++) {
      for (int k = 0; k < 3; k++) {
        double f = 0;
        for (int axis = 0; axis < 3; axis++) {
          f += (structure.position(i, axis) - bins.origin(axis)) * bins.inverse(axis, k);
        }
        if (bins.periodic(k)) {
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

  private int binOf(int atom) {
    int index = 0;
    for (int k = 0; k < 3; k++) {
      int bin = (int) Math.floor(fractional[3 * atom + k] * bins.bins(k));
      index = index * bins.bins(k) + Math.clamp(bin, 0, bins.bins(k) - 1);
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
      shift += wrap[3 * atom + k] * bins.span(k, axis);
    }
    return structure.position(atom, axis) - shift;
  }
}
