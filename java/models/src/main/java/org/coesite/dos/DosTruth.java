package org.coesite.dos;

import java.util.Arrays;
import org.coesite.dos.DosErrors.Squares;

/** What is known of a structure's density of states, to compare predictions with. Immutable. */
final class DosTruth {
  /** Widths below the lowest state at which comparisons start. */
  private static final double MARGIN = 5;

  /** Points that curves are compared at, in a width. */
  private static final int FINE = 6;

  private final double fermi;
  private final double from;
  private final double to;
  private final double step;
  private final double atoms;
  private final double dosAtFermi;
  private final double bandEnergy;

  /** States/eV/atom, a step apart from the lowest on. */
  private final double[] samples;

  DosTruth(Dos dos) {
    fermi = dos.fermiLevel();
    atoms = dos.atoms();
    from = dos.bandBottom() - fermi - MARGIN * dos.width();
    to = Math.min(DosErrors.ABOVE_FERMI, dos.completeUpTo() - fermi);
    step = dos.width() / FINE;
    dosAtFermi = dos.density(fermi) / atoms;
    bandEnergy = (dos.bandEnergy() - dos.electrons() * fermi) / atoms;
    double[] found = new double[2 + (int) Math.max(0, (to - from) / step)];
    int count = 0;
    for (double e = from; e < to; e += step) {
      found[count++] = dos.density(fermi + e) / atoms;
    }
    samples = Arrays.copyOf(found, count);
  }

  /** The Fermi level, eV as the data have it. */
  double fermi() {
    return fermi;
  }

  /** The density of states at the Fermi level, states/eV/atom. */
  double dosAtFermi() {
    return dosAtFermi;
  }

  /** The band energy relative to the Fermi level, eV/atom. */
  double bandEnergy() {
    return bandEnergy;
  }

  /**
   * Compares, Fermi levels aligned.
   *
   * @param level the predicted Fermi level as the data have it, eV
   */
  Squares compare(FixedDos actual, double level) {
    double end = Math.min(to, actual.grid().end() - actual.fermiLevel());
    double curve = 0;
    double norm = 0;
    int k = 0;
    for (double e = from; e < end; e += step, k++) {
      double here = actual.at(actual.fermiLevel() + e) / atoms;
      curve += step * (here - samples[k]) * (here - samples[k]);
      norm += step * samples[k] * samples[k];
    }
    double dos = actual.dosAtFermiLevel() / atoms - dosAtFermi;
    double band = actual.bandEnergy() / atoms - bandEnergy;
    double shift = level - fermi;
    return new Squares(curve, norm, shift * shift, dos * dos, dosAtFermi * dosAtFermi, band * band);
  }
}
