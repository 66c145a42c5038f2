package org.coesite.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coesite.dos.FilledPrediction;
import org.coesite.dos.FixedDos;
import org.coesite.plot.Axis;
import org.coesite.plot.Band;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;

/**
 * Heat capacities of the electrons at constant volume against their temperature, with the
 * committee's uncertainty; k_B per atom.
 */
public final class HeatCapacityCurves {
  private static final int POINTS = 100;

  /** More curves than these hide each other. */
  private static final int MOST_CURVES = 5;

  private static final double BAND_OPACITY = 0.25;

  private final double[] temperatures = new double[POINTS + 1];
  private final List<Curve> curves = new ArrayList<>();

  private record Curve(int number, double[] values, double[] spread) {}

  /**
   * Curves from 0 K on.
   *
   * @param highest temperature, K
   */
  public HeatCapacityCurves(double highest) {
    for (int k = 0; k <= POINTS; k++) {
      temperatures[k] = highest * k / POINTS;
    }
  }

  /**
   * Adds a structure's.
   *
   * @param number of the structure
   * @param dos its density of states, which allows the highest temperature or not: the curve ends
   *     where it does
   */
  public void add(int number, FilledPrediction dos) {
    double atoms = dos.atoms();
    double limit = dos.model().highestTemperature();
    double[] values = new double[temperatures.length];
    double[] spread = new double[temperatures.length];
    for (int k = 0; k < temperatures.length; k++) {
      double temperature = temperatures[k];
      boolean there = temperature <= limit;
      values[k] = there ? of(dos.model(), temperature) / atoms : Double.NaN;
      spread[k] =
          there
              ? dos.estimate(member -> of(member, temperature)).uncertainty() / atoms
              : Double.NaN;
    }
    curves.add(new Curve(number, values, spread));
  }

  private static double of(FixedDos dos, double temperature) {
    return dos.state(temperature).heatCapacity() / FixedDos.BOLTZMANN;
  }

  /** A row for each temperature, two columns for each structure. */
  public String csv() {
    StringBuilder text = new StringBuilder("temperature_K");
    for (Curve curve : curves) {
      text.append(",structure_").append(curve.number).append("_kB_per_atom");
      text.append(",structure_").append(curve.number).append("_uncertainty");
    }
    text.append('\n');
    for (int k = 0; k < temperatures.length; k++) {
      text.append(String.format(Locale.ROOT, "%.2f", temperatures[k]));
      for (Curve curve : curves) {
        text.append(',').append(number(curve.values[k])).append(',');
        text.append(number(curve.spread[k]));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.7f", value) : "";
  }

  /** The first few structures' curves. */
  public Figure figure() {
    Figure figure =
        Figure.of(
            "heat-capacity",
            "Heat capacity of the electrons at constant volume, two standard deviations around it",
            Axis.of("electronic temperature / K"),
            Axis.of("C_el / (k_B atom)"));
    for (int s = 0; s < Math.min(MOST_CURVES, curves.size()); s++) {
      Curve curve = curves.get(s);
      double[] low = new double[temperatures.length];
      double[] high = new double[temperatures.length];
      for (int k = 0; k < low.length; k++) {
        low[k] = curve.values[k] - 2 * curve.spread[k];
        high[k] = curve.values[k] + 2 * curve.spread[k];
      }
      Ink ink = Ink.series(s);
      figure.add(Band.of("", temperatures, low, high).ink(ink.opacity(BAND_OPACITY)));
      figure.add(Line.of("structure " + curve.number, temperatures, curve.values).ink(ink));
    }
    return figure;
  }
}
