package org.coesite.nmr;

import java.util.Arrays;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * The tensors that a column of a structure holds: nine numbers an atom, row by row. A column {@code
 * NAME_known}, where there is one, says of which atoms they are known (not 0, or true). Immutable.
 */
public final class TensorColumn {
  private final NmrTensor[] tensors;

  private TensorColumn(NmrTensor[] tensors) {
    this.tensors = tensors;
  }

  /**
   * The tensors of a structure.
   *
   * @param name of the column, {@code ms} or {@code efg}
   * @throws CoesiteException if there is no such column, it has not nine numbers an atom, its mask
   *     does not fit, or a known tensor is not finite; the message says the place in the structure
   */
  public static TensorColumn of(Structure structure, String name) {
    return of(structure, name, name + "_known");
  }

  /**
   * The same with a mask of another name.
   *
   * @param mask column that says of which atoms the tensor is known; all where there is none
   */
  public static TensorColumn of(Structure structure, String name, String mask) {
    AtomProperty column = structure.atomProperties().get(name);
    if (column == null) {
      throw new CoesiteException(
          "there is no column "
              + name
              + " of tensors; nine numbers an atom, "
              + name
              + ":R:9, were expected");
    }
    if (column.columns() != 9) {
      throw new CoesiteException(
          "column " + name + " has " + column.columns() + " numbers an atom; a tensor has nine");
    }
    double[] values = values(column, name);
    boolean[] known = known(structure, mask);
    NmrTensor[] tensors = new NmrTensor[structure.atoms()];
    for (int i = 0; i < tensors.length; i++) {
      double[] t = Arrays.copyOfRange(values, 9 * i, 9 * i + 9);
      if (known[i] && !Arrays.stream(t).allMatch(Double::isFinite)) {
        throw new CoesiteException(
            "the tensor "
                + name
                + " of atom "
                + (i + 1)
                + " ("
                + Element.symbol(structure.species(i))
                + ") is not finite");
      }
      tensors[i] = known[i] ? NmrTensor.of(t) : null;
    }
    return new TensorColumn(tensors);
  }

  /** Whether a structure has a column of this name. */
  public static boolean isIn(Structure structure, String name) {
    return structure.atomProperties().containsKey(name);
  }

  private static double[] values(AtomProperty column, String name) {
    return switch (column) {
      case AtomProperty.Numbers numbers -> numbers.values();
      case AtomProperty.Integers integers ->
          Arrays.stream(integers.values()).asDoubleStream().toArray();
      default ->
          throw new CoesiteException("column " + name + " holds no numbers; a tensor has nine");
    };
  }

  private static boolean[] known(Structure structure, String name) {
    boolean[] known = new boolean[structure.atoms()];
    AtomProperty mask = structure.atomProperties().get(name);
    if (mask != null && mask.columns() != 1) {
      throw new CoesiteException(
          "column " + name + " has " + mask.columns() + " values an atom; one was expected");
    }
    for (int i = 0; i < known.length; i++) {
      known[i] =
          switch (mask) {
            case null -> true;
            case AtomProperty.Integers integers -> integers.get(i, 0) != 0;
            case AtomProperty.Truths truths -> truths.get(i, 0);
            case AtomProperty.Numbers numbers -> numbers.get(i, 0) != 0;
            default ->
                throw new CoesiteException("column " + name + " must hold 0 and 1, or F and T");
          };
    }
    return known;
  }

  /** Number of atoms. */
  public int atoms() {
    return tensors.length;
  }

  /** Whether the tensor of an atom is known. */
  public boolean known(int atom) {
    return tensors[atom] != null;
  }

  /**
   * The tensor of an atom.
   *
   * @throws IllegalArgumentException if it is not known
   */
  public NmrTensor get(int atom) {
    if (tensors[atom] == null) {
      throw new IllegalArgumentException("the tensor of atom " + (atom + 1) + " is not known");
    }
    return tensors[atom];
  }
}
