package org.coesite.bench.gpu;

import java.util.Arrays;
import org.coesite.backend.Backend;

/**
 * Times work by the device's own events: from the start of the first command to the end of the
 * last. The same work is enqueued several times in a row, so that what the host needs to enqueue it
 * is hidden, and the median of a few such runs is taken.
 *
 * @param runs that the median is of
 * @param piece seconds that a run takes at least
 */
record DeviceClock(Backend backend, int runs, double piece) {
  private static final int MOST_REPEATS = 50;

  /** Seconds on the device that the work takes once. */
  double seconds(Runnable work) {
    once(work, 1);
    // repeated work is prepared the second time
    once(work, 1);
    double first = once(work, 1);
    int repeats = (int) Math.clamp(Math.ceil(piece / Math.max(first, 1e-9)), 1, MOST_REPEATS);
    double[] each = new double[runs];
    for (int run = 0; run < runs; run++) {
      each[run] = once(work, repeats);
    }
    return median(each);
  }

  /** The same for work that the host waits in the middle of, and so cannot be run ahead of. */
  double secondsAlone(Runnable work) {
    return new DeviceClock(backend, 3 * runs, 0).seconds(work);
  }

  private double once(Runnable work, int repeats) {
    double before = backend.busySeconds();
    backend.run(
        () -> {
          for (int k = 0; k < repeats; k++) {
            work.run();
          }
          return repeats;
        });
    return (backend.busySeconds() - before) / repeats;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
