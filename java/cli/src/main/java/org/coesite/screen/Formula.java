package org.coesite.screen;

import java.util.Map;
import java.util.Set;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** What a structure is made of. */
public final class Formula {
  private static final int OXYGEN = 8;
  private static final int SILICON = 14;

  /** Be, B, Al, Si, P, Ti, Co, Zn, Ga, Ge: elements on the tetrahedral sites of frameworks. */
  private static final Set<Integer> TETRAHEDRAL = Set.of(4, 5, 13, 14, 15, 22, 27, 30, 31, 32);

  private final Map<Integer, Integer> composition;

  /** Of a structure. */
  public Formula(Structure structure) {
    composition = structure.composition();
  }

  /** Number of T atoms. */
  public int tetrahedral() {
    return composition.entrySet().stream()
        .filter(entry -> TETRAHEDRAL.contains(entry.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Number of SiO2 units; 0 where the composition is another. */
  public int silica() {
    int units = composition.getOrDefault(SILICON, 0);
    boolean pure = composition.size() == 2 && composition.getOrDefault(OXYGEN, 0) == 2 * units;
    return pure ? units : 0;
  }

  /** Such as Si46O92: oxygen last, the others by atomic number. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    composition.forEach((z, count) -> append(text, z, z == OXYGEN ? 0 : count));
    append(text, OXYGEN, composition.getOrDefault(OXYGEN, 0));
    return text.toString();
  }

  private static void append(StringBuilder text, int atomicNumber, int count) {
    if (count > 0) {
      text.append(Element.symbol(atomicNumber));
      if (count > 1) {
        text.append(count);
      }
    }
  }
}
