package org.coesite.bench.gpu;

import java.util.Random;
import org.coesite.cuda.CudaBackend;
import org.coesite.models.Potential;
import org.coesite.structure.Structure;

/**
 * Energies and forces of one small structure again and again while its atoms move, as in molecular
 * dynamics.
 *
 * @param wall median seconds of a step by the clock on the wall
 * @param device mean seconds of a step on the device
 * @param graphs launches of graphs for each step
 */
record Dynamics(double wall, double device, double graphs) {
  /** Steps, after as many to warm up. */
  static Dynamics measure(CudaBackend backend, Potential potential, Structure start, int steps) {
    Random random = new Random(7);
    double[] wall = new double[steps];
    double device = 0;
    long graphs = 0;
    for (int step = -steps; step < steps; step++) {
      if (step == 0) {
        device = backend.busySeconds();
        graphs = backend.graphLaunches();
      }
      // around the start, so that atoms do not drift away
      Structure structure = Samples.shaken(start, 0.01, random);
      long from = System.nanoTime();
      double energy = potential.evaluate(structure).energy();
      if (step >= 0) {
        wall[step] = 1e-9 * (System.nanoTime() - from);
      }
      if (!Double.isFinite(energy)) {
        throw new IllegalStateException("no finite energy in step " + step);
      }
    }
    return new Dynamics(
        DeviceClock.median(wall),
        (backend.busySeconds() - device) / steps,
        (double) (backend.graphLaunches() - graphs) / steps);
  }
}
