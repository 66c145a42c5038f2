package org.coesite.examples.silica;

import org.coesite.cli.BundledFrameworks;
import org.coesite.dynamics.Supercell;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * Cristobalite in the setting that both its forms share. The tetragonal cell of alpha-cristobalite
 * has its axes along the face diagonals of the cubic cell of beta-cristobalite; a + b, b - a and c,
 * turned by 45 degrees, are a box of 24 atoms along x, y and z, nearly a cube, which becomes the
 * cube as the crystal does.
 */
final class Cristobalite {
  /** Atoms of the tetragonal cell: those of a box or a crystal follow one another cell by cell. */
  static final int CELL = 12;

  private Cristobalite() {}

  /** Alpha-cristobalite as bundled, 24 atoms. */
  static Structure box() {
    return box(BundledFrameworks.read("cristobalite.cif"));
  }

  /** So many boxes along each edge. */
  static Structure crystal(int boxes) {
    return new Supercell(box(), boxes, boxes, boxes).structure();
  }

  /** Two tetragonal cells side by side, in a box of their own. */
  static Structure box(Structure tetragonal) {
    Structure two = new Supercell(tetragonal, 2, 1, 1).structure();
    double a = tetragonal.cell().length(0);
    double c = tetragonal.cell().length(2);
    double[] positions = two.positions();
    double root = Math.sqrt(0.5);
    for (int i = 0; i < two.atoms(); i++) {
      double x = positions[3 * i];
      double y = positions[3 * i + 1];
      positions[3 * i] = root * (x + y);
      positions[3 * i + 1] = root * (y - x);
    }
    double edge = Math.sqrt(2) * a;
    return Structure.of(two.species(), positions)
        .cell(Cell.of(edge, 0, 0, 0, edge, 0, 0, 0, c))
        .build();
  }
}
