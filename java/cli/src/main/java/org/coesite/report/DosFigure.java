package org.coesite.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.EnergyZero;
import org.coesite.plot.Axis;
import org.coesite.plot.Band;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Rule;

/**
 * Predicted densities of states, single and joint: of a few structures each curve with two standard
 * deviations around it, of many their mean and the middle 80% of them.
 */
public final class DosFigure {
  /** More curves than these hide each other. */
  private static final int MOST_CURVES = 5;

  private static final double BAND_OPACITY = 0.25;
  private static final double MIDDLE = 0.8;

  private DosFigure() {}

  /** Values on common energies, and how far they can be trusted. */
  private record Curve(String label, double[] values, double[] uncertainty) {}

  /** Densities of states of the structures that have atoms. */
  public static Figure of(EnergyZero zero, EnergyGrid energies, List<PredictedDos> predictions) {
    Figure figure =
        Figure.of(
            "dos",
            "Predicted electronic densities of states" + shown(predictions),
            Axis.of("Energy (eV), zero: " + zero.description()),
            Axis.of("Density of states (states/eV/atom)"));
    if (zero == EnergyZero.FERMI) {
      figure.add(Rule.vertical(0, ""));
    }
    return add(
        figure,
        energies.energies(),
        predictions,
        p -> new Curve(p.label(), p.curve(), p.uncertainty()));
  }

  /** Joint densities of states, as far as all those shown are complete. */
  public static Figure joint(List<PredictedDos> predictions) {
    double[] energies =
        predictions.stream()
            .filter(PredictedDos::known)
            .map(p -> p.joint().energies())
            .min((a, b) -> Integer.compare(a.length, b.length))
            .orElse(new double[0]);
    Figure figure =
        Figure.of(
            "jdos",
            "Predicted k-random joint densities of states" + shown(predictions),
            Axis.of("Energy of the transition (eV)"),
            Axis.of("Joint density of states (states²/eV/atom²)"));
    return add(
        figure,
        energies,
        predictions,
        p ->
            new Curve(
                p.label(),
                Arrays.copyOf(p.joint().values(), energies.length),
                Arrays.copyOf(p.joint().uncertainty(), energies.length)));
  }

  private static String shown(List<PredictedDos> predictions) {
    return predictions.stream().filter(PredictedDos::known).count() <= MOST_CURVES
        ? " with two standard deviations around them"
        : ": their mean, and between which the middle 80% of them lie";
  }

  private static Figure add(
      Figure figure,
      double[] energies,
      List<PredictedDos> predictions,
      Function<PredictedDos, Curve> of) {
    List<Curve> curves = predictions.stream().filter(PredictedDos::known).map(of).toList();
    if (curves.size() > MOST_CURVES) {
      return addMany(figure, energies, curves);
    }
    for (int s = 0; s < curves.size(); s++) {
      addOne(figure, energies, curves.get(s), Ink.series(s));
    }
    return figure;
  }

  private static void addOne(Figure figure, double[] energies, Curve curve, Ink ink) {
    double[] low = new double[energies.length];
    double[] high = new double[energies.length];
    for (int e = 0; e < energies.length; e++) {
      double spread = Double.isFinite(curve.uncertainty[e]) ? curve.uncertainty[e] : 0;
      low[e] = curve.values[e] - 2 * spread;
      high[e] = curve.values[e] + 2 * spread;
    }
    figure.add(Band.of("", energies, low, high).ink(ink.opacity(BAND_OPACITY)));
    figure.add(Line.of(curve.label, energies, curve.values).ink(ink));
  }

  private static Figure addMany(Figure figure, double[] energies, List<Curve> curves) {
    double[] mean = new double[energies.length];
    double[] low = new double[energies.length];
    double[] high = new double[energies.length];
    int cut = (int) Math.floor(curves.size() * (1 - MIDDLE) / 2);
    for (int e = 0; e < energies.length; e++) {
      int energy = e;
      double[] sorted =
          curves.stream()
              .mapToDouble(c -> c.values[energy])
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      // where only some are complete, they are not those of all
      boolean all = sorted.length == curves.size();
      mean[e] = all ? Arrays.stream(sorted).sum() / sorted.length : Double.NaN;
      low[e] = all ? sorted[cut] : Double.NaN;
      high[e] = all ? sorted[sorted.length - 1 - cut] : Double.NaN;
    }
    figure.add(Band.of("the middle 80%", energies, low, high).ink(Ink.BLUE.opacity(BAND_OPACITY)));
    return figure.add(Line.of("mean of " + curves.size() + " structures", energies, mean));
  }
}
