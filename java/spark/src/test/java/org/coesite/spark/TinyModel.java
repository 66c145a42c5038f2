package org.coesite.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coesite.backend.PairSplines;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;

/** A pair potential of silica that costs nothing: Morse wells at the distances of quartz. */
final class TinyModel {
  private static final int KNOTS = 401;
  private static final double CUTOFF = 5;
  private static final double STEP = CUTOFF / (KNOTS - 1);

  /** O-O, O-Si, Si-Si: depth in eV, width in 1/angstrom, distance in angstrom. */
  private static final double[][] WELLS = {{0.3, 1.5, 2.63}, {4, 2, 1.61}, {0.4, 1.5, 3.08}};

  private TinyModel() {}

  /** Writes a model file. */
  static Path write(Path file) {
    double[] values = new double[3 * KNOTS];
    double[] slopes = new double[3 * KNOTS];
    for (int k = 0; k < values.length; k++) {
      double[] well = WELLS[k / KNOTS];
      double r = k % KNOTS * STEP;
      values[k] = energy(well, r);
      slopes[k] = (energy(well, r + 1e-6) - energy(well, r - 1e-6)) / 2e-6;
    }
    int[] species = {8, 14};
    PairSplines splines = new PairSplines(species, 0, STEP, KNOTS, values, slopes);
    Potential.save(
        new PotentialModel(
            "tiny",
            "Morse wells",
            species,
            new double[] {-1, -2},
            splines,
            List.of(),
            0,
            Map.of("functional", "none")),
        file);
    return file;
  }

  private static double energy(double[] well, double r) {
    double x = 1 - Math.exp(-well[1] * (r - well[2]));
    double fade = r < 4 ? 1 : r >= CUTOFF ? 0 : 0.5 * (1 + Math.cos(Math.PI * (r - 4)));
    return well[0] * (x * x - 1) * fade;
  }
}
