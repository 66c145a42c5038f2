package org.coesite.symmetry;

import java.util.List;

/**
 * One setting of a space group: a choice of axes and origin.
 *
 * @param number in the International Tables, 1 to 230
 * @param choice what distinguishes it from the group's other settings: {@code b1} to {@code -c3}
 *     for monoclinic axes, {@code cab} and the like for orthorhombic ones, {@code 1} or {@code 2}
 *     for the origin, {@code H} or {@code R} for hexagonal or rhombohedral axes; may be empty
 * @param hall the Hall symbol
 * @param names Hermann-Mauguin symbols, the usual one first
 */
public record SpaceGroupSetting(int number, String choice, String hall, List<String> names) {
  public SpaceGroupSetting {
    names = List.copyOf(names);
  }

  /** The usual Hermann-Mauguin symbol. */
  public String name() {
    return names.getFirst();
  }

  /** The symmetry operations. */
  public SymmetryGroup group() {
    return HallSymbol.parse(hall);
  }
}
