package org.coesite.io;

import java.io.IOException;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** Writes a structure as a CIF data block without symmetry (P 1). */
final class CifText {
  private CifText() {}

  static void write(Structure structure, String fallbackName, Appendable out) throws IOException {
    if (!structure.fullyPeriodic()) {
      throw new CoesiteException("a CIF needs a structure that is periodic in all directions");
    }
    Cell cell = structure.cell();
    String name = structure.info().get("name") instanceof String given ? given : fallbackName;
    StringBuilder text = new StringBuilder();
    text.append("data_").append(name.replaceAll("[^!-~]", "_")).append('\n');
    String[] axes = {"a", "b", "c"};
    String[] angles = {"alpha", "beta", "gamma"};
    for (int v = 0; v < 3; v++) {
      text.append("_cell_length_").append(axes[v]).append(' ').append(cell.length(v)).append('\n');
    }
    for (int v = 0; v < 3; v++) {
      text.append("_cell_angle_").append(angles[v]).append(' ').append(cell.angle(v)).append('\n');
    }
    text.append("_space_group_name_H-M_alt 'P 1'\n_space_group_IT_number 1\n\n");
    text.append("loop_\n_space_group_symop_operation_xyz\nx,y,z\n\n");
    text.append("loop_\n_atom_site_label\n_atom_site_type_symbol\n");
    text.append("_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n");
    double[] inverse = cell.inverse();
    for (int i = 0; i < structure.atoms(); i++) {
      String symbol = Element.symbol(structure.species(i));
      text.append(symbol).append(i + 1).append(' ').append(symbol);
      for (int k = 0; k < 3; k++) {
        double f = 0;
        for (int axis = 0; axis < 3; axis++) {
          f += structure.position(i, axis) * inverse[3 * axis + k];
        }
        text.append(' ').append(f);
      }
      text.append('\n');
    }
    out.append(text.append('\n'));
  }
}
