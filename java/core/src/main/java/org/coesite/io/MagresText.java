package org.coesite.io;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * Writes {@code .magres}: lattice, atoms, and the tensors in the columns {@code ms} (ppm) and
 * {@code efg} (atomic units), nine of each row by row. Labels and indices are those of the columns
 * {@code labels} and {@code indices} where there are such, else the symbol and a count from 1.
 */
final class MagresText {
  private MagresText() {}

  /**
   * Writes one structure.
   *
   * @throws CoesiteException if tensors have not nine columns, or other units
   */
  static void write(Structure structure, Appendable out) throws IOException {
    out.append("#$magres-abinitio-v1.0\n");
    if (structure.info().get("magres_calculation") instanceof String calculation) {
      out.append("[calculation]\n").append(calculation).append("\n[/calculation]\n");
    }
    String[] names = names(structure);
    out.append("[atoms]\nunits lattice Angstrom\n");
    if (!structure.cell().equals(Cell.NONE)) {
      out.append("lattice");
      for (double x : structure.cell().toArray()) {
        out.append(' ').append(Double.toString(x));
      }
      out.append('\n');
    }
    out.append("units atom Angstrom\n");
    for (int i = 0; i < structure.atoms(); i++) {
      out.append("atom ").append(Element.symbol(structure.species(i))).append(' ').append(names[i]);
      for (int k = 0; k < 3; k++) {
        out.append(' ').append(Double.toString(structure.position(i, k)));
      }
      out.append('\n');
    }
    out.append("[/atoms]\n[magres]\n");
    writeTensors(structure, "ms", "ppm", names, out);
    writeTensors(structure, "efg", "au", names, out);
    out.append("[/magres]\n");
  }

  /** Label and index of each atom. */
  private static String[] names(Structure structure) {
    AtomProperty labels = structure.atomProperties().get("labels");
    AtomProperty indices = structure.atomProperties().get("indices");
    String[] names = new String[structure.atoms()];
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      String symbol = Element.symbol(structure.species(i));
      boolean given =
          labels instanceof AtomProperty.Texts && indices instanceof AtomProperty.Integers;
      names[i] =
          given
              ? ((AtomProperty.Texts) labels).get(i, 0)
                  + " "
                  + ((AtomProperty.Integers) indices).get(i, 0)
              : symbol + " " + counts.merge(symbol, 1, Integer::sum);
    }
    return names;
  }

  private static void writeTensors(
      Structure structure, String tag, String unit, String[] names, Appendable out)
      throws IOException {
    AtomProperty column = structure.atomProperties().get(tag);
    if (column == null) {
      return;
    }
    if (!(column instanceof AtomProperty.Numbers numbers) || column.columns() != 9) {
      throw new CoesiteException(
          "a .magres file holds " + tag + " as nine components, not " + column.columns());
    }
    Object given = structure.info().getOrDefault(tag + "_units", unit);
    if (!given.equals(unit)) {
      throw new CoesiteException("a .magres file holds " + tag + " in " + unit + ", not " + given);
    }
    out.append("units ").append(tag).append(' ').append(unit).append('\n');
    List<AtomProperty> known = List.of();
    if (structure.atomProperties().containsKey(tag + "_known")) {
      known = List.of(structure.atomProperties().get(tag + "_known"));
    }
    for (int i = 0; i < structure.atoms(); i++) {
      if (!known.isEmpty()
          && known.get(0) instanceof AtomProperty.Integers mask
          && mask.get(i, 0) == 0) {
        continue;
      }
      out.append(tag).append(' ').append(names[i]);
      for (int k = 0; k < 9; k++) {
        out.append(' ').append(Double.toString(numbers.get(i, k)));
      }
      out.append('\n');
    }
  }
}
