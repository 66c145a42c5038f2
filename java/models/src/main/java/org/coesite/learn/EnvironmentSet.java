package org.coesite.learn;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Precision;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * The environments of all atoms of some structures, which depend on nothing but their basis: any
 * number of regressions can stand on them. Immutable.
 */
public final class EnvironmentSet {
  private final int[] species;
  private final List<Environments> environments;

  private EnvironmentSet(int[] species, List<Environments> environments) {
    this.species = species;
    this.environments = environments;
  }

  /**
   * Computes them.
   *
   * @param term whose basis it is
   * @param backend in double precision
   */
  public static EnvironmentSet of(
      List<Structure> structures, PotentialConfig.SoapTerm term, Backend backend) {
    if (backend.precision() != Precision.F64) {
      throw new CoesiteException("training needs double precision: --precision f64");
    }
    TreeSet<Integer> found = new TreeSet<>();
    for (Structure structure : structures) {
      for (int z : structure.species()) {
        found.add(z);
      }
    }
    int[] species = found.stream().mapToInt(Integer::intValue).toArray();
    return new EnvironmentSet(species, Environments.of(structures, term.basis(), species, backend));
  }

  /** Atomic numbers of all structures, ascending. */
  int[] species() {
    return species.clone();
  }

  List<Environments> environments() {
    return environments;
  }

  /** Atoms of each species, [structures][species]. */
  double[][] counts() {
    double[][] counts = new double[environments.size()][species.length];
    for (int s = 0; s < counts.length; s++) {
      for (int z : environments.get(s).species()) {
        counts[s][Arrays.binarySearch(species, z)]++;
      }
    }
    return counts;
  }

  /** Refuses structures to learn from that lack a species which others have. */
  void requireSpecies(int[] train) {
    double[][] counts = counts();
    for (int a = 0; a < species.length; a++) {
      double atoms = 0;
      for (int s : train) {
        atoms += counts[s][a];
      }
      if (atoms == 0) {
        throw new CoesiteException(
            "no structure in training has "
                + Element.symbol(species[a])
                + ", which one that is held out has: leave that one out, or train on some that"
                + " have it");
      }
    }
  }
}
