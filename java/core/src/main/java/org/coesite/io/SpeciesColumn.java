package org.coesite.io;

import java.util.Arrays;
import org.coesite.CoesiteException;
import org.coesite.structure.Element;

/** Atomic numbers as rows are read. */
final class SpeciesColumn {
  private int[] data = new int[64];
  private int size;

  /**
   * Takes a symbol, a label or an atomic number.
   *
   * @throws CoesiteException if it is no element
   */
  void add(String word) {
    add(number(word));
  }

  void add(int atomicNumber) {
    if (size == data.length) {
      data = Arrays.copyOf(data, Math.addExact(size, size >> 1));
    }
    data[size++] = atomicNumber;
  }

  static int number(String word) {
    Long number = Numbers.whole(word);
    if (number == null) {
      return Element.ofLabel(word);
    }
    if (number < 1 || number > Element.COUNT) {
      throw new CoesiteException(
          "no element has atomic number " + word + "; they run from 1 to " + Element.COUNT);
    }
    return Math.toIntExact(number);
  }

  int[] array() {
    return Arrays.copyOf(data, size);
  }
}
