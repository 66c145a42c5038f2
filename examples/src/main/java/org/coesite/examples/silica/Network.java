package org.coesite.examples.silica;

import java.util.HashSet;
import java.util.Set;
import org.coesite.structure.Structure;

/** Which oxygen atoms are bonded to which silicon atoms, in a cell along the axes. Immutable. */
final class Network {
  /** As in {@link org.coesite.dynamics.BondStatistics#siliconOxygen}, angstrom. */
  private static final double BOND = 2.2;

  private record Bond(int silicon, int oxygen) {}

  private final Set<Bond> bonds = new HashSet<>();

  Network(Structure structure) {
    for (int i = 0; i < structure.atoms(); i++) {
      for (int j = 0; j < structure.atoms(); j++) {
        boolean pair = structure.species(i) == Shielded.SILICON && structure.species(j) == 8;
        if (pair && NearestImage.of(structure, i, j).length() < BOND) {
          bonds.add(new Bond(i, j));
        }
      }
    }
  }

  /** Part of this network's bonds that are in another as well: after melting next to none. */
  double partIn(Network other) {
    double kept = bonds.stream().filter(other.bonds::contains).count();
    return kept / bonds.size();
  }
}
