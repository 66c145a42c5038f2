package org.coesite.dos;

import org.coesite.learn.SumRegression;
import org.coesite.learn.TrainingListener;

/**
 * Zeros of energy that are chosen with the model: each structure's curve is shifted to where it
 * agrees best with what the model predicts without it (How, Chong, Grasselli, Ben Mahmoud and
 * Ceriotti, arXiv 2407.01068).
 */
final class AdaptiveZero {
  /** How far zeros may move from the Fermi level, eV. */
  static final double SLACK = 0.3;

  /** Times that the zeros are adapted to the model. */
  private static final int ADAPTATIONS = 6;

  private AdaptiveZero() {}

  /** Shifts the zeros of the structures in training; the mean shift stays zero. */
  static DosData adapt(DosData start, SumRegression regression, TrainingListener listener) {
    DosData data = start;
    CurveCode code = new CurveCode.Pointwise(data.grid());
    for (int round = 0; round < ADAPTATIONS; round++) {
      listener.progress("adaptive zero", round, ADAPTATIONS);
      SumRegression.Fit fit = regression.fit(data.train(), DosFit.channels(data, code), true);
      double mean = 0;
      double[] shifts = new double[data.train().length];
      for (int t = 0; t < shifts.length; t++) {
        shifts[t] = best(data, data.train()[t], fit.leftOut()[t]);
        mean += shifts[t] / shifts.length;
      }
      double[] zeros = data.zeros();
      for (int t = 0; t < shifts.length; t++) {
        int i = data.train()[t];
        double shifted = zeros[i] + shifts[t] - mean;
        zeros[i] = Math.clamp(shifted, data.fermi(i) - SLACK, data.fermi(i) + SLACK);
      }
      data = data.withZeros(zeros);
    }
    listener.progress("adaptive zero", ADAPTATIONS, ADAPTATIONS);
    return data;
  }

  /**
   * The change of the zero, eV, that brings a structure's curve closest to a given one.
   *
   * @param predicted states/eV, [grid]
   */
  static double best(DosData data, int i, double[] predicted) {
    EnergyGrid grid = data.grid();
    // beyond what the shifted grid needs, where there is more
    EnergyGrid wide =
        EnergyGrid.between(grid.start() - SLACK, grid.end() + SLACK, data.dos(i).width() / 8);
    double[] fine = data.dos(i).curve(wide, data.zero(i));
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double radius = SLACK; radius > 0.004; radius /= 4) {
      double centre = best;
      for (int k = -4; k <= 4; k++) {
        double shift = centre + k * radius / 4;
        double square = 0;
        for (int e = 0; e < predicted.length; e++) {
          double there = data.atoms(i) * between(wide, fine, grid.energy(e) + shift);
          square += (there - predicted[e]) * (there - predicted[e]);
        }
        if (square < least) {
          least = square;
          best = shift;
        }
      }
    }
    return best;
  }

  /** A curve between the points of its grid; its ends go on. */
  private static double between(EnergyGrid grid, double[] curve, double energy) {
    double place = Math.clamp((energy - grid.start()) / grid.step(), 0, grid.count() - 1.0);
    int i = Math.min((int) place, grid.count() - 2);
    return curve[i] + (place - i) * (curve[i + 1] - curve[i]);
  }
}
