package org.coesite.cuda.blas;

import org.coesite.cuda.driver.CudaDevice;

/**
 * How much memory cuBLAS is given to work in, so that it never allocates (which cannot be captured
 * in a graph): what its manual says that it takes for itself.
 */
final class CublasWorkspace {
  private CublasWorkspace() {}

  static long bytes(CudaDevice device) {
    return device.computeCapability() >= 90 ? 32L << 20 : 4L << 20;
  }
}
