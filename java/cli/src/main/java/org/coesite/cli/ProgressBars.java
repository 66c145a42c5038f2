package org.coesite.cli;

import org.coesite.learn.TrainingListener;

/** Shows one bar after the other, for each stage of a training. */
final class ProgressBars implements TrainingListener, AutoCloseable {
  private String stage = "";
  private Progress progress;

  @Override
  public void progress(String name, long done, long total) {
    if (!name.equals(stage)) {
      close();
      stage = name;
      progress = Progress.start(name, "steps", total);
    }
    progress.done(done);
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
      progress = null;
      stage = "";
    }
  }
}
