package org.coesite.cuda.blas;

import java.util.function.Supplier;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.DeviceMemory;
import org.coesite.cuda.driver.KernelImage;

/**
 * Row-major products of a fixed number of rows, so that an element's bits depend on its row and
 * nothing else.
 */
public interface Gemm extends AutoCloseable {
  /**
   * A product is done in chunks of this many rows: cuBLAS chooses its kernel, and with it the order
   * of the sums, by the shape.
   */
  int ROWS = 1024;

  /**
   * Enqueues c[rows x n] = a[rows x k] op(b), all contiguous.
   *
   * <p>a and c have room for rows up to a multiple of {@link #ROWS}. What lies in the rows of a
   * past the given number is read but matters to no other row; the same rows of c are undefined
   * afterwards.
   *
   * @param transposed whether b is [n x k], and op(b) its transpose; else b is [k x n]
   */
  void multiply(
      Precision p,
      DeviceBuffer a,
      DeviceBuffer b,
      boolean transposed,
      DeviceBuffer c,
      int rows,
      int n,
      int k);

  /** What does the products, in a few words: "cuBLAS 12.6 through JCublas2". */
  String description();

  @Override
  void close();

  /**
   * JCublas2 where its library loads, else cuBLAS 13 through java.lang.foreign, else our own kernel
   * with a warning. The system property {@code coesite.gemm} (jcublas, cublas or tiled) asks for
   * one of them, and {@code coesite.gemm.streams} sets how many streams cuBLAS uses.
   *
   * @param queue where products are enqueued
   * @param memory where workspaces are taken
   * @param tiled loads the kernels of the family "gemm", if they are needed; they are closed with
   *     the product
   * @throws org.coesite.CoesiteException if the one asked for cannot be had
   */
  static Gemm open(
      CudaDevice device, CommandQueue queue, DeviceMemory memory, Supplier<KernelImage> tiled) {
    return GemmChoice.open(device, queue, memory, tiled);
  }
}
