package org.coesite.cuda.blas;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.Address;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.DeviceMemory;

/** cuBLAS 13, which JCublas2 does not know, through {@code java.lang.foreign}. */
final class Cublas13Handle implements CublasHandle {
  private final Cublas13 blas;
  private final long handle;
  private final MemorySegment factors = Arena.ofAuto().allocate(24, 8);

  private Cublas13Handle(Cublas13 blas, Address.Stream stream, DeviceBuffer workspace) {
    this.blas = blas;
    factors.set(ValueLayout.JAVA_DOUBLE, 0, 1);
    factors.set(ValueLayout.JAVA_FLOAT, 8, 1);
    handle = blas.create();
    try {
      blas.setStream(handle, stream.value());
      // a change of the stream forgets the workspace, so this comes after it
      blas.setWorkspace(handle, workspace.address(), workspace.bytes());
      blas.setDefaultMath(handle);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens cuBLAS.
   *
   * @param queue whose stream it enqueues on
   * @param memory where its workspaces are taken
   * @throws org.coesite.CoesiteException if there is no cuBLAS 13
   */
  static Gemm gemm(CudaDevice device, CommandQueue queue, DeviceMemory memory) {
    Cublas13 blas = Cublas13.load();
    return new CublasGemm(
        "java.lang.foreign",
        device,
        queue,
        memory,
        (stream, workspace) -> new Cublas13Handle(blas, stream, workspace));
  }

  @Override
  public void multiply(
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

  @Override
  public int version() {
    return blas.version(handle);
  }

  @Override
  public void close() {
    blas.destroy(handle);
  }
}
