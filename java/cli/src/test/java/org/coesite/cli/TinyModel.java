package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.coesite.backend.PairSplines;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;

/** A pair potential of silica that costs nothing: Morse wells at the distances of quartz. */
final class TinyModel {
  private static final int KNOTS = 401;
  private static final double CUTOFF = 5;
  private static final double STEP = CUTOFF / (KNOTS - 1);

  private TinyModel() {}

  /** Writes a model file. */
  static Path write(Path file) {
    List<DoubleUnaryOperator> pairs =
        List.of(morse(0.3, 1.5, 2.63), morse(4, 2, 1.61), morse(0.4, 1.5, 3.08));
    double[] values = new double[3 * KNOTS];
    double[] slopes = new double[3 * KNOTS];
    for (int p = 0; p < 3; p++) {
      for (int k = 0; k < KNOTS; k++) {
        double r = k * STEP;
        values[p * KNOTS + k] = pairs.get(p).applyAsDouble(r);
        slopes[p * KNOTS + k] =
            (pairs.get(p).applyAsDouble(r + 1e-6) - pairs.get(p).applyAsDouble(r - 1e-6)) / 2e-6;
      }
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

  private static DoubleUnaryOperator morse(double depth, double a, double r0) {
    return r -> {
      double x = 1 - Math.exp(-a * (r - r0));
      double fade = r < 4 ? 1 : r >= CUTOFF ? 0 : 0.5 * (1 + Math.cos(Math.PI * (r - 4)));
      return depth * (x * x - 1) * fade;
    };
  }
}
