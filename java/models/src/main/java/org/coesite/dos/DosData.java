package org.coesite.dos;

import java.util.List;
import org.coesite.CoesiteException;

/** Curves that a model is to learn, and the energies they are learnt on. Immutable. */
final class DosData {
  /** Curves reach so many widths below the lowest state. */
  private static final double MARGIN = 5;

  private final List<DosFrame> frames;
  private final DosSplit split;
  private final List<Dos> curves;
  private final double[] zero;
  private final EnergyGrid grid;

  private DosData(
      List<DosFrame> frames, DosSplit split, List<Dos> curves, double[] zero, EnergyGrid grid) {
    this.frames = frames;
    this.split = split;
    this.curves = curves;
    this.zero = zero;
    this.grid = grid;
  }

  /**
   * Chooses zeros and energies.
   *
   * @param curves of the frames, one for one
   * @throws CoesiteException if the window does not reach the highest Fermi level
   */
  static DosData of(List<DosFrame> frames, DosSplit split, List<Dos> curves, DosSettings settings) {
    double[] zero = new double[frames.size()];
    for (int i = 0; i < zero.length && settings.zero() != EnergyZero.NONE; i++) {
      zero[i] = curves.get(i).fermiLevel();
    }
    return new DosData(frames, split, curves, zero, grid(curves, zero, settings));
  }

  /** From below all states to where the first structure lacks bands. */
  private static EnergyGrid grid(List<Dos> curves, double[] zero, DosSettings settings) {
    double slack = settings.zero() == EnergyZero.ADAPTIVE ? AdaptiveZero.SLACK : 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double needed = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < zero.length; i++) {
      low = Math.min(low, curves.get(i).bandBottom() - zero[i]);
      high = Math.min(high, curves.get(i).completeUpTo() - zero[i]);
      needed = Math.max(needed, curves.get(i).fermiLevel() - zero[i]);
    }
    low -= MARGIN * settings.width() + slack;
    high -= slack;
    if (high <= needed) {
      throw new CoesiteException(
          ("curves are complete up to %.2f eV, and the highest Fermi level is %.2f eV: count"
                  + " energies from the Fermi level, use narrower Gaussians, or more bands")
              .formatted(high, needed));
    }
    return EnergyGrid.between(low, high, settings.step());
  }

  /** The same curves counted from other zeros, eV as the data have them. */
  DosData withZeros(double[] zeros) {
    return new DosData(frames, split, curves, zeros.clone(), grid);
  }

  int size() {
    return frames.size();
  }

  DosFrame frame(int i) {
    return frames.get(i);
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
    return curves.get(i);
  }

  /** The Fermi level of a structure's broadened curve, eV as the data have it. */
  double fermi(int i) {
    return curves.get(i).fermiLevel();
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

  /** The broadened curve of a structure on the grid, states/eV. */
  double[] curve(int i) {
    double[] curve = curves.get(i).curve(grid, zero[i]);
    for (int e = 0; e < curve.length; e++) {
      curve[e] *= atoms(i);
    }
    return curve;
  }

  double atoms(int i) {
    return frames.get(i).atoms();
  }

  double electrons(int i) {
    return frames.get(i).eigenvalues().electrons();
  }
}
