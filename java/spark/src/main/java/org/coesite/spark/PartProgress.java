package org.coesite.spark;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells how many partitions are done, at most every ten seconds. */
final class PartProgress {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final int all;
  private final PrintWriter said;
  private final long start = System.nanoTime();
  private long last = start;
  private int done;
  private long atoms;

  PartProgress(int all, PrintWriter said) {
    this.all = all;
    this.said = said;
  }

  /** One more is done. */
  void done(PartRecord record) {
    done++;
    atoms += record.atoms();
    long now = System.nanoTime();
    if (now - last < INTERVAL.toNanos()) {
      return;
    }
    last = now;
    double seconds = 1e-9 * (now - start);
    said.println(
        String.format(
            Locale.ROOT,
            "screening: %d of %d parts, %.0f atoms/s, %.0f s left",
            done,
            all,
            atoms / seconds,
            seconds * (all - done) / done));
    said.flush();
  }
}
