package org.coesite.conformance;

import java.util.Arrays;
import org.coesite.backend.PairSplines;
import org.coesite.structure.Structure;

/** Pair energies from splines: the cubic through values and slopes of two knots. */
final class ReferencePairs {
  private ReferencePairs() {}

  /** E_i = 1/2 sum_j phi(r_ij) of one centre. */
  static double energy(PairSplines splines, Structure structure, int i) {
    double energy = 0;
    for (ReferenceNeighbours.Pair pair :
        ReferenceNeighbours.pairs(structure, i, splines.cutoff())) {
      int a = Arrays.binarySearch(splines.species(), structure.species(i));
      int b = Arrays.binarySearch(splines.species(), structure.species(pair.j()));
      energy += phi(splines, a, b, pair.distance()) / 2;
    }
    return energy;
  }

  /** phi_ab(r), eV. */
  static double phi(PairSplines splines, int a, int b, double r) {
    if (r >= splines.cutoff()) {
      return 0;
    }
    int row = 0;
    for (int p = 0; p < splines.species().length; p++) {
      for (int q = p; q < splines.species().length; q++) {
        if (p == Math.min(a, b) && q == Math.max(a, b)) {
          return phi(splines, row * splines.knots(), r);
        }
        row++;
      }
    }
    throw new IllegalArgumentException("no pair of species " + a + ", " + b);
  }

  private static double phi(PairSplines splines, int row, double r) {
    double h = splines.step();
    double x = (r - splines.start()) / h;
    if (x < 0) {
      return splines.values()[row] + x * h * splines.slopes()[row];
    }
    int k = Math.min((int) x, splines.knots() - 2);
    double t = x - k;
    double v0 = splines.values()[row + k];
    double v1 = splines.values()[row + k + 1];
    double s0 = h * splines.slopes()[row + k];
    double s1 = h * splines.slopes()[row + k + 1];
    return v0
        + t * s0
        + t * t * (3 * (v1 - v0) - 2 * s0 - s1)
        + t * t * t * (2 * (v0 - v1) + s0 + s1);
  }
}
