package org.coesite.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.coesite.dos.HotComparison;
import org.coesite.plot.Axis;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Marker;
import org.coesite.plot.Points;
import org.coesite.plot.Rule;

/**
 * Errors of free energies and forces against the electrons' temperature: the two figures of Phys.
 * Rev. B 106, L121116.
 */
public final class HotElectronFigures {
  private static final double MILLI = 1000;

  private HotElectronFigures() {}

  /**
   * Free energies of each structure: full lines for the model less the fixed density of states,
   * dashed ones for the fixed density of states less self-consistency.
   */
  public static Figure freeEnergies(List<HotComparison> all) {
    Figure figure =
        Figure.of(
                "hot-free-energy",
                "Error of the free energy's rise against the temperature of the electrons",
                Axis.of("electronic temperature / K"),
                Axis.of("error of the free energy / (meV/atom)"))
            .size(720, 480);
    figure.add(Rule.horizontal(0, ""));
    for (int number : new TreeSet<>(all.stream().map(HotComparison::number).toList())) {
      List<HotComparison> own = all.stream().filter(row -> row.number() == number).toList();
      double[] x = from(own.get(0).coldest(), of(own, HotComparison::temperature));
      Ink ink = Ink.series(number - 1);
      String name = own.get(0).kind() + " " + number;
      double[] model = from(0, of(own, row -> MILLI * (row.model() - row.fixed())));
      double[] fixed = from(0, of(own, row -> MILLI * (row.fixed() - row.heating())));
      figure.add(Line.of(name + ": model - fixed DOS", x, model).ink(ink));
      figure.add(
          Points.of("", x, model)
              .ink(ink)
              .errors(from(0, of(own, row -> MILLI * row.uncertainty()))));
      figure.add(Line.of(name + ": fixed DOS - DFT", x, fixed).ink(ink).dashed());
    }
    return figure;
  }

  /** Root mean square errors of the force components over all structures. */
  public static Figure forces(List<HotComparison> all) {
    double[] temperatures =
        new TreeSet<>(all.stream().map(HotComparison::temperature).toList())
            .stream().mapToDouble(t -> t).toArray();
    Figure figure =
        Figure.of(
                "hot-forces",
                "Error of forces against the temperature of the electrons",
                Axis.of("electronic temperature / K"),
                Axis.of("error of force components, rms / (eV/Å)"))
            .size(720, 480);
    add(figure, 0, "forces of the coldest temperature", all, temperatures, f -> f.cold());
    add(figure, 1, "those + model's change", all, temperatures, f -> f.model());
    add(figure, 2, "potential + model", all, temperatures, f -> f.potential());
    add(figure, 3, "fixed DOS of DFT, moved atoms", all, temperatures, f -> f.fixedDisplaced());
    add(figure, 4, "model's change, moved atoms", all, temperatures, f -> f.modelDisplaced());
    return figure;
  }

  private static void add(
      Figure figure,
      int series,
      String name,
      List<HotComparison> all,
      double[] temperatures,
      ToDoubleFunction<HotComparison.ForceErrors> error) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (double temperature : temperatures) {
      double square =
          all.stream()
              .filter(row -> row.temperature() == temperature)
              .mapToDouble(row -> Math.pow(error.applyAsDouble(row.forces()), 2))
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN);
      if (Double.isFinite(square)) {
        x.add(temperature);
        y.add(Math.sqrt(square));
      }
    }
    if (x.isEmpty()) {
      return;
    }
    double[] xs = x.stream().mapToDouble(v -> v).toArray();
    double[] ys = y.stream().mapToDouble(v -> v).toArray();
    Ink ink = Ink.series(series);
    figure.add(Line.of(name, xs, ys).ink(ink));
    figure.add(Points.of("", xs, ys).ink(ink).marker(Marker.series(series)));
  }

  private static double[] from(double first, double[] rest) {
    double[] all = new double[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static double[] of(List<HotComparison> rows, ToDoubleFunction<HotComparison> value) {
    return rows.stream().mapToDouble(value).toArray();
  }
}
