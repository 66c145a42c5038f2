package org.coesite.cuda.blas;

import org.coesite.backend.Precision;
import org.coesite.cuda.driver.Address;
import org.coesite.cuda.driver.DeviceBuffer;

/**
 * A handle of cuBLAS, which enqueues on one stream and works in a workspace of its own. Not
 * thread-safe, as cuBLAS's own are not.
 */
interface CublasHandle extends AutoCloseable {
  /** Opens handles of one version of cuBLAS. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens one.
     *
     * @param workspace is of nobody else, and lives longer
     * @throws org.coesite.cuda.driver.CudaException if cuBLAS refuses
     */
    CublasHandle open(Address.Stream stream, DeviceBuffer workspace);
  }

  /**
   * cublasSgemm or cublasDgemm with alpha 1 and beta 0: c[m x n] = op(a)[m x k] b[k x n], all
   * column-major.
   *
   * @param transposed whether a is stored as [k x m]
   */
  void multiply(
      Precision p,
      boolean transposed,
      int m,
      int n,
      int k,
      long a,
      int lda,
      long b,
      int ldb,
      long c,
      int ldc);

  /** Ten thousand times the major number, a hundred times the minor, and the patch. */
  int version();

  @Override
  void close();
}
