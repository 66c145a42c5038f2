package org.coesite.bench.gpu;

import org.coesite.backend.Precision;

/**
 * A row of the table.
 *
 * @param system what was computed
 * @param what stage, or whole
 * @param seconds that it took
 * @param flops NaN where they are not counted; likewise {@code bytes}
 * @param bound seconds of the roofline; NaN where there is none
 */
record Row(
    String system,
    Precision precision,
    String what,
    double seconds,
    double flops,
    double bytes,
    double bound) {
  static Row of(String system, Precision precision, Stage stage, Limits limits) {
    return work(system, precision, stage.name(), stage.seconds(), stage.work(), limits);
  }

  static Row work(
      String system, Precision precision, String what, double seconds, Work work, Limits limits) {
    return new Row(
        system, precision, what, seconds, work.allFlops(), work.allBytes(), work.seconds(limits));
  }

  /** Only a time. */
  static Row time(String system, Precision precision, String what, double seconds) {
    return new Row(system, precision, what, seconds, Double.NaN, Double.NaN, Double.NaN);
  }

  double bytesPerSecond() {
    return bytes / seconds;
  }

  double flopsPerSecond() {
    return flops / seconds;
  }

  /** Of the roofline's speed. */
  double fraction() {
    return bound / seconds;
  }
}
