package org.coesite.dos;

import java.util.Arrays;
import org.coesite.structure.Cell;

/**
 * Bands interpolated linearly between the points of a regular k-mesh: the linear tetrahedron method
 * (Lehmann and Taut, phys. stat. sol. (b) 54, 469 (1972)), six tetrahedra around the shortest
 * diagonal of each cell of the mesh (Blöchl, Jepsen and Andersen, Phys. Rev. B 49, 16223 (1994)).
 *
 * <p>The states of a tetrahedron are shared out to closely spaced levels by linear weights, each
 * state to the two levels that it lies between. With N(e) the exact number of states below e, which
 * is a piecewise cubic, and M its integral, the share of the level at x, spaced by h, is [M(x-h) -
 * 2 M(x) + M(x+h)]/h: so the number of states and their mean energy stay exact, and their variance
 * grows by h²/6 at most in the mean.
 */
final class Tetrahedra {
  private static final int[][] AXIS_ORDERS = {
    {1, 2, 4}, {1, 4, 2}, {2, 1, 4}, {2, 4, 1}, {4, 1, 2}, {4, 2, 1}
  };

  private final Eigenvalues eigenvalues;
  private final KMesh mesh;
  private final int start;
  private final double step;
  private final long origin;
  private final double[] states;

  private Tetrahedra(Eigenvalues eigenvalues, KMesh mesh, int start, double step) {
    this.eigenvalues = eigenvalues;
    this.mesh = mesh;
    this.start = start;
    this.step = step;
    origin = (long) Math.floor(eigenvalues.lowest() / step);
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < eigenvalues.kPoints(); k++) {
      highest = Math.max(highest, eigenvalues.value(k, eigenvalues.bands() - 1));
    }
    states = new double[Math.toIntExact((long) Math.floor(highest / step) - origin + 3)];
  }

  /**
   * Levels that stand for the interpolated bands.
   *
   * @param cell of the structure
   * @param step between levels, eV
   */
  static Levels levels(Eigenvalues eigenvalues, KMesh mesh, Cell cell, double step) {
    Tetrahedra tetrahedra = new Tetrahedra(eigenvalues, mesh, shortestDiagonal(cell, mesh), step);
    for (int i = 0; i < mesh.size(0); i++) {
      for (int j = 0; j < mesh.size(1); j++) {
        for (int l = 0; l < mesh.size(2); l++) {
          tetrahedra.addCell(i, j, l);
        }
      }
    }
    return Levels.spaced(tetrahedra.origin * step, step, tetrahedra.states);
  }

  /** The corner, bit per axis, that the shortest diagonal of a cell of the mesh starts from. */
  private static int shortestDiagonal(Cell cell, KMesh mesh) {
    if (!(cell.volume() > 0)) {
      return 0;
    }
    double[] inverse = cell.inverse();
    int best = 0;
    double shortest = Double.POSITIVE_INFINITY;
    for (int corner = 0; corner < 4; corner++) {
      double length = 0;
      for (int x = 0; x < 3; x++) {
        double component = 0;
        for (int axis = 0; axis < 3; axis++) {
          double edge = inverse[3 * x + axis] / mesh.size(axis); // reciprocal vectors are columns
          component += (corner >> axis & 1) == 0 ? edge : -edge;
        }
        length += component * component;
      }
      if (length < shortest * (1 - 1e-9)) {
        shortest = length;
        best = corner;
      }
    }
    return best;
  }

  private void addCell(int i, int j, int l) {
    int[] corners = new int[8];
    for (int c = 0; c < 8; c++) {
      corners[c] = mesh.listed(i + (c & 1), j + (c >> 1 & 1), l + (c >> 2 & 1));
    }
    double[] e = new double[4];
    for (int[] order : AXIS_ORDERS) {
      for (int band = 0; band < eigenvalues.bands(); band++) {
        int corner = start;
        e[0] = eigenvalues.value(corners[corner], band);
        for (int s = 0; s < 3; s++) {
          corner ^= order[s];
          e[s + 1] = eigenvalues.value(corners[corner], band);
        }
        Arrays.sort(e);
        share(e, Eigenvalues.SPINS / (6.0 * mesh.points()));
      }
    }
  }

  private void share(double[] e, double weight) {
    long first = (long) Math.floor(e[0] / step);
    long last = (long) Math.floor(e[3] / step) + 1;
    double before = 0;
    double here = 0;
    for (long node = first; node <= last; node++) {
      double after = twiceIntegrated(e, (node + 1) * step);
      states[(int) (node - origin)] += weight * Math.max(0, before - 2 * here + after) / step;
      before = here;
      here = after;
    }
  }

  /**
   * The integral up to x of the part of a tetrahedron that lies below an energy (equation (A1) of
   * Blöchl and others, integrated); corners ascend.
   */
  static double twiceIntegrated(double[] e, double x) {
    if (x <= e[0]) {
      return 0;
    }
    if (x >= e[3]) {
      return x - 0.25 * (e[0] + e[1] + e[2] + e[3]);
    }
    double e21 = e[1] - e[0];
    double e31 = e[2] - e[0];
    double e41 = e[3] - e[0];
    double e42 = e[3] - e[1];
    double e43 = e[3] - e[2];
    if (x < e[1]) {
      return fourth(x - e[0]) / (4 * e21 * e31 * e41);
    }
    if (x >= e[2]) {
      return x - 0.25 * (e[0] + e[1] + e[2] + e[3]) + fourth(e[3] - x) / (4 * e41 * e42 * e43);
    }
    double y = x - e[1];
    double quartic = (e31 + e42) / (4 * (e[2] - e[1]) * e42);
    return (e21 * e21 * e21 / 4 + y * (e21 * e21 + y * (1.5 * e21 + y * (1 - y * quartic))))
        / (e31 * e41);
  }

  private static double fourth(double x) {
    return x * x * x * x;
  }
}
