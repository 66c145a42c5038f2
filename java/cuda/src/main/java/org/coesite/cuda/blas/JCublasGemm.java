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

/** Products by cuBLAS 12 through JCublas2. */
public final class JCublasGemm implements Gemm {
  private final CudaDevice device;
  private final DeviceMemory memory;
  private final cublasHandle handle = new cublasHandle();
  private final DeviceBuffer workspace;
  private final CublasProducts products;
  private final Address one64;
  private final Address zero64;
  private final Address one32;
  private final Address zero32;
  private final int version;
  private boolean created;
  private boolean closed;

  /** Holds what the addresses of the factors point to. */
  private final MemorySegment factors = Arena.ofAuto().allocate(24, 8);

  /**
   * Opens cuBLAS.
   *
   * @param queue whose stream it enqueues on
   * @param memory where its workspace is taken
   * @throws org.coesite.CoesiteException if JCublas2's library or cuBLAS 12 is not there
   */
  public JCublasGemm(CudaDevice device, CommandQueue queue, DeviceMemory memory) {
    this.device = device;
    this.memory = memory;
    CudaNatives.load("JCublas2", JCublas2::initialize);
    JCublas2.setExceptionsEnabled(false);
    device.makeCurrent();
    factors.set(ValueLayout.JAVA_DOUBLE, 0, 1);
    factors.set(ValueLayout.JAVA_FLOAT, 8, 1);
    one64 = Address.of(factors.address());
    one32 = Address.of(factors.address() + 8);
    zero64 = Address.of(factors.address() + 16);
    zero32 = Address.of(factors.address() + 16);
    workspace = memory.take(CublasWorkspace.bytes(device));
    try {
      Status.checkBlas("cublasCreate", JCublas2.cublasCreate(handle));
      created = true;
      prepare(queue);
      int[] number = {0};
      Status.checkBlas("cublasGetVersion", JCublas2.cublasGetVersion(handle, number));
      version = number[0];
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    products = new CublasProducts(queue, this::gemm);
  }

  private void prepare(CommandQueue queue) {
    Status.checkBlas(
        "cublasSetStream", JCublas2.cublasSetStream(handle, new cudaStream_t(queue.stream())));
    // a change of the stream forgets the workspace, so this comes after it
    Status.checkBlas(
        "cublasSetWorkspace",
        JCublas2.cublasSetWorkspace(handle, Address.of(workspace.address()), workspace.bytes()));
    // no TF32; double precision keeps its tensor cores, which the pedantic mode may do without
    Status.checkBlas(
        "cublasSetMathMode", JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_DEFAULT_MATH));
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
    return "cuBLAS " + version / 10000 + "." + version / 100 % 100 + " through JCublas2";
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.makeCurrent();
      memory.giveBack(workspace);
      if (created) {
        Status.checkBlas("cublasDestroy", JCublas2.cublasDestroy(handle));
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
                  handle, left, right, m, n, k, one64, first, lda, second, ldb, zero64, result,
                  ldc));
      case F32 ->
          Status.checkBlas(
              "cublasSgemm",
              JCublas2.cublasSgemm(
                  handle, left, right, m, n, k, one32, first, lda, second, ldb, zero32, result,
                  ldc));
    }
  }
}
