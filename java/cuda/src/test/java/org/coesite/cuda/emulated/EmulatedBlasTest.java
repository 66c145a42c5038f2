package org.coesite.cuda.emulated;

import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasDgemm;
import static jcuda.jcublas.JCublas2.cublasGetVersion;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;
import org.coesite.cuda.emulated.EmulatedDriver.Build;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmulatedBlasTest {

  private static EmulatedKernels gpu;

  @BeforeAll
  static void load() {
    gpu = EmulatedKernels.open(Build.PLAIN);
    gpu.driver().loadBlas(12);
    gpu.driver().loadBlas(13);
    JCublas2.setExceptionsEnabled(false);
  }

  @Test
  void multipliesInTheOrderOfK() {
    Random random = new Random(5);
    for (int[] shape : new int[][] {{1, 1, 1}, {7, 13, 300}, {100, 97, 31}, {130, 5, 700}}) {
      for (int operations = 0; operations < 4; operations++) {
        checkProduct(shape, (operations & 1) != 0, (operations & 2) != 0, random);
      }
    }
  }

  private static void checkProduct(int[] shape, boolean ta, boolean tb, Random random) {
    int m = shape[0];
    int n = shape[1];
    int k = shape[2];
    double[] a = random.doubles((long) m * k, -1, 1).toArray();
    double[] b = random.doubles((long) k * n, -1, 1).toArray();
    double[] c = random.doubles((long) m * n, -1, 1).toArray();
    double[] expected = new double[m * n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[ta ? i * k + p : p * m + i], b[tb ? p * n + j : j * k + p], sum);
        }
        expected[j * m + i] = Math.fma(0.5, c[j * m + i], -2 * sum);
      }
    }
    assertArrayEquals(expected, product(m, n, k, a, ta, b, tb, c), m + "x" + n + "x" + k);
  }

  private static double[] product(
      int m, int n, int k, double[] a, boolean ta, double[] b, boolean tb, double[] c) {
    CUstream stream = new CUstream();
    EmulatedKernels.ok(cuStreamCreate(stream, 1));
    cublasHandle handle = new cublasHandle();
    assertEquals(0, cublasCreate(handle));
    assertEquals(0, cublasSetStream(handle, new cudaStream_t(stream)));
    CUdeviceptr da = gpu.upload(a);
    CUdeviceptr db = gpu.upload(b);
    CUdeviceptr dc = gpu.upload(c);
    assertEquals(
        0,
        cublasDgemm(
            handle,
            ta ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N,
            tb ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N,
            m,
            n,
            k,
            Pointer.to(new double[] {-2}),
            da,
            ta ? k : m,
            db,
            tb ? n : k,
            Pointer.to(new double[] {0.5}),
            dc,
            m));
    EmulatedKernels.ok(cuStreamSynchronize(stream));
    double[] result = gpu.doubles(dc, m * n);
    gpu.free(da, db, dc);
    assertEquals(0, cublasDestroy(handle));
    EmulatedKernels.ok(cuStreamDestroy(stream));
    return result;
  }

  @Test
  void refusesMatricesThatAreNotOnTheDevice() {
    CUdeviceptr small = gpu.upload(1.0, 2.0, 3.0);
    cublasHandle handle = new cublasHandle();
    assertEquals(0, cublasCreate(handle));
    int n = cublasOperation.CUBLAS_OP_N;
    Pointer one = Pointer.to(new double[] {1});
    assertEquals(0, cublasDgemm(handle, n, n, 2, 2, 1, one, small, 2, small, 1, one, small, 2));
    assertEquals(700, gpu.synchronise());
    assertTrue(gpu.driver().report().contains("matrix C"), gpu.driver().report());
    gpu.driver().reset();
    assertEquals(0, cublasDestroy(handle));
    gpu.free(small);
  }

  @Test
  void standsInForBothVersions() throws Throwable {
    cublasHandle handle = new cublasHandle();
    assertEquals(0, cublasCreate(handle));
    int[] version = new int[1];
    assertEquals(0, cublasGetVersion(handle, version));
    assertEquals(12, version[0] / 10000);
    assertEquals(0, cublasDestroy(handle));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment of13 = arena.allocate(ValueLayout.JAVA_INT);
      int status = (int) getVersion13(arena).invokeExact(MemorySegment.NULL, of13);
      assertEquals(0, status);
      assertEquals(13, of13.get(ValueLayout.JAVA_INT, 0) / 10000);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle getVersion13(Arena arena) {
    return Linker.nativeLinker()
        .downcallHandle(
            SymbolLookup.libraryLookup("libcublas.so.13", arena).findOrThrow("cublasGetVersion_v2"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
  }
}
