package org.coesite.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * Writes POSCAR, VASP 5: atoms of an element together, elements in the order they first appear,
 * Cartesian coordinates, {@code selective_dynamics} where the structure has it.
 */
public final class Poscar {
  private Poscar() {}

  /**
   * Writes a structure.
   *
   * @throws CoesiteException if it is not periodic in all directions, which VASP always is
   */
  public static void write(Structure structure, Appendable out) throws IOException {
    if (!structure.fullyPeriodic()) {
      throw new CoesiteException("a POSCAR needs a structure that is periodic in all directions");
    }
    List<Integer> order = new ArrayList<>();
    StringBuilder symbols = new StringBuilder();
    StringBuilder counts = new StringBuilder();
    for (int z : inOrder(structure)) {
      int before = order.size();
      for (int i = 0; i < structure.atoms(); i++) {
        if (structure.species(i) == z) {
          order.add(i);
        }
      }
      symbols.append(' ').append(Element.symbol(z));
      counts.append(' ').append(order.size() - before);
    }
    String title = structure.info().get("name") instanceof String name ? name : "Coesite";
    out.append(title.replace('\n', ' ')).append("\n1.0\n");
    for (int v = 0; v < 3; v++) {
      for (int axis = 0; axis < 3; axis++) {
        out.append(' ').append(Double.toString(structure.cell().get(v, axis)));
      }
      out.append('\n');
    }
    out.append(symbols).append('\n').append(counts).append('\n');
    AtomProperty.Truths free =
        structure.atomProperties().get("selective_dynamics") instanceof AtomProperty.Truths t
                && t.columns() == 3
            ? t
            : null;
    out.append(free == null ? "" : "Selective dynamics\n").append("Cartesian\n");
    for (int i : order) {
      for (int axis = 0; axis < 3; axis++) {
        out.append(' ').append(Double.toString(structure.position(i, axis)));
      }
      for (int axis = 0; free != null && axis < 3; axis++) {
        out.append(' ').append(InfoValue.truth(free.get(i, axis)));
      }
      out.append('\n');
    }
  }

  private static int[] inOrder(Structure structure) {
    return Arrays.stream(structure.species()).distinct().toArray();
  }
}
