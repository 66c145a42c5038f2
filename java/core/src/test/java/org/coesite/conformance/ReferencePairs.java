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
      energy += phi(splines, a, b, pair.distance())[0] / 2;
    }
    return energy;
  }

  /** phi_ab(r) in eV and its derivative in eV/angstrom. */
  static double[] phi(PairSplines splines, int a, int b, double r) {
    if (r >= splines.cutoff()) {
      return new double[2];
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

  private static double[] phi(PairSplines splines, int row, double r) {
    double h = splines.step();
    double x = (r - splines.start()) / h;
    if (x < 0) {
      double slope = splines.slopes()[row];
      return new double[] {splines.values()[row] + x * h * slope, slope};
    }
    int k = Math.min((int) x, splines.knots() - 2);
    double t = x - k;
    double rise = splines.values()[row + k + 1] - splines.values()[row + k];
    double s0 = h * splines.slopes()[row + k];
    double s1 = h * splines.slopes()[row + k + 1];
    double c = 3 * rise - 2 * s0 - s1;
    double d = s0 + s1 - 2 * rise;
    return new double[] {
      splines.values()[row + k] + t * s0 + t * t * c + t * t * t * d,
      (s0 + 2 * t * c + 3 * t * t * d) / h
    };
  }
}
