package org.coesite.models;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.coesite.structure.Element;

/** Atomic numbers in messages. */
final class SpeciesNames {
  private SpeciesNames() {}

  /** Such as "O, Si". */
  static String of(int... atomicNumbers) {
    return Arrays.stream(atomicNumbers).mapToObj(Element::symbol).collect(Collectors.joining(", "));
  }
}
