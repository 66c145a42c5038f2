package org.coesite.examples.amorphous;

import org.coesite.dos.DosModel;

/**
 * Local densities of states, averaged over the atoms of each coordination as they come: one curve
 * is held for each coordination, not for each atom.
 */
final class LocalCurves implements DosModel.AtomCurves {
  /** Atoms with more neighbours than this are counted with it. */
  static final int MOST = 8;

  private final int[] coordination;
  private final int[] counts = new int[MOST + 1];
  private final double[][] sums;
  private final double[][] squares;

  /**
   * Averages over some atoms.
   *
   * @param coordination of each atom
   * @param energies points of the curves
   */
  LocalCurves(int[] coordination, int energies) {
    this.coordination = coordination;
    sums = new double[MOST + 1][energies];
    squares = new double[MOST + 1][energies];
  }

  @Override
  public void take(int atom, double[] curve) {
    int c = Math.min(coordination[atom], MOST);
    counts[c]++;
    for (int e = 0; e < curve.length; e++) {
      sums[c][e] += curve[e];
      squares[c][e] += curve[e] * curve[e];
    }
  }

  int count(int c) {
    return counts[c];
  }

  /** States/eV of an atom of a coordination; NaN where there is none. */
  double[] mean(int c) {
    double[] out = new double[sums[c].length];
    for (int e = 0; e < out.length; e++) {
      out[e] = sums[c][e] / counts[c];
    }
    return out;
  }

  /** Standard deviation among those atoms, states/eV. */
  double[] deviation(int c) {
    double[] mean = mean(c);
    double[] out = new double[mean.length];
    for (int e = 0; e < out.length; e++) {
      out[e] = Math.sqrt(Math.max(0, squares[c][e] / counts[c] - mean[e] * mean[e]));
    }
    return out;
  }

  /** States/eV of all atoms together. */
  double[] total() {
    double[] out = new double[sums[0].length];
    for (double[] sum : sums) {
      for (int e = 0; e < out.length; e++) {
        out[e] += sum[e];
      }
    }
    return out;
  }
}
