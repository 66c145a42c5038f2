package org.coesite.cuda.driver;

/**
 * What goes wrong in steps that are all to be tried, as when things are given back: a device that
 * failed refuses everything, and the rest is given back all the same.
 */
public final class Failures {
  private RuntimeException first;

  /** Runs a step and keeps what it throws. */
  public void during(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      if (first == null) {
        first = failure;
      } else {
        first.addSuppressed(failure);
      }
    }
  }

  /** Throws what went wrong first, with the rest as its suppressed exceptions; else nothing. */
  public void throwFirst() {
    if (first != null) {
      throw first;
    }
  }
}
