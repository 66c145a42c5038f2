package org.coesite.cuda.driver;

import org.coesite.CoesiteException;

/**
 * A CUDA or cuBLAS status that is not success, with the call that returned it, as in "cuMemAlloc:
 * CUDA_ERROR_ILLEGAL_ADDRESS (700): an illegal memory access was encountered".
 *
 * <p>Kernels run on their own time: what one of them did wrong is reported by a later call, most
 * often by {@code cuStreamSynchronize}.
 */
public final class CudaException extends CoesiteException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int status;

  CudaException(String call, int status, String meaning) {
    super(call + ": " + meaning);
    this.call = call;
    this.status = status;
  }

  /** The function that returned the status. */
  public String call() {
    return call;
  }

  /** The number returned, as in cuda.h (or cublas_v2.h). */
  public int status() {
    return status;
  }
}
