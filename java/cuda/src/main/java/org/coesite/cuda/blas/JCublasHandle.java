package org.coesite.cuda.blas;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.Address;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.CudaNatives;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.DeviceMemory;
import org.coesite.cuda.driver.Status;

/** cuBLAS 12 through JCublas2. */
final class JCublasHandle implements CublasHandle {
  private final cublasHandle handle = new cublasHandle();

  /** Holds what the addresses of the factors point to. */
  private final MemorySegment factors = Arena.ofAuto().allocate(24, 8);

  private final Address one64 = Address.of(factors.address());
  private final Address one32 = Address.of(factors.address() + 8);
  private final Address zero = Address.of(factors.address() + 16);

  private JCublasHandle(Address.Stream stream, DeviceBuffer workspace) {
    factors.set(ValueLayout.JAVA_DOUBLE, 0, 1);
    factors.set(ValueLayout.JAVA_FLOAT, 8, 1);
    Status.checkBlas("cublasCreate", JCublas2.cublasCreate(handle));
    try {
      prepare(stream, workspace);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void prepare(Address.Stream stream, DeviceBuffer workspace) {
    Status.checkBlas("cublasSetStream", JCublas2.cublasSetStream(handle, new cudaStream_t(stream)));
    // a change of the stream forgets the workspace, so this comes after it
    Status.checkBlas(
        "cublasSetWorkspace",
        JCublas2.cublasSetWorkspace(handle, Address.of(workspace.address()), workspace.bytes()));
    // no TF32; double precision keeps its tensor cores, which the pedantic mode may do without
    Status.checkBlas(
        "cublasSetMathMode", JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_DEFAULT_MATH));
  }

  /**
   * Opens cuBLAS.
   *
   * @param queue whose stream it enqueues on
   * @param memory where its workspaces are taken
   * @throws org.coesite.CoesiteException if JCublas2's library or cuBLAS 12 is not there
   */
  static Gemm gemm(CudaDevice device, CommandQueue queue, DeviceMemory memory) {
    CudaNatives.load("JCublas2", JCublas2::initialize);
    JCublas2.setExceptionsEnabled(false);
    return new CublasGemm("JCublas2", device, queue, memory, JCublasHandle::new);
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
    int left = transposed ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    int right = cublasOperation.CUBLAS_OP_N;
    Address first = Address.of(a);
    Address second = Address.of(b);
    Address result = Address.of(c);
    switch (p) {
      case F64 ->
          Status.checkBlas(
              "cublasDgemm",
              JCublas2.cublasDgemm(
                  handle, left, right, m, n, k, one64, first, lda, second, ldb, zero, result, ldc));
      case F32 ->
          Status.checkBlas(
              "cublasSgemm",
              JCublas2.cublasSgemm(
                  handle, left, right, m, n, k, one32, first, lda, second, ldb, zero, result, ldc));
    }
  }

  @Override
  public int version() {
    int[] number = {0};
    Status.checkBlas("cublasGetVersion", JCublas2.cublasGetVersion(handle, number));
    return number[0];
  }

  @Override
  public void close() {
    Status.checkBlas("cublasDestroy", JCublas2.cublasDestroy(handle));
  }
}
