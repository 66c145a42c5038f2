package org.coesite.dynamics;

import org.coesite.structure.Structure;

/**
 * Close pairs of one structure, on the host, for analysis: any cell however small or skewed, any
 * mix of periodic directions. (Potentials use the backend's {@code NeighbourSearch}.)
 *
 * <p>Atoms are sorted into bins at least as wide as the cutoff, as far as the cell allows; bins
 * beyond a periodic boundary are images of bins inside.
 */
final class Pairs {
  /** Receives one ordered pair; the vector is r_j + S C - r_i, angstrom. */
  @FunctionalInterface
  interface Visitor {
    void pair(int i, int j, double x, double y, double z);
  }

  private final Structure structure;
  private final double cutoff;
  private final Lattice lattice;
  private final double[] wrapped;
  private final int[] bins = new int[3];
  private final int[] reach = new int[3];
  private final int[] binOf;
  private int[] binStart;
  private int[] binAtoms;

  private Pairs(Structure structure, double cutoff) {
    this.structure = structure;
    this.cutoff = cutoff;
    lattice = new Lattice(structure);
    wrapped = structure.positions();
    binOf = new int[3 * structure.atoms()];
    sortIntoBins();
  }

  /**
   * Visits every ordered pair closer than the cutoff, except an atom with itself; the order depends
   * on nothing but the structure.
   */
  static void forEach(Structure structure, double cutoff, Visitor visitor) {
    if (structure.atoms() > 0) {
      new Pairs(structure, cutoff).visit(visitor);
    }
  }

  private void sortIntoBins() {
    int n = structure.atoms();
    double[] fractional = new double[3 * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        double f =
            lattice.fractional(
                structure.position(i, 0), structure.position(i, 1), structure.position(i, 2), k);
        if (structure.periodic(k)) {
          double whole = Math.floor(f);
          f -= whole;
          for (int axis = 0; axis < 3; axis++) {
            wrapped[3 * i + axis] -= whole * lattice.get(k, axis);
          }
        }
        fractional[3 * i + k] = f;
      }
    }
    int most = (int) Math.ceil(Math.cbrt(4.0 * n));
    for (int k = 0; k < 3; k++) {
      binDirection(k, most, fractional);
    }
    countBins();
  }

  private void binDirection(int k, int most, double[] fractional) {
    int n = structure.atoms();
    double low = 0;
    double width = 1;
    double height = lattice.height(k);
    if (!structure.periodic(k)) {
      low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        low = Math.min(low, fractional[3 * i + k]);
        high = Math.max(high, fractional[3 * i + k]);
      }
      width = Math.max(high - low, cutoff);
      height *= width;
    }
    bins[k] = Math.clamp((long) Math.floor(height / cutoff), 1, most);
    reach[k] = (int) Math.ceil(cutoff * bins[k] / height);
    for (int i = 0; i < n; i++) {
      int bin = (int) ((fractional[3 * i + k] - low) / width * bins[k]);
      binOf[3 * i + k] = Math.min(bin, bins[k] - 1);
    }
  }

  private void countBins() {
    int n = structure.atoms();
    binStart = new int[bins[0] * bins[1] * bins[2] + 1];
    for (int i = 0; i < n; i++) {
      binStart[index(binOf[3 * i], binOf[3 * i + 1], binOf[3 * i + 2]) + 1]++;
    }
    for (int b = 1; b < binStart.length; b++) {
      binStart[b] += binStart[b - 1];
    }
    binAtoms = new int[n];
    int[] next = binStart.clone();
    for (int i = 0; i < n; i++) {
      binAtoms[next[index(binOf[3 * i], binOf[3 * i + 1], binOf[3 * i + 2])]++] = i;
    }
  }

  private int index(int a, int b, int c) {
    return (a * bins[1] + b) * bins[2] + c;
  }

  private void visit(Visitor visitor) {
    for (int i = 0; i < structure.atoms(); i++) {
      for (int a = binOf[3 * i] - reach[0]; a <= binOf[3 * i] + reach[0]; a++) {
        for (int b = binOf[3 * i + 1] - reach[1]; b <= binOf[3 * i + 1] + reach[1]; b++) {
          for (int c = binOf[3 * i + 2] - reach[2]; c <= binOf[3 * i + 2] + reach[2]; c++) {
            if (exists(0, a) && exists(1, b) && exists(2, c)) {
              visitBin(i, a, b, c, visitor);
            }
          }
        }
      }
    }
  }

  private boolean exists(int k, int bin) {
    return structure.periodic(k) || (bin >= 0 && bin < bins[k]);
  }

  private void visitBin(int i, int a, int b, int c, Visitor visitor) {
    int sa = Math.floorDiv(a, bins[0]);
    int sb = Math.floorDiv(b, bins[1]);
    int sc = Math.floorDiv(c, bins[2]);
    int bin =
        index(Math.floorMod(a, bins[0]), Math.floorMod(b, bins[1]), Math.floorMod(c, bins[2]));
    double tx = translation(sa, sb, sc, 0) - wrapped[3 * i];
    double ty = translation(sa, sb, sc, 1) - wrapped[3 * i + 1];
    double tz = translation(sa, sb, sc, 2) - wrapped[3 * i + 2];
    boolean home = sa == 0 && sb == 0 && sc == 0;
    for (int p = binStart[bin]; p < binStart[bin + 1]; p++) {
      int j = binAtoms[p];
      double x = wrapped[3 * j] + tx;
      double y = wrapped[3 * j + 1] + ty;
      double z = wrapped[3 * j + 2] + tz;
      if (x * x + y * y + z * z < cutoff * cutoff && !(home && i == j)) {
        visitor.pair(i, j, x, y, z);
      }
    }
  }

  private double translation(int a, int b, int c, int axis) {
    return a * lattice.get(0, axis) + b * lattice.get(1, axis) + c * lattice.get(2, axis);
  }
}
