package org.coesite.report;

import java.util.List;
import org.coesite.dos.DosParameters;
import org.coesite.dos.DosPrediction;
import org.coesite.plot.Axis;
import org.coesite.plot.Band;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;

/** Predicted densities of states with the uncertainty around them. */
public final class DosFigure {
  /** More curves than these hide each other. */
  private static final int MOST_CURVES = 5;

  private static final double BAND_OPACITY = 0.25;

  private DosFigure() {}

  /** The first few structures' curves. */
  public static Figure of(DosParameters model, List<DosPrediction> predictions) {
    double[] energies = model.code().grid().energies();
    Figure figure =
        Figure.of(
            "dos",
            "Predicted electronic densities of states with two standard deviations around them",
            Axis.of("energy / eV, zero: " + model.zero().description()),
            Axis.of("states / (eV atom)"));
    for (int s = 0; s < Math.min(MOST_CURVES, predictions.size()); s++) {
      DosPrediction p = predictions.get(s);
      double[] curve = new double[energies.length];
      double[] low = new double[energies.length];
      double[] high = new double[energies.length];
      double[] spread = p.uncertainty();
      for (int e = 0; e < curve.length; e++) {
        curve[e] = p.curve()[e] / p.atoms();
        low[e] = curve[e] - 2 * spread[e] / p.atoms();
        high[e] = curve[e] + 2 * spread[e] / p.atoms();
      }
      Ink ink = Ink.series(s);
      figure.add(Band.of("", energies, low, high).ink(ink.opacity(BAND_OPACITY)));
      figure.add(Line.of("structure " + (s + 1), energies, curve).ink(ink));
    }
    return figure;
  }
}
