package org.coesite.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far long work is: a bar on a terminal, a plain line now and then elsewhere. */
interface Progress extends AutoCloseable {
  /** So many units are done. */
  void done(long units);

  @Override
  void close();

  /**
   * Starts.
   *
   * @param task what is done, a word or two
   * @param unit what is counted, in the plural
   * @param total number of units
   */
  static Progress start(String task, String unit, long total) {
    return Boolean.getBoolean("coesite.terminal")
        ? new Bar(task, unit, total)
        : new Lines(task, unit, total);
  }

  /** For terminals. */
  final class Bar implements Progress {
    private final ProgressBar bar;

    private Bar(String task, String unit, long total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setUnit(" " + unit, 1)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .showSpeed()
              .build();
    }

    @Override
    public void done(long units) {
      bar.stepTo(units);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** For logs: at most one line every ten seconds. */
  final class Lines implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final String task;
    private final String unit;
    private final long total;
    private final long started = System.nanoTime();
    private long last = started;

    private Lines(String task, String unit, long total) {
      this.task = task;
      this.unit = unit;
      this.total = total;
    }

    @Override
    public void done(long units) {
      long now = System.nanoTime();
      if (now - last < INTERVAL.toNanos()) {
        return;
      }
      last = now;
      double left = (now - started) * 1e-9 * (total - units) / Math.max(units, 1);
      System.err.println(
          String.format(
              Locale.ROOT, "%s: %d of %d %s, %.0f s left", task, units, total, unit, left));
    }

    @Override
    public void close() {}
  }
}
