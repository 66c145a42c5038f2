package org.coesite.dos;

import java.util.Map;
import java.util.TreeMap;
import org.coesite.CoesiteException;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * How many electrons of each element a calculation treats, the others being in the pseudopotential.
 * Immutable.
 */
public final class ValenceElectrons {
  /** Of the usual pseudopotentials without semicore states: H 1, C 4, N 5, O 6, Si 4 and so on. */
  public static final ValenceElectrons DEFAULT =
      new ValenceElectrons(
          Map.ofEntries(
              Map.entry(1, 1),
              Map.entry(6, 4),
              Map.entry(7, 5),
              Map.entry(8, 6),
              Map.entry(9, 7),
              Map.entry(13, 3),
              Map.entry(14, 4),
              Map.entry(15, 5),
              Map.entry(16, 6),
              Map.entry(17, 7)));

  private final Map<Integer, Integer> ofElement;

  private ValenceElectrons(Map<Integer, Integer> ofElement) {
    this.ofElement = Map.copyOf(ofElement);
  }

  /**
   * These numbers with some elements' set or replaced.
   *
   * @param electrons by the symbol of the element
   * @throws CoesiteException if a symbol is unknown or a number is not 1 to its atomic number
   */
  public ValenceElectrons with(Map<String, Integer> electrons) {
    Map<Integer, Integer> all = new TreeMap<>(ofElement);
    electrons.forEach(
        (symbol, number) -> {
          int z = Element.of(symbol);
          if (number < 1 || number > z) {
            throw new CoesiteException(
                number + " valence electrons of " + symbol + ": it has 1 to " + z);
          }
          all.put(z, number);
        });
    return new ValenceElectrons(all);
  }

  /**
   * Valence electrons of an atom.
   *
   * @throws CoesiteException if the element's number is unknown
   */
  public int of(int atomicNumber) {
    Integer each = ofElement.get(atomicNumber);
    if (each == null) {
      String symbol = Element.symbol(atomicNumber);
      throw new CoesiteException(
          "how many valence electrons the pseudopotential of "
              + symbol
              + " leaves is unknown: give it, as --valence "
              + symbol
              + "=4");
    }
    return each;
  }

  /**
   * Valence electrons of a structure, which is neutral.
   *
   * @throws CoesiteException if an element's number is unknown
   */
  public int in(Structure structure) {
    int electrons = 0;
    for (Map.Entry<Integer, Integer> entry : structure.composition().entrySet()) {
      electrons += of(entry.getKey()) * entry.getValue();
    }
    return electrons;
  }
}
