package org.coesite.examples.amorphous;

import java.util.Locale;
import org.coesite.dynamics.BondStatistics;
import org.coesite.dynamics.RadialDistribution;
import org.coesite.dynamics.Sample;
import org.coesite.examples.dynamics.Averages;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** What one looks at to judge a glass of one element. */
final class Measures {
  /** What counts as bonded, angstrom: near the first minimum of g(r). */
  static final double BOND = 2.85;

  private static final double RANGE = 6;
  private static final int BINS = 120;

  /** (u/angstrom^3) in g/cm^3. */
  private static final double GRAMS = 1.66053906660;

  private final Structure structure;
  private final int element;
  private final Sample neighbours;
  private final Sample angles;

  Measures(Structure structure) {
    this.structure = structure;
    element = structure.species(0);
    BondStatistics bonds = BondStatistics.of(structure, element, element, BOND);
    neighbours = bonds.neighboursOfFirst();
    angles = bonds.anglesAtFirst();
  }

  /** Angstrom^3. */
  double volumePerAtom() {
    return structure.cell().volume() / structure.atoms();
  }

  /** G/cm^3. */
  double density() {
    return Element.mass(element) * GRAMS / volumePerAtom();
  }

  /** Neighbours within {@link #BOND} of each atom. */
  int[] coordination() {
    double[] values = neighbours.values();
    int[] out = new int[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) values[i];
    }
    return out;
  }

  double meanCoordination() {
    return neighbours.mean();
  }

  /** Atoms with so many neighbours. */
  int count(int coordination) {
    int count = 0;
    for (double value : neighbours.values()) {
      count += value == coordination ? 1 : 0;
    }
    return count;
  }

  /** Part of the atoms with so many neighbours. */
  double share(int coordination) {
    return (double) count(coordination) / structure.atoms();
  }

  /** Angles between bonds, degrees. */
  Sample angles() {
    return angles;
  }

  /** Where g(r) is highest among the bonds, angstrom. */
  double firstPeak() {
    RadialDistribution g = distribution();
    double[] distances = g.distances();
    double[] values = g.values();
    int best = 0;
    for (int b = 1; distances[b] < BOND; b++) {
      best = values[b] > values[best] ? b : best;
    }
    return distances[best];
  }

  private RadialDistribution distribution() {
    RadialDistribution g = new RadialDistribution(element, element, RANGE, BINS);
    g.add(structure);
    return g;
  }

  @Override
  public String toString() {
    Object pressure = structure.info().get(Averages.PRESSURE);
    return String.format(
        Locale.ROOT,
        "%d atoms, %.3f A^3 each, mean pressure %s GPa, coordination %.2f (3: %.1f%%, 4: %.1f%%,"
            + " 5: %.1f%%, 6: %.1f%%), angle %.1f +- %.1f",
        structure.atoms(),
        volumePerAtom(),
        pressure instanceof Double p ? String.format(Locale.ROOT, "%.2f", p) : "?",
        meanCoordination(),
        100 * share(3),
        100 * share(4),
        100 * share(5),
        100 * share(6),
        angles.mean(),
        angles.deviation());
  }
}
