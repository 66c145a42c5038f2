package org.coesite.learn;

/** Hears how training goes on; called by the training thread. */
@FunctionalInterface
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener SILENT = (stage, done, total) -> {};

  /**
   * Something was done.
   *
   * @param stage what is going on, for people
   * @param done how much of it
   * @param total how much there is
   */
  void progress(String stage, long done, long total);
}
