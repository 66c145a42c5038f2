package org.coesite.bench.gpu;

import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.Potential;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;

/**
 * A whole evaluation as a user has it: structures in, energies, forces and stresses out.
 *
 * @param wall seconds by the clock on the wall
 * @param device seconds between the device's first and last command, waits for the host included;
 *     NaN without a device
 * @param predictions of the last run
 */
record Evaluation(double wall, double device, List<Prediction> predictions) {
  /** Enough for the host's side to be compiled, as it is in a screening. */
  private static final int WARM_UP = 25;

  /** Medians of some runs, after a few to warm up. */
  static Evaluation onDevice(Backend backend, Potential potential, Batch batch, int runs) {
    List<Prediction> last = List.of();
    for (int k = 0; k < (runs > 1 ? WARM_UP : runs); k++) {
      last = potential.evaluate(batch, Derivatives.FIRST);
    }
    double[] wall = new double[runs];
    double[] device = new double[runs];
    for (int run = 0; run < runs; run++) {
      double before = backend.busySeconds();
      long start = System.nanoTime();
      last = potential.evaluate(batch, Derivatives.FIRST);
      wall[run] = 1e-9 * (System.nanoTime() - start);
      device[run] = backend.busySeconds() - before;
    }
    return new Evaluation(DeviceClock.median(wall), DeviceClock.median(device), last);
  }

  /** The shortest of a few runs on the CPU, whose compiler is done after some of them. */
  static Evaluation onCpu(Potential potential, Batch batch, int runs) {
    double least = Double.POSITIVE_INFINITY;
    List<Prediction> last = List.of();
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      last = potential.evaluate(batch, Derivatives.FIRST);
      least = Math.min(least, 1e-9 * (System.nanoTime() - start));
    }
    return new Evaluation(least, Double.NaN, last);
  }
}
