package org.coesite.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.dynamics.BirchMurnaghan;
import org.coesite.learn.CompressionCurve;
import org.coesite.report.TrainingReport.Compared;
import org.coesite.report.TrainingReport.Curve;
import org.coesite.report.TrainingReport.EnergyVolume;
import org.coesite.report.TrainingReport.Errors;
import org.coesite.report.TrainingReport.LearningCurve;
import org.coesite.report.TrainingReport.Quantity;

/** A training that never was, for tests of how reports look. */
final class MadeUpTraining {
  private MadeUpTraining() {}

  static TrainingReport report() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Data", "sio2-dft.xyz: 180 structures, 153 for training");
    facts.put("Functional", "PBE");
    facts.put("Sparse points", "1500 (Si 500, O 1000)");
    Random random = new Random(11);
    double[] volumes = steps(30, 50, 41);
    double[] distances = steps(0, 6, 300);
    double[] deviations = new double[150];
    double[] errors = new double[150];
    for (int i = 0; i < errors.length; i++) {
      deviations[i] = Math.exp(0.8 * random.nextGaussian());
      errors[i] = deviations[i] * random.nextGaussian();
    }
    return new TrainingReport("Training of silica-pbe", facts)
        .section("Errors", "Held-out structures were drawn at random.")
        .errors(
            List.of(
                new Errors("alpha-quartz", "train", 17, 1.2, 0.9, 0.05, 0.03, 1.2, 0.2),
                new Errors("liquid", "test", 4, 15.2, 11.9, 0.25, 0.13, 3.2, 0.9),
                new Errors("all", "test", 27, 7.2, 4.9, 0.15, 0.09, 2.2, Double.NaN)))
        .parity(
            Quantity.ENERGY,
            List.of(
                compared("train", 150, -326, 0.3, 0.003, random),
                compared("test", 27, -326, 0.3, 0.006, random)))
        .parity(
            Quantity.FORCE,
            List.of(
                compared("train", 20_000, 0, 2, 0.1, random),
                compared("test", 4000, 0, 2, 0.15, random)))
        .section("Learning", "")
        .learningCurves(
            List.of(
                new LearningCurve(
                    Quantity.ENERGY,
                    new int[] {10, 20, 40, 80, 153},
                    new double[] {0.5, 1.1, 1.8, 2.6, 3.3},
                    new double[] {42, 25, 17, 11, 7.2}),
                new LearningCurve(
                    Quantity.FORCE,
                    new int[] {10, 20, 40, 80, 153},
                    new double[] {0.05, 0.08, 0.1, 0.12, 0.13},
                    new double[] {0.5, 0.4, 0.31, 0.22, 0.17})))
        .section("Uncertainty", "")
        .calibration(Quantity.ENERGY, deviations, errors)
        .section("Physics", "")
        .energyVolume(
            "SiO₂",
            List.of(
                phase("α-quartz", 38, -23.96, volumes),
                phase("α-cristobalite", 43, -23.94, volumes),
                phase("coesite", 34, -23.92, volumes)))
        .compression(
            List.of(
                compressed("α-quartz", 38, -23.96, volumes),
                compressed("stishovite", 33, -23.9, volumes)))
        .curves(
            "rdf",
            "Distance (Å)",
            "g(r)",
            List.of(
                new Curve("Si–O", distances, peaks(distances, 1.61, 4.1)),
                new Curve("O–O", distances, peaks(distances, 2.63, 5.0))),
            "Radial distribution at 300 K.");
  }

  private static Compared compared(
      String split, int points, double centre, double width, double error, Random random) {
    double[] reference = new double[points];
    double[] predicted = new double[points];
    for (int i = 0; i < points; i++) {
      reference[i] = centre + width * random.nextGaussian();
      predicted[i] = reference[i] + error * random.nextGaussian();
    }
    return new Compared(split, reference, predicted);
  }

  private static EnergyVolume phase(String name, double volume, double energy, double[] volumes) {
    double[] some = steps(volume * 0.92, volume * 1.1, 6);
    return new EnergyVolume(
        name, some, well(some, volume, energy), volumes, well(volumes, volume, energy));
  }

  private static CompressionCurve compressed(
      String name, double volume, double energy, double[] volumes) {
    double[] some = steps(volume * 0.92, volume * 1.1, 6);
    double[] energies = well(volumes, volume, energy);
    return new CompressionCurve(
        name,
        "SiO₂",
        some,
        well(some, volume, energy + 0.002),
        volumes,
        energies,
        BirchMurnaghan.fit(volumes, energies));
  }

  private static double[] well(double[] volumes, double volume, double energy) {
    double[] energies = new double[volumes.length];
    for (int i = 0; i < energies.length; i++) {
      energies[i] = energy + 0.004 * (volumes[i] - volume) * (volumes[i] - volume);
    }
    return energies;
  }

  private static double[] peaks(double[] x, double first, double second) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] =
          20 * Math.exp(-400 * (x[i] - first) * (x[i] - first))
              + 4 * Math.exp(-20 * (x[i] - second) * (x[i] - second));
    }
    return y;
  }

  private static double[] steps(double low, double high, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = low + (high - low) * i / (count - 1);
    }
    return values;
  }
}
