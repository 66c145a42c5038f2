package org.coesite.backend;

import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * r_ij = r_j - r_i + S C, in one place so that every user rounds alike and r_ji = -r_ij exactly.
 */
public final class PairVector {
  private PairVector() {}

  /** The vector between two atoms of a structure, in angstrom. */
  public static void of(Structure structure, int i, int j, int[] shift, double[] vector) {
    Cell cell = structure.cell();
    for (int axis = 0; axis < 3; axis++) {
      vector[axis] =
          (structure.position(j, axis) - structure.position(i, axis))
              + (shift[0] * cell.get(0, axis)
                  + shift[1] * cell.get(1, axis)
                  + shift[2] * cell.get(2, axis));
    }
  }

  /**
   * The vectors of a whole list.
   *
   * @param first the first centre
   * @param start row starts, [centres + 1]
   * @param j the other atoms, numbered through the batch, [pairs]
   * @param shift S, [pairs x 3]
   * @return angstrom, [pairs x 3]
   */
  public static double[] ofList(Batch batch, int first, int[] start, int[] j, int[] shift) {
    double[] vectors = new double[3 * j.length];
    double[] vector = new double[3];
    int[] s = new int[3];
    for (int k = 0; k + 1 < start.length; k++) {
      int structure = batch.structureOf(first + k);
      int offset = batch.offset(structure);
      for (int pair = start[k]; pair < start[k + 1]; pair++) {
        System.arraycopy(shift, 3 * pair, s, 0, 3);
        of(batch.structure(structure), first + k - offset, j[pair] - offset, s, vector);
        System.arraycopy(vector, 0, vectors, 3 * pair, 3);
      }
    }
    return vectors;
  }
}
