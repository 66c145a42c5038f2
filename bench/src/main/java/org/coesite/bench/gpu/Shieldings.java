package org.coesite.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import org.coesite.cuda.CudaBackend;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.structure.Batch;

/**
 * Shielding tensors as a user has them: structures in, tensors with their uncertainties out.
 *
 * @param wall median seconds by the clock on the wall
 * @param device seconds between the device's first and last command, waits for the host included
 * @param sites that have a tensor
 */
record Shieldings(double wall, double device, int sites) {
  /** Enough for the host's side to be compiled, if there is time. */
  private static final int WARM_UP = 25;

  /** Of a warm-up, and of what is timed: no run is begun later. */
  private static final double SECONDS = 1.5;

  /** Medians of some runs, after a few to warm up. */
  static Shieldings measure(CudaBackend backend, NmrModel model, Batch batch, int runs) {
    if (runs > 1) {
      several(backend, model, batch, WARM_UP);
    }
    List<Shieldings> each = several(backend, model, batch, runs);
    return new Shieldings(
        DeviceClock.median(each.stream().mapToDouble(Shieldings::wall).toArray()),
        DeviceClock.median(each.stream().mapToDouble(Shieldings::device).toArray()),
        each.getFirst().sites());
  }

  private static List<Shieldings> several(
      CudaBackend backend, NmrModel model, Batch batch, int runs) {
    List<Shieldings> each = new ArrayList<>();
    long begun = System.nanoTime();
    while (each.isEmpty() || (each.size() < runs && 1e-9 * (System.nanoTime() - begun) < SECONDS)) {
      each.add(once(backend, model, batch));
    }
    return each;
  }

  private static Shieldings once(CudaBackend backend, NmrModel model, Batch batch) {
    double before = backend.busySeconds();
    long start = System.nanoTime();
    List<NmrPrediction> predictions = model.evaluate(batch);
    double wall = 1e-9 * (System.nanoTime() - start);
    return new Shieldings(
        wall,
        backend.busySeconds() - before,
        predictions.stream().mapToInt(NmrPrediction::sites).sum());
  }
}
