package org.coesite.io;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * Writes extended XYZ as ASE reads it. Everything a {@link Structure} holds comes back bit for bit
 * when it is read again: numbers are the shortest that name the same {@code double}.
 */
public final class ExtendedXyz {
  private static final Set<String> RESERVED = Set.of("Lattice", "Properties", "pbc");

  private ExtendedXyz() {}

  /**
   * Writes one frame.
   *
   * @throws CoesiteException if a property's name or text cannot be written in this format
   */
  public static void write(Structure structure, Appendable out) throws IOException {
    out.append(Integer.toString(structure.atoms())).append('\n');
    out.append(comment(structure)).append('\n');
    Column[] columns = columns(structure);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < structure.atoms(); i++) {
      line.setLength(0);
      line.append(Element.symbol(structure.species(i)));
      for (int axis = 0; axis < 3; axis++) {
        line.append(' ').append(structure.position(i, axis));
      }
      for (Column column : columns) {
        column.append(i, line);
      }
      out.append(line.append('\n'));
    }
  }

  private static String comment(Structure structure) {
    StringBuilder line = new StringBuilder();
    if (!structure.cell().equals(Cell.NONE)) {
      line.append("Lattice=").append(InfoValue.format(structure.cell().toArray())).append(' ');
    }
    line.append("Properties=species:S:1:pos:R:3");
    structure
        .atomProperties()
        .forEach((name, property) -> line.append(':').append(declared(name, property)));
    for (Map.Entry<String, Object> entry : structure.info().entrySet()) {
      if (RESERVED.contains(entry.getKey())) {
        throw new CoesiteException(
            "extended XYZ cannot hold a property of the name " + entry.getKey());
      }
      line.append(' ').append(InfoValue.escaped(entry.getKey())).append('=');
      line.append(InfoValue.format(entry.getValue()));
    }
    line.append(" pbc=\"");
    for (int v = 0; v < 3; v++) {
      line.append(v > 0 ? " " : "").append(InfoValue.truth(structure.periodic(v)));
    }
    return line.append('"').toString();
  }

  private static String declared(String name, AtomProperty property) {
    if (name.isEmpty() || !name.equals(InfoValue.escaped(name)) || name.contains(":")) {
      throw new CoesiteException(
          "extended XYZ cannot hold an atom property of the name '" + name + "'");
    }
    String type =
        switch (property) {
          case AtomProperty.Numbers numbers -> "R";
          case AtomProperty.Integers integers -> "I";
          case AtomProperty.Truths truths -> "L";
          case AtomProperty.Texts texts -> "S";
        };
    return name + ":" + type + ":" + property.columns();
  }

  /** Appends one property's values of an atom, each after a space. */
  private interface Column {
    void append(int atom, StringBuilder line);
  }

  private static Column[] columns(Structure structure) {
    return structure.atomProperties().entrySet().stream()
        .map(entry -> column(entry.getKey(), entry.getValue()))
        .toArray(Column[]::new);
  }

  private static Column column(String name, AtomProperty property) {
    return (atom, line) -> {
      for (int c = 0; c < property.columns(); c++) {
        line.append(' ');
        switch (property) {
          case AtomProperty.Numbers numbers -> line.append(InfoValue.real(numbers.get(atom, c)));
          case AtomProperty.Integers integers -> line.append(integers.get(atom, c));
          case AtomProperty.Truths truths -> line.append(InfoValue.truth(truths.get(atom, c)));
          case AtomProperty.Texts texts -> line.append(word(name, texts.get(atom, c)));
        }
      }
    };
  }

  private static String word(String name, String text) {
    if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ')) {
      throw new CoesiteException(
          "extended XYZ cannot hold the text '" + text + "' of " + name + ": it has white space");
    }
    return text;
  }
}
