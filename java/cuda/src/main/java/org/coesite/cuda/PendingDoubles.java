package org.coesite.cuda;

import org.coesite.backend.Doubles;

/** Numbers that arrive when the backend's queue is next waited for. */
final class PendingDoubles implements Doubles {
  private final CudaBackend backend;
  private double[] numbers;

  PendingDoubles(CudaBackend backend) {
    this.backend = backend;
  }

  /** They are there. */
  void set(double[] arrived) {
    numbers = arrived;
  }

  @Override
  public double[] read() {
    if (numbers == null) {
      backend.synchronize();
    }
    if (numbers == null) {
      throw new IllegalStateException("the work that these results belong to has failed");
    }
    return numbers;
  }
}
