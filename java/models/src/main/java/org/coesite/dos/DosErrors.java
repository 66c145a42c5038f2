package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Errors of a group of structures.
 *
 * @param group name of the group
 * @param structures how many
 * @param curve root mean square error of the curve up to 2.5 eV above the Fermi level, both curves
 *     aligned at theirs, over the root mean square of the curve
 * @param fermi root mean square error of the Fermi level, eV
 * @param dosAtFermi root mean square error of the density of states there, over its root mean
 *     square
 * @param bandEnergy root mean square error of the band energy relative to the Fermi level, eV/atom
 */
public record DosErrors(
    String group,
    int structures,
    double curve,
    double fermi,
    double dosAtFermi,
    double bandEnergy) {
  /** How far above the Fermi level curves are compared, eV. */
  static final double ABOVE_FERMI = KPointFloor.ABOVE;

  /**
   * One structure's, before roots are taken.
   *
   * @param curve integral of the squared error per atom
   * @param norm integral of the squared curve per atom
   */
  record Squares(
      double curve,
      double norm,
      double fermi,
      double dosAtFermi,
      double dosNorm,
      double bandEnergy) {}

  /** The errors of all structures together. */
  static DosErrors of(String group, List<Squares> all) {
    return new DosErrors(
        group,
        all.size(),
        root(DosMeasure.CURVE, all),
        root(DosMeasure.FERMI, all),
        root(DosMeasure.DOS_AT_FERMI, all),
        root(DosMeasure.BAND_ENERGY, all));
  }

  private static double root(DosMeasure measure, List<Squares> all) {
    double square = 0;
    double norm = 0;
    for (Squares one : all) {
      square += measure.square(one);
      norm += measure.norm(one);
    }
    return Math.sqrt(square / norm);
  }

  /** Of each kind, by name, and of {@code all}; of none where there is no structure. */
  static List<DosErrors> byKind(List<DosAssessment> assessed) {
    Map<String, List<Squares>> kinds = new TreeMap<>();
    for (DosAssessment one : assessed) {
      kinds.computeIfAbsent(one.frame().kind(), key -> new ArrayList<>()).add(one.squares());
    }
    List<DosErrors> out = new ArrayList<>();
    kinds.forEach((kind, squares) -> out.add(of(kind, squares)));
    if (!assessed.isEmpty()) {
      out.add(of("all", assessed.stream().map(DosAssessment::squares).toList()));
    }
    return out;
  }
}
