package org.coesite.cuda.blas;

import java.util.concurrent.atomic.AtomicLong;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.DeviceBuffer;

/**
 * What both ways to cuBLAS share: row-major products in chunks of a fixed number of rows, said in
 * the column-major words of BLAS.
 *
 * <p>A row-major matrix is its transpose in column-major order. So c = a op(b) is asked for as c^T
 * = op(b)^T a^T, with n, the chunk's rows and k as the dimensions.
 */
final class CublasProducts {
  /** cublasSgemm or cublasDgemm on the queue's stream, with alpha 1 and beta 0. */
  @FunctionalInterface
  interface ColumnMajor {
    /**
     * c[m x n] = op(a)[m x k] b[k x n].
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
  }

  private static final AtomicLong INSTANCES = new AtomicLong();

  private final CommandQueue queue;
  private final ColumnMajor blas;

  /** Tells graphs apart that use different workspaces. */
  private final long instance = INSTANCES.incrementAndGet();

  CublasProducts(CommandQueue queue, ColumnMajor blas) {
    this.queue = queue;
    this.blas = blas;
  }

  void multiply(
      Precision p,
      DeviceBuffer a,
      DeviceBuffer b,
      boolean transposed,
      DeviceBuffer c,
      int rows,
      int n,
      int k) {
    Shapes.check(p, a, b, c, Math.ceilDiv(rows, Gemm.ROWS) * (long) Gemm.ROWS, n, k);
    if (n == 0) {
      return;
    }
    long first = a.address();
    long weights = b.address();
    long result = c.address();
    for (long row = 0; row < rows; row += Gemm.ROWS) {
      long from = first + row * k * p.bytes();
      long to = result + row * n * p.bytes();
      long[] identity = {
        instance, p.bytes(), transposed ? 1 : 0, from, weights, to, n, k, Gemm.ROWS
      };
      queue.call(
          identity,
          () ->
              blas.multiply(
                  p,
                  transposed,
                  n,
                  Gemm.ROWS,
                  k,
                  weights,
                  transposed ? Math.max(k, 1) : n,
                  from,
                  Math.max(k, 1),
                  to,
                  n));
    }
  }
}
