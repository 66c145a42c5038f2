package org.coesite.dos;

import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Crystals of silicon. */
final class Crystals {
  private Crystals() {}

  /** Eight atoms of diamond with an edge in angstrom. */
  static Structure diamond(double edge) {
    double[][] sites = {
      {0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0},
      {.25, .25, .25}, {.25, .75, .75}, {.75, .25, .75}, {.75, .75, .25}
    };
    int[] species = new int[8];
    double[] positions = new double[24];
    for (int i = 0; i < 8; i++) {
      species[i] = 14;
      for (int axis = 0; axis < 3; axis++) {
        positions[3 * i + axis] = edge * sites[i][axis];
      }
    }
    return Structure.of(species, positions)
        .cell(Cell.of(edge, 0, 0, 0, edge, 0, 0, 0, edge))
        .build();
  }
}
