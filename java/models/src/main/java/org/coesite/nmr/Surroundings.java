package org.coesite.nmr;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.coesite.dynamics.BondStatistics;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** What chemists sort the sites of a silicate by. */
final class Surroundings {
  private static final int OXYGEN = 8;
  private static final int SILICON = 14;

  private Surroundings() {}

  /** Groups that a site belongs to, by which errors are listed. */
  static List<String> of(Structure structure, int atom) {
    List<String> groups = new ArrayList<>();
    if (structure.species(atom) == SILICON) {
      groups.add("Q" + BondStatistics.bridges(structure, atom, SILICON, OXYGEN));
    }
    TreeSet<Integer> others = new TreeSet<>();
    for (int z : structure.species()) {
      if (z != OXYGEN && z != SILICON) {
        others.add(z);
      }
    }
    if (others.isEmpty()) {
      groups.add("no cation");
    }
    others.forEach(z -> groups.add("with " + Element.symbol(z)));
    return groups;
  }
}
