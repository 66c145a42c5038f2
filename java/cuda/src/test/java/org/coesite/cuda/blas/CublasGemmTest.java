package org.coesite.cuda.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.JCudaDriver;
import org.coesite.CoesiteException;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.Address;
import org.coesite.cuda.driver.CudaException;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.EmulatedGpu;
import org.coesite.cuda.driver.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a product is spread over handles, with a cuBLAS that knows products by one only. */
class CublasGemmTest {
  private static final String STREAMS = "coesite.gemm.streams";

  private final List<Handle> handles = new ArrayList<>();
  private int chunks;
  private int failing = -1;
  private int refused = -1;

  @AfterEach
  void free() {
    System.clearProperty(STREAMS);
  }

  /** Multiplies with the matrix (1), and may fail. */
  private final class Handle implements CublasHandle {
    final Address.Stream stream;
    final List<Integer> done = new ArrayList<>();
    int closed;

    Handle(Address.Stream stream) {
      Status.checkBlas("cublasCreate", handles.size() == refused ? 3 : 0);
      this.stream = stream;
      handles.add(this);
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
      assertEquals(0, closed);
      int chunk = chunks++;
      Status.checkBlas("cublasDgemm", chunk == failing ? 13 : 0);
      done.add(chunk);
      Status.check(
          "cuMemcpyDtoDAsync",
          JCudaDriver.cuMemcpyDtoDAsync(Address.of(c), Address.of(b), 8L * n, stream));
    }

    @Override
    public int version() {
      return 120345;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private CublasGemm open(EmulatedGpu gpu) {
    return new CublasGemm(
        "a test", gpu.device, gpu.queue, gpu.memory, (stream, workspace) -> new Handle(stream));
  }

  private static double[] numbers(int rows) {
    double[] values = new double[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i + 0.5;
    }
    return values;
  }

  private static void assertProduct(EmulatedGpu gpu, Gemm gemm, int rows) {
    DeviceBuffer a = gpu.upload(MemorySegment.ofArray(numbers(rows)));
    DeviceBuffer one = gpu.upload(MemorySegment.ofArray(new double[] {1}));
    DeviceBuffer c = gpu.memory.take(8L * rows);
    gpu.queue.zero(c, 0, c.bytes());
    gemm.multiply(Precision.F64, a, one, false, c, rows, 1, 1);
    assertArrayEquals(numbers(rows), gpu.content(c).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
    for (DeviceBuffer block : List.of(a, one, c)) {
      gpu.memory.giveBack(block);
    }
  }

  @Test
  void chunksTakeTurnsOnHandles() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        CublasGemm gemm = open(gpu)) {
      assertEquals("cuBLAS 12.3 through a test", gemm.description());
      assertProduct(gpu, gemm, 6 * Gemm.ROWS);
      assertEquals(
          List.of(List.of(0, 4), List.of(1, 5), List.of(2), List.of(3)),
          handles.stream().map(handle -> handle.done).toList());
      assertEquals(1, gpu.queue.launches(), "one call");
      assertProduct(gpu, gemm, Gemm.ROWS);
      assertEquals(List.of(0, 4, 6), handles.get(0).done);
    }
    assertEquals(List.of(1, 1, 1, 1), handles.stream().map(handle -> handle.closed).toList());
  }

  @Test
  void asManyStreamsAsAreAskedFor() {
    System.setProperty(STREAMS, "1");
    try (EmulatedGpu gpu = EmulatedGpu.open();
        CublasGemm gemm = open(gpu)) {
      assertProduct(gpu, gemm, 3 * Gemm.ROWS);
      assertEquals(1, handles.size());
    }
  }

  @Test
  void anImpossibleNumberOfStreamsIsRefused() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      for (String wrong : new String[] {"0", "33", "many", "-1", ""}) {
        System.setProperty(STREAMS, wrong);
        CoesiteException e = assertThrows(CoesiteException.class, () -> open(gpu));
        assertEquals(
            "-Dcoesite.gemm.streams=" + wrong + ": a number from 1 to 32 is expected",
            e.getMessage());
      }
    }
  }

  @Test
  void aFailureInTheMiddleLeavesNothingBehind() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        CublasGemm gemm = open(gpu)) {
      for (boolean collecting : new boolean[] {false, true}) {
        gpu.queue.collecting(collecting);
        failing = chunks + 2;
        CudaException e =
            assertThrows(CudaException.class, () -> assertProduct(gpu, gemm, 5 * Gemm.ROWS));
        assertEquals("cublasDgemm: CUBLAS_STATUS_EXECUTION_FAILED (13)", e.getMessage());
        assertEquals(0, e.getSuppressed().length);
        gpu.queue.synchronize();
        assertProduct(gpu, gemm, 5 * Gemm.ROWS);
      }
    }
  }

  @Test
  void aFailureWhileCapturedLeavesNothingBehind() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        CublasGemm gemm = open(gpu)) {
      gpu.queue.collecting(true);
      assertProduct(gpu, gemm, 5 * Gemm.ROWS);
      failing = chunks + 2;
      assertProduct(gpu, gemm, 5 * Gemm.ROWS);
      assertEquals(5 + 2 + 1 + 5, chunks, "issued one by one, captured to the third, issued");
      assertProduct(gpu, gemm, 5 * Gemm.ROWS);
      assertEquals(0, gpu.queue.graphLaunches());
      for (int i = 0; i < 3; i++) {
        assertProduct(gpu, gemm, 6 * Gemm.ROWS);
      }
      assertEquals(2, gpu.queue.graphLaunches());
    }
  }

  @Test
  void aHandleThatCannotBeOpenedClosesTheOthers() {
    refused = 2;
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      CudaException e = assertThrows(CudaException.class, () -> open(gpu));
      assertEquals("cublasCreate: CUBLAS_STATUS_ALLOC_FAILED (3)", e.getMessage());
      assertEquals(0, gpu.memory.inUse());
      assertEquals(List.of(1, 1), handles.stream().map(handle -> handle.closed).toList());
    }
  }

  @Test
  void moreChunksAreAnotherGraph() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        CublasGemm gemm = open(gpu)) {
      DeviceBuffer a = gpu.upload(MemorySegment.ofArray(numbers(3 * Gemm.ROWS)));
      DeviceBuffer c = gpu.memory.take(a.bytes());
      gpu.queue.synchronize();
      gpu.queue.collecting(true);
      for (int rows : new int[] {1, Gemm.ROWS, 3 * Gemm.ROWS}) {
        gemm.multiply(Precision.F64, a, a, false, c, rows, 1, 1);
        gpu.queue.synchronize();
      }
      assertEquals(1 + 1 + 3, chunks);
      assertEquals(1, gpu.queue.graphLaunches(), "whose padded rows are the same");
    }
  }

  @Test
  void productsThatWaitAreDoneBeforeItIsClosed() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      int rows = 3 * Gemm.ROWS;
      DeviceBuffer a = gpu.upload(MemorySegment.ofArray(numbers(rows)));
      DeviceBuffer c = gpu.memory.take(8L * rows);
      gpu.queue.collecting(true);
      try (CublasGemm gemm = open(gpu)) {
        gemm.multiply(Precision.F64, a, a, false, c, rows, 1, 1);
        assertEquals(0, chunks);
      }
      assertEquals(3, chunks);
      assertArrayEquals(numbers(rows), gpu.content(c).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
    }
  }
}
