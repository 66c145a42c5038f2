package org.coesite.report;

import org.coesite.dos.DosPrediction;
import org.coesite.dos.DosQuantities;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.EnergyZero;
import org.coesite.dos.FilledPrediction;
import org.coesite.dos.JointDosCurve;

/**
 * What is kept of the prediction of a structure for tables and figures: the committee's curves are
 * not. Arrays are not copied.
 *
 * @param label for people
 * @param grid energies of its curves
 * @param atoms of the structure
 * @param electrons of the structure
 * @param curve states/eV/atom, [grid]; null without atoms
 * @param uncertainty of the curve, states/eV/atom, [grid]; null without atoms
 * @param outside which atoms have environments unlike any in training, [atoms]
 * @param quantities what follows from it; null if it is not {@link #known}
 * @param joint the joint density of states; null if it is not known
 */
public record PredictedDos(
    String label,
    EnergyGrid grid,
    int atoms,
    double electrons,
    double[] curve,
    double[] uncertainty,
    boolean[] outside,
    DosQuantities quantities,
    JointDosCurve joint) {
  /**
   * Fills a prediction, and derives what follows.
   *
   * @throws org.coesite.CoesiteException if its curve holds fewer states than electrons
   */
  public static PredictedDos of(String label, DosPrediction p, EnergyZero zero) {
    if (p.atoms() == 0) {
      return new PredictedDos(label, p.grid(), 0, 0, null, null, p.outside(), null, null);
    }
    FilledPrediction filled = FilledPrediction.of(p);
    return of(label, p, DosQuantities.of(filled, zero), JointDosCurve.of(filled));
  }

  /** A prediction of one atom or more whose curve cannot be filled: from it nothing follows. */
  public static PredictedDos unfilled(String label, DosPrediction p) {
    return of(label, p, null, null);
  }

  private static PredictedDos of(
      String label, DosPrediction p, DosQuantities quantities, JointDosCurve joint) {
    return new PredictedDos(
        label,
        p.grid(),
        p.atoms(),
        p.electrons(),
        perAtom(p.curve(), p.atoms()),
        perAtom(p.uncertainty(), p.atoms()),
        p.outside(),
        quantities,
        joint);
  }

  /**
   * With curves at other energies: nothing below their own, and not a number above, where bands are
   * missing.
   */
  public PredictedDos on(EnergyGrid energies) {
    return new PredictedDos(
        label,
        energies,
        atoms,
        electrons,
        curve == null ? null : grid.resampled(curve, energies, 0, Double.NaN),
        uncertainty == null ? null : grid.resampled(uncertainty, energies, 0, Double.NaN),
        outside,
        quantities,
        joint);
  }

  private static double[] perAtom(double[] curve, int atoms) {
    double[] out = curve.clone();
    for (int e = 0; e < out.length; e++) {
      out[e] /= atoms;
    }
    return out;
  }

  /** Whether anything follows from it: not without atoms, nor with too few states. */
  public boolean known() {
    return quantities != null;
  }
}
