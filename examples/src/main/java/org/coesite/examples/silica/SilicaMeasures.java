package org.coesite.examples.silica;

import java.util.Locale;
import org.coesite.dynamics.BondStatistics;
import org.coesite.dynamics.Sample;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** What one looks at to judge a network of silica. */
final class SilicaMeasures {
  private static final int SILICON = 14;

  /** (u/angstrom^3) in g/cm^3. */
  private static final double GRAMS = 1.66053906660;

  private static final int OXYGEN = 8;

  /** Beyond the Si-Si distance across one oxygen, angstrom: near the first minimum of g(r). */
  private static final double SILICON_SILICON = 3.6;

  private final Structure structure;
  private final BondStatistics bonds;

  SilicaMeasures(Structure structure) {
    this.structure = structure;
    bonds = BondStatistics.siliconOxygen(structure);
  }

  /** G/cm^3. */
  double density() {
    double mass = 0;
    for (int i = 0; i < structure.atoms(); i++) {
      mass += Element.mass(structure.species(i));
    }
    return mass * GRAMS / structure.cell().volume();
  }

  /** The volume of one SiO2 at a density, angstrom^3; the density in g/cm^3. */
  static double volumePerUnit(double density) {
    return (Element.mass(SILICON) + 2 * Element.mass(OXYGEN)) * GRAMS / density;
  }

  /** Part of the silicon atoms with so many oxygen atoms within 2.2 angstrom. */
  double siliconShare(int neighbours) {
    return share(bonds.neighboursOfFirst(), neighbours);
  }

  /** Part of the oxygen atoms with so many silicon atoms within 2.2 angstrom. */
  double oxygenShare(int neighbours) {
    return share(bonds.neighboursOfSecond(), neighbours);
  }

  private static double share(Sample sample, int number) {
    int count = 0;
    for (double value : sample.values()) {
      count += value == number ? 1 : 0;
    }
    return (double) count / sample.count();
  }

  /** Si-O bonds, angstrom. */
  Sample bonds() {
    return bonds.lengths();
  }

  /** Si-O-Si, degrees. */
  Sample bridges() {
    return bonds.anglesAtSecond();
  }

  /** O-Si-O, degrees. */
  Sample tetrahedra() {
    return bonds.anglesAtFirst();
  }

  /** Between neighbouring silicon atoms, angstrom. */
  Sample siliconSilicon() {
    return BondStatistics.of(structure, SILICON, SILICON, SILICON_SILICON).lengths();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d atoms, %.3f g/cm^3, Si 3: %.1f%%, 4: %.1f%%, 5: %.1f%%, O 1: %.1f%%, 2: %.1f%%,"
            + " 3: %.1f%%, Si-O %.3f +- %.3f, Si-Si %.3f +- %.3f, Si-O-Si %.1f +- %.1f",
        structure.atoms(),
        density(),
        100 * siliconShare(3),
        100 * siliconShare(4),
        100 * siliconShare(5),
        100 * oxygenShare(1),
        100 * oxygenShare(2),
        100 * oxygenShare(3),
        bonds().mean(),
        bonds().deviation(),
        siliconSilicon().mean(),
        siliconSilicon().deviation(),
        bridges().mean(),
        bridges().deviation());
  }
}
