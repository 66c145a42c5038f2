package org.coesite.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows of a screening run that never was, for tests of how reports look. */
final class MadeUpScreening {
  private static final List<String> NAMES =
      List.of(
          "SOD",
          "CHA",
          "MFI",
          "FAU",
          "LTA",
          "RHO",
          "FER",
          "MOR",
          "BEA",
          "TON",
          "AFI",
          "quartz",
          "cristobalite");
  private static final double[] DENSITIES = {
    16.7, 15.1, 18.4, 13.3, 14.2, 14.5, 17.6, 17.0, 15.3, 18.1, 16.9, 26.5, 23.0
  };

  private MadeUpScreening() {}

  static ScreenReport.Run run(String dispersion) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Reference", "α-quartz, relaxed: −23.9601 eV per SiO₂");
    facts.put("Structures", "relaxed: positions and cell");
    facts.put("Units", "eV, Å, GPa; energies per SiO₂");
    return new ScreenReport.Run("silica-pbe (bundled)", "PBE", dispersion, facts);
  }

  static ScreenReport report(int structures, String dispersion) {
    ScreenReport report = new ScreenReport(run(dispersion));
    Random random = new Random(7);
    for (int i = 0; i < structures; i++) {
      addOne(report, i, random, !dispersion.isEmpty());
    }
    return report;
  }

  private static void addOne(ScreenReport report, int i, Random random, boolean dispersed) {
    boolean known = i < NAMES.size();
    String file = known ? "frameworks/" + NAMES.get(i) + ".cif" : "hypothetical/h" + i + ".cif.gz";
    double density = known ? DENSITIES[i] : 17 + 3 * random.nextGaussian();
    double energy = Math.max(0, 26.5 - density) * 0.9 + random.nextGaussian();
    double angle = 152 - 0.5 * energy + 2 * random.nextGaussian();
    double[] angles = new double[24];
    for (int k = 0; k < angles.length; k++) {
      angles[k] = Math.min(180, angle + 6 * random.nextGaussian());
    }
    float[] soap = new float[40];
    for (int k = 0; k < soap.length; k++) {
      soap[k] =
          (float) (Math.sin(k) * density + 0.3 * Math.cos(3 * k) * angle + random.nextDouble());
    }
    double uncertainty = Math.exp(0.5 * random.nextGaussian() + 0.5);
    ScreenRow.Status status = i % 9 == 4 ? ScreenRow.Status.EXTRAPOLATED : ScreenRow.Status.OK;
    report.add(
        new ScreenRow(
            file,
            "Si" + (12 + i) + "O" + 2 * (12 + i),
            3 * (12 + i),
            (12 + i) / density * 1000,
            density,
            -23.96 + energy / 96.485,
            energy,
            dispersed ? energy + 4 : Double.NaN,
            uncertainty,
            0.01 * random.nextDouble(),
            0.1 * random.nextGaussian(),
            1.61,
            angle,
            List.of(),
            status,
            status == ScreenRow.Status.OK ? "" : "3 of 36 atoms unlike the training set"),
        angles,
        soap);
  }

  static ScreenRow failure(String file) {
    return ScreenRow.failed(file, "", 0, file + ": line 12: expected 3 numbers, found 2");
  }
}
