package org.coesite.bench.gpu;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.Potential;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;

/**
 * Energies and forces of two small crystals by the bundled silica model, held against the CPU's.
 */
final class SmallCheck {
  /** Largest differences of forces over the largest force; rounding stays far below. */
  private static final double TOLERANCE_F64 = 1e-9;

  private static final double TOLERANCE_F32 = 5e-3;

  /** Times that it is evaluated: from the second on as a graph. */
  private static final int TIMES = 3;

  private SmallCheck() {}

  /**
   * Runs it.
   *
   * @return one line that says how near the device came
   * @throws IllegalStateException if it is wrong
   */
  static String run(Backend device) {
    Batch batch = batch();
    List<Prediction> expected;
    try (Backend cpu = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silica", cpu)) {
      expected = potential.evaluate(batch, Derivatives.FIRST);
    }
    double largest = 0;
    try (Potential potential = Potential.bundled("silica", device)) {
      for (int time = 0; time < TIMES; time++) {
        largest =
            Math.max(largest, difference(expected, potential.evaluate(batch, Derivatives.FIRST)));
      }
    }
    double tolerance = device.precision() == Precision.F64 ? TOLERANCE_F64 : TOLERANCE_F32;
    String line =
        String.format(
            Locale.ROOT, "%s: forces within %.1e of the CPU's", device.precision(), largest);
    // written so that NaN fails
    if (!(largest <= tolerance)) {
      throw new IllegalStateException(line + ", where " + tolerance + " is allowed");
    }
    return line;
  }

  private static Batch batch() {
    Random random = new Random(11);
    return Batch.of(
        Samples.shaken(Samples.framework("quartz"), 0.1, random),
        Samples.shaken(Samples.framework("cristobalite"), 0.1, random));
  }

  private static double difference(List<Prediction> expected, List<Prediction> actual) {
    double largest = 0;
    double scale = 0;
    for (int s = 0; s < expected.size(); s++) {
      double[] a = expected.get(s).forces();
      double[] b = actual.get(s).forces();
      for (int k = 0; k < a.length; k++) {
        double difference = Math.abs(a[k] - b[k]);
        largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
        scale = Math.max(scale, Math.abs(a[k]));
      }
    }
    return largest / scale;
  }
}
