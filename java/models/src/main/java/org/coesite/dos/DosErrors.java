package org.coesite.dos;

import java.util.List;

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

  /**
   * Compares.
   *
   * @param level the predicted Fermi level as the data have it, eV
   */
  static Squares compare(Dos expected, FixedDos actual, double level) {
    double fermi = expected.fermiLevel();
    double atoms = expected.atoms();
    double from = expected.bandBottom() - fermi - 5 * expected.width();
    double to =
        Math.min(
            ABOVE_FERMI,
            Math.min(expected.completeUpTo() - fermi, actual.grid().end() - actual.fermiLevel()));
    double curve = 0;
    double norm = 0;
    double step = expected.width() / 6;
    for (double e = from; e < to; e += step) {
      double there = expected.density(fermi + e) / atoms;
      double here = actual.at(actual.fermiLevel() + e) / atoms;
      curve += step * (here - there) * (here - there);
      norm += step * there * there;
    }
    double dosThere = expected.density(fermi) / atoms;
    double dos = actual.dosAtFermiLevel() / atoms - dosThere;
    double bandThere = expected.bandEnergy() - expected.electrons() * fermi;
    double band = (actual.bandEnergy() - bandThere) / atoms;
    double shift = level - fermi;
    return new Squares(curve, norm, shift * shift, dos * dos, dosThere * dosThere, band * band);
  }

  /** The errors of all structures together. */
  static DosErrors of(String group, List<Squares> all) {
    double[] sums = new double[6];
    for (Squares one : all) {
      sums[0] += one.curve;
      sums[1] += one.norm;
      sums[2] += one.fermi;
      sums[3] += one.dosAtFermi;
      sums[4] += one.dosNorm;
      sums[5] += one.bandEnergy;
    }
    int n = all.size();
    return new DosErrors(
        group,
        n,
        Math.sqrt(sums[0] / sums[1]),
        Math.sqrt(sums[2] / n),
        Math.sqrt(sums[3] / sums[4]),
        Math.sqrt(sums[5] / n));
  }
}
