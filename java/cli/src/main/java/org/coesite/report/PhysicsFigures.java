package org.coesite.report;

import java.util.Arrays;
import java.util.List;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.learn.CompressionCurve;
import org.coesite.plot.Axis;
import org.coesite.plot.Figure;
import org.coesite.plot.Ink;
import org.coesite.plot.Line;
import org.coesite.plot.Marker;
import org.coesite.plot.Points;
import org.coesite.report.HtmlReport.Captioned;
import org.coesite.report.TrainingReport.EnergyVolume;

/** Figures and tables of what a potential says beyond its data. */
final class PhysicsFigures {
  private PhysicsFigures() {}

  /** Lines for the model and points for the reference, energies from the lowest of all. */
  static Captioned energyVolume(String id, String unit, List<EnergyVolume> phases, String caption) {
    double zero = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (EnergyVolume phase : phases) {
      boolean referred = phase.referenceEnergy().length > 0;
      double[] decisive = referred ? phase.referenceEnergy() : phase.modelEnergy();
      zero = Math.min(zero, Arrays.stream(decisive).min().orElse(zero));
      highest = Math.max(highest, Arrays.stream(decisive).max().orElse(highest));
    }
    Figure figure =
        Figure.of(
                id,
                "Energy of each phase against its volume",
                Axis.of("Volume (Å³/" + unit + ")"),
                Axis.of("Energy above the lowest (eV/" + unit + ")")
                    .between(Double.NaN, zero < highest ? 1.1 * (highest - zero) : Double.NaN))
            .size(580, 470);
    for (int i = 0; i < phases.size(); i++) {
      addPhase(figure, phases.get(i), i, zero);
    }
    return new Captioned(figure, caption);
  }

  private static void addPhase(Figure figure, EnergyVolume phase, int number, double zero) {
    Ink ink = Ink.series(number);
    boolean referred = phase.referenceVolume().length > 0;
    Line line =
        Line.of(
                referred ? "" : phase.phase(),
                phase.modelVolume(),
                above(zero, phase.modelEnergy()))
            .ink(ink)
            .width(1.8);
    figure.add(number < 8 ? line : line.dashed());
    if (referred) {
      figure.add(
          Points.of(phase.phase(), phase.referenceVolume(), above(zero, phase.referenceEnergy()))
              .ink(ink)
              .marker(Marker.series(number / 8)));
    }
  }

  private static double[] above(double zero, double[] energies) {
    return Arrays.stream(energies).map(energy -> energy - zero).toArray();
  }

  static HtmlTable compressionTable(List<CompressionCurve> curves) {
    String unit = curves.getFirst().unit();
    HtmlTable table =
        new HtmlTable(
            "compression-table",
            "The model's equations of state (Birch-Murnaghan) under this scaling, and how far it is"
                + " from DFT at worst.",
            List.of(
                HtmlTable.Column.text("Phase"),
                HtmlTable.Column.number("DFT points", "", 0),
                HtmlTable.Column.number("Volume", "Å³/" + unit, 2),
                HtmlTable.Column.number("Bulk modulus", "GPa", 1),
                HtmlTable.Column.number("Largest error", "meV/" + unit, 1)));
    for (CompressionCurve curve : curves) {
      boolean known = curve.fit() != null;
      table.row(
          curve.phase(),
          curve.referenceVolumes().length,
          known ? curve.fit().volume() : Double.NaN,
          known ? curve.fit().bulkModulus() / RelaxationSettings.GPA : Double.NaN,
          largestError(curve));
    }
    return table;
  }

  /** Of the model's curve, read between its points, from the reference's points; meV. */
  private static double largestError(CompressionCurve curve) {
    double largest = 0;
    for (int i = 0; i < curve.referenceVolumes().length; i++) {
      double there = between(curve.volumes(), curve.energies(), curve.referenceVolumes()[i]);
      largest = Math.max(largest, 1000 * Math.abs(there - curve.referenceEnergies()[i]));
    }
    return largest;
  }

  /** Quadratic interpolation through the three points around x. */
  private static double between(double[] x, double[] y, double at) {
    int middle = 1;
    while (middle < x.length - 2 && x[middle] < at) {
      middle++;
    }
    double sum = 0;
    for (int i = middle - 1; i <= middle + 1; i++) {
      double weight = 1;
      for (int j = middle - 1; j <= middle + 1; j++) {
        weight *= i == j ? 1 : (at - x[j]) / (x[i] - x[j]);
      }
      sum += weight * y[i];
    }
    return sum;
  }
}
