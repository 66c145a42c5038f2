package org.coesite.cuda.blas;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.DeviceMemory;

/** Products by cuBLAS 13, which JCublas2 does not know, through {@code java.lang.foreign}. */
public final class ForeignCublasGemm implements Gemm {
  private final CudaDevice device;
  private final DeviceMemory memory;
  private final Cublas13 blas;
  private long handle;
  private final DeviceBuffer workspace;
  private final CublasProducts products;
  private final int version;
  private final MemorySegment factors = Arena.ofAuto().allocate(24, 8);
  private boolean closed;

  /**
   * Opens cuBLAS.
   *
   * @param queue whose stream it enqueues on
   * @param memory where its workspace is taken
   * @throws org.coesite.CoesiteException if there is no cuBLAS 13
   */
  public ForeignCublasGemm(CudaDevice device, CommandQueue queue, DeviceMemory memory) {
    this.device = device;
    this.memory = memory;
    blas = Cublas13.load();
    device.makeCurrent();
    factors.set(ValueLayout.JAVA_DOUBLE, 0, 1);
    factors.set(ValueLayout.JAVA_FLOAT, 8, 1);
    workspace = memory.take(CublasWorkspace.bytes(device));
    try {
      handle = blas.create();
      blas.setStream(handle, queue.streamHandle());
      // a change of the stream forgets the workspace, so this comes after it
      blas.setWorkspace(handle, workspace.address(), workspace.bytes());
      blas.setDefaultMath(handle);
      version = blas.version(handle);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    products = new CublasProducts(queue, this::gemm);
  }

  @Override
  public void multiply(
      Precision p,
      DeviceBuffer a,
      DeviceBuffer b,
      boolean transposed,
      DeviceBuffer c,
      int rows,
      int n,
      int k) {
    products.multiply(p, a, b, transposed, c, rows, n, k);
  }

  @Override
  public String description() {
    return "cuBLAS " + version / 10000 + "." + version / 100 % 100 + " through java.lang.foreign";
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.makeCurrent();
      memory.giveBack(workspace);
      if (handle != 0) {
        blas.destroy(handle);
      }
    }
  }

  private void gemm(
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
      int ldc) {
    long one = factors.address() + (p == Precision.F64 ? 0 : 8);
    long zero = factors.address() + 16;
    blas.gemm(p, handle, transposed, m, n, k, one, a, lda, b, ldb, zero, c, ldc);
  }
}
