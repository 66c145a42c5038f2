package org.coesite.cuda.driver;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Where every status of CUDA and cuBLAS is looked at. */
public final class Status {
  private Status() {}

  /**
   * Does nothing where the driver's status is success.
   *
   * @param call the function that returned it
   * @throws CudaException otherwise
   */
  public static void check(String call, int status) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw new CudaException(call, status, meaning(status));
    }
  }

  /**
   * Does nothing where cuBLAS's status is success.
   *
   * @param call the function that returned it
   * @throws CudaException otherwise
   */
  public static void checkBlas(String call, int status) {
    if (status != 0) {
      throw new CudaException(call, status, blasName(status) + " (" + status + ")");
    }
  }

  private static String meaning(int status) {
    String[] text = {null};
    int answer = JCudaDriver.cuGetErrorString(status, text);
    String name = CUresult.stringFor(status) + " (" + status + ")";
    return answer == CUresult.CUDA_SUCCESS && text[0] != null ? name + ": " + text[0] : name;
  }

  /** Names of cublasStatus_t; JCublas2, which has them too, may have no library to load. */
  private static String blasName(int status) {
    return switch (status) {
      case 1 -> "CUBLAS_STATUS_NOT_INITIALIZED";
      case 3 -> "CUBLAS_STATUS_ALLOC_FAILED";
      case 7 -> "CUBLAS_STATUS_INVALID_VALUE";
      case 8 -> "CUBLAS_STATUS_ARCH_MISMATCH";
      case 11 -> "CUBLAS_STATUS_MAPPING_ERROR";
      case 13 -> "CUBLAS_STATUS_EXECUTION_FAILED";
      case 14 -> "CUBLAS_STATUS_INTERNAL_ERROR";
      case 15 -> "CUBLAS_STATUS_NOT_SUPPORTED";
      case 16 -> "CUBLAS_STATUS_LICENSE_ERROR";
      default -> "unknown cuBLAS status";
    };
  }
}
