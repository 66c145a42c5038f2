package org.coesite.cpu;

import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * r_ij = r_j - r_i + S C, in one place so that every user rounds alike and r_ji = -r_ij exactly.
 */
final class PairVector {
  private PairVector() {}

  /** The vector between two atoms of a structure, in angstrom. */
  static void of(Structure structure, int i, int j, int[] shift, double[] vector) {
    Cell cell = structure.cell();
    for (int axis = 0; axis < 3; axis++) {
      vector[axis] =
          (structure.position(j, axis) - structure.position(i, axis))
              + (shift[0] * cell.get(0, axis)
                  + shift[1] * cell.get(1, axis)
                  + shift[2] * cell.get(2, axis));
    }
  }
}
