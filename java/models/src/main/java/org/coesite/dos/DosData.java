package org.coesite.dos;

import org.coesite.CoesiteException;

/** Curves that a model is to learn, and the energies they are learnt on. Used by one thread. */
final class DosData {
  /** Curves reach so many widths below the lowest state. */
  private static final double MARGIN = 5;

  private final Broadened broadened;
  private final DosSplit split;
  private final double[] zero;
  private final EnergyGrid grid;

  /** Curves as they are asked for, states/eV, [structures][grid]. */
  private final double[][] curves;

  private DosData(
      Broadened broadened, DosSplit split, double[] zero, EnergyGrid grid, double[][] curves) {
    this.broadened = broadened;
    this.split = split;
    this.zero = zero;
    this.grid = grid;
    this.curves = curves;
  }

  /**
   * Chooses zeros and energies.
   *
   * @throws CoesiteException if no window holds the occupied states of all and lacks no band
   */
  static DosData of(Broadened broadened, DosSplit split, DosSettings settings) {
    double[] zero = new double[broadened.dos().size()];
    for (int i = 0; i < zero.length && settings.zero() != EnergyZero.NONE; i++) {
      zero[i] = broadened.dos().get(i).fermiLevel();
    }
    EnergyGrid grid = grid(broadened, zero, settings);
    return new DosData(broadened, split, zero, grid, new double[zero.length][]);
  }

  /** From below all states to where the first structure lacks bands, or as is asked for. */
  private static EnergyGrid grid(Broadened broadened, double[] zero, DosSettings settings) {
    double slack = settings.zero() == EnergyZero.ADAPTIVE ? AdaptiveZero.SLACK : 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double needed = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < zero.length; i++) {
      Dos dos = broadened.dos().get(i);
      low = Math.min(low, dos.bandBottom() - zero[i]);
      high = Math.min(high, dos.completeUpTo() - zero[i]);
      needed = Math.max(needed, dos.fermiLevel() - zero[i]);
    }
    low -= MARGIN * settings.width() + slack;
    high -= slack;
    if (high <= needed) {
      throw new CoesiteException(
          ("curves are complete up to %.2f eV, and the highest Fermi level is %.2f eV: count"
                  + " energies from the Fermi level, use narrower Gaussians, or more bands")
              .formatted(high, needed));
    }
    return settings.window().within(low, high, needed, settings.step());
  }

  /** The same curves counted from other zeros, eV as the data have them. */
  DosData withZeros(double[] zeros) {
    double[][] kept = new double[zeros.length][];
    for (int i = 0; i < zeros.length; i++) {
      kept[i] = zeros[i] == zero[i] ? curves[i] : null;
    }
    return new DosData(broadened, split, zeros.clone(), grid, kept);
  }

  /** The same with fewer structures to train on. */
  DosData withTraining(int[] fewer) {
    return new DosData(broadened, split.with(fewer), zero, grid, curves);
  }

  int size() {
    return zero.length;
  }

  DosFrame frame(int i) {
    return broadened.frames().get(i);
  }

  /** The structures in training, ascending. */
  int[] train() {
    return split.train();
  }

  /** The structures held out, ascending. */
  int[] test() {
    return split.test();
  }

  Dos dos(int i) {
    return broadened.dos().get(i);
  }

  /** The Fermi level of a structure's broadened curve, eV as the data have it. */
  double fermi(int i) {
    return dos(i).fermiLevel();
  }

  /** What the energies of each curve count from, eV as the data have it. */
  double[] zeros() {
    return zero.clone();
  }

  double zero(int i) {
    return zero[i];
  }

  /** Energies of the curves, from their zeros. */
  EnergyGrid grid() {
    return grid;
  }

  /** What predictions of a structure are compared with. */
  DosTruth truth(int i) {
    return broadened.truths().get(i);
  }

  /** The broadened curve of a structure on the grid, states/eV; not to be written to. */
  double[] curve(int i) {
    if (curves[i] == null) {
      curves[i] = curve(i, zero[i]);
    }
    return curves[i];
  }

  /** The same counted from another zero, eV as the data have it; the caller's. */
  double[] curve(int i, double from) {
    double[] curve = dos(i).curve(grid, from);
    for (int e = 0; e < curve.length; e++) {
      curve[e] *= atoms(i);
    }
    return curve;
  }

  double atoms(int i) {
    return frame(i).atoms();
  }

  double electrons(int i) {
    return frame(i).eigenvalues().electrons();
  }
}
