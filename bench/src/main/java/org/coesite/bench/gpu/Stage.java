package org.coesite.bench.gpu;

/**
 * A stage of an evaluation as it was measured.
 *
 * @param seconds on the device
 * @param work what it had to do
 */
record Stage(String name, double seconds, Work work) {
  /** Another part of the same stage. */
  Stage and(Stage other) {
    return new Stage(name, seconds + other.seconds, work.and(other.work));
  }
}
