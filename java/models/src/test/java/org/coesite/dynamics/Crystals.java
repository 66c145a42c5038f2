package org.coesite.dynamics;

import java.util.Random;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Crystals for tests. */
final class Crystals {
  private Crystals() {}

  /** A crystal from cell vectors and fractional coordinates. */
  static Structure of(int z, Cell cell, double... fractional) {
    int n = fractional.length / 3;
    int[] species = new int[n];
    double[] positions = new double[3 * n];
    for (int i = 0; i < n; i++) {
      species[i] = z;
      for (int axis = 0; axis < 3; axis++) {
        for (int k = 0; k < 3; k++) {
          positions[3 * i + axis] += fractional[3 * i + k] * cell.get(k, axis);
        }
      }
    }
    return Structure.of(species, positions).cell(cell).build();
  }

  /** Primitive face-centred cubic argon. */
  static Structure fcc(double a) {
    return of(18, Cell.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0), 0, 0, 0);
  }

  /** Primitive diamond silicon. */
  static Structure diamond(double a) {
    return of(
        14, Cell.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0), 0, 0, 0, .25, .25, .25);
  }

  /** Conventional diamond silicon, 8 atoms. */
  static Structure diamondCube(double a) {
    return of(
        14,
        Cell.of(a, 0, 0, 0, a, 0, 0, 0, a),
        0,
        0,
        0,
        0,
        .5,
        .5,
        .5,
        0,
        .5,
        .5,
        .5,
        0,
        .25,
        .25,
        .25,
        .25,
        .75,
        .75,
        .75,
        .25,
        .75,
        .75,
        .75,
        .25);
  }

  /** Atoms moved and the cell strained by uniform random numbers up to the given sizes. */
  static Structure disturbed(Structure s, double move, double strain, long seed) {
    Random random = new Random(seed);
    double[] d = new double[9];
    for (int k = 0; k < 9; k++) {
      d[k] = (k % 4 == 0 ? 1 : 0) + strain * (2 * random.nextDouble() - 1);
    }
    double[] positions = MatrixRows.times(s.positions(), d);
    for (int i = 0; i < positions.length; i++) {
      positions[i] += move * (2 * random.nextDouble() - 1);
    }
    return Structure.of(s.species(), positions).cell(s.cell().deformed(d)).build();
  }
}
