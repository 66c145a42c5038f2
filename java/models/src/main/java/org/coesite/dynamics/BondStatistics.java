package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.coesite.structure.Structure;

/**
 * Lengths of the bonds between two elements and the angles at either, with a bond wherever a
 * distance is below a cutoff. Immutable and thread-safe.
 *
 * <p>For silica: {@code BondStatistics.siliconOxygen(structure)} gives Si-O lengths, Si-O-Si angles
 * ({@link #anglesAtSecond()}) and O-Si-O angles ({@link #anglesAtFirst()}).
 */
public final class BondStatistics {
  /** Between the four short Si-O bonds (1.6 angstrom, 1.8 in stishovite) and the next shell. */
  private static final double SILICON_OXYGEN = 2.2;

  private record Bond(int other, double x, double y, double z, double length) {}

  private final Sample lengths;
  private final Sample anglesAtFirst;
  private final Sample anglesAtSecond;
  private final Sample neighboursOfFirst;
  private final Sample neighboursOfSecond;

  private BondStatistics(Structure structure, int first, int second, double cutoff) {
    List<List<Bond>> bonds = new ArrayList<>();
    for (int i = 0; i < structure.atoms(); i++) {
      bonds.add(new ArrayList<>());
    }
    Pairs.forEach(
        structure,
        cutoff,
        (i, j, x, y, z) -> {
          int a = structure.species(i);
          int b = structure.species(j);
          if ((a == first && b == second) || (a == second && b == first)) {
            bonds.get(i).add(new Bond(j, x, y, z, Math.sqrt(x * x + y * y + z * z)));
          }
        });
    lengths = lengths(structure, bonds, first, first == second);
    anglesAtFirst = angles(structure, bonds, first);
    anglesAtSecond = angles(structure, bonds, second);
    neighboursOfFirst = neighbours(structure, bonds, first);
    neighboursOfSecond = neighbours(structure, bonds, second);
  }

  /**
   * Bonds between two elements, which may be the same.
   *
   * @param first an atomic number
   * @param second another
   * @param cutoff what counts as bonded, angstrom
   */
  public static BondStatistics of(Structure structure, int first, int second, double cutoff) {
    return new BondStatistics(structure, first, second, cutoff);
  }

  /** Si-O bonds shorter than 2.2 angstrom. */
  public static BondStatistics siliconOxygen(Structure structure) {
    return of(structure, 14, 8, SILICON_OXYGEN);
  }

  /**
   * Bridges from an atom of a network to others: of a silicate's silicon the n of Q^n.
   *
   * @param former the network's element, silicon
   * @param bridge what stands between two of them, oxygen
   * @return neighbours of the atom that have another neighbour of the former element, bonds being
   *     shorter than 2.2 angstrom
   */
  public static int bridges(Structure structure, int atom, int former, int bridge) {
    int[] ends = new int[structure.atoms()];
    int[] bonds = new int[structure.atoms()];
    Pairs.forEach(
        structure,
        SILICON_OXYGEN,
        (i, j, x, y, z) -> {
          if (structure.species(i) == bridge && structure.species(j) == former) {
            ends[i]++;
            bonds[i] += j == atom ? 1 : 0;
          }
        });
    int count = 0;
    for (int i = 0; i < ends.length; i++) {
      count += ends[i] > 1 ? bonds[i] : 0;
    }
    return count;
  }

  /** Bond lengths, each bond once, angstrom. */
  public Sample lengths() {
    return lengths;
  }

  /** Angles second-first-second, degrees. */
  public Sample anglesAtFirst() {
    return anglesAtFirst;
  }

  /** Angles first-second-first, degrees. */
  public Sample anglesAtSecond() {
    return anglesAtSecond;
  }

  /** Bonds of each atom of the first element, in the order of the atoms. */
  public Sample neighboursOfFirst() {
    return neighboursOfFirst;
  }

  /** Bonds of each atom of the second element, in the order of the atoms. */
  public Sample neighboursOfSecond() {
    return neighboursOfSecond;
  }

  private static Sample lengths(
      Structure structure, List<List<Bond>> bonds, int first, boolean same) {
    DoubleStream.Builder values = DoubleStream.builder();
    for (int i = 0; i < bonds.size(); i++) {
      if (structure.species(i) == first) {
        for (Bond bond : bonds.get(i)) {
          if (!same || once(i, bond)) {
            values.add(bond.length);
          }
        }
      }
    }
    return Sample.of(values.build().toArray());
  }

  /** Of the two directions of a bond between equal elements, one; images included. */
  private static boolean once(int i, Bond bond) {
    if (bond.other != i) {
      return i < bond.other;
    }
    return bond.x > 0 || (bond.x == 0 && (bond.y > 0 || (bond.y == 0 && bond.z > 0)));
  }

  private static Sample angles(Structure structure, List<List<Bond>> bonds, int centre) {
    DoubleStream.Builder values = DoubleStream.builder();
    for (int i = 0; i < bonds.size(); i++) {
      List<Bond> mine = bonds.get(i);
      for (int p = 0; p < mine.size() && structure.species(i) == centre; p++) {
        for (int q = p + 1; q < mine.size(); q++) {
          values.add(angle(mine.get(p), mine.get(q)));
        }
      }
    }
    return Sample.of(values.build().toArray());
  }

  private static double angle(Bond a, Bond b) {
    double cosine = (a.x * b.x + a.y * b.y + a.z * b.z) / (a.length * b.length);
    return Math.toDegrees(Math.acos(Math.clamp(cosine, -1.0, 1.0)));
  }

  private static Sample neighbours(Structure structure, List<List<Bond>> bonds, int element) {
    DoubleStream.Builder values = DoubleStream.builder();
    for (int i = 0; i < bonds.size(); i++) {
      if (structure.species(i) == element) {
        values.add(bonds.get(i).size());
      }
    }
    return Sample.of(values.build().toArray());
  }
}
