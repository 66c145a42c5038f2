package org.coesite.cuda.emulated;

import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasDgemm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import org.coesite.cuda.emulated.EmulatedDriver.Build;
import org.coesite.cuda.emulated.EmulatedDriver.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checked build finds every error that is planted, and none where there is none. */
class PlantedErrorsTest {

  private static final int THREADS = 64;
  private static final int BLOCKS = 3;
  private static final int N = THREADS * BLOCKS;
  private static final int SHARED = 2560;

  private static final int INVALID_VALUE = 1;
  private static final int ILLEGAL_ADDRESS = 700;
  private static final int OUT_OF_RESOURCES = 701;

  private static EmulatedKernels gpu;
  private static CUmodule planted;

  @BeforeAll
  static void load() throws IOException {
    gpu = EmulatedKernels.open(Build.CHECKED);
    planted = gpu.module(gpu.driver().image("planted"));
  }

  @AfterEach
  void forget() {
    if (gpu != null) {
      gpu.driver().reset();
    }
  }

  @AfterAll
  static void back() {
    if (gpu != null) {
      EmulatedDriver.load(Build.PLAIN);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reads_beyond_global         | 700 | out of bounds: reads 4 bytes at byte 768 of an allocation of 768 bytes
          reads_before_global         | 700 | out of bounds: reads 4 bytes at 4 bytes before an allocation of 768 bytes
          writes_beyond_global        | 700 | out of bounds: writes 4 bytes at byte 768 of an allocation of 768 bytes
          reads_beyond_shared         | 700 | out of bounds: reads 4 bytes at byte 256 of shared array first of 256 bytes
          writes_beyond_shared        | 700 | out of bounds: writes 4 bytes at byte 256 of shared array first of 256 bytes
          reads_unwritten_global      | 719 | unwritten memory: reads 4 bytes at byte 0 of an allocation of 768 bytes
          reads_unwritten_shared      | 719 | unwritten memory: reads 4 bytes at byte 0 of shared array values of 256 bytes
          takes_too_much_shared       | 719 | shared array values of 4096 bytes after 0 others does not fit the launch's 2560 bytes
          misses_barrier_shared       | 719 | race: writes 4 bytes at byte 124 of shared array values of 256 bytes; with no barrier in between thread (31,0,0) wrote there
          misses_barrier_before_reuse | 719 | race: reads 4 bytes at byte 252 of shared array values of 256 bytes; with no barrier in between thread (63,0,0) wrote there
          misses_barrier_after_reading | 719 | race: writes 4 bytes at byte 0 of shared array values of 256 bytes; with no barrier in between threads of several warps read there
          misses_barrier_global       | 719 | race: reads 4 bytes at byte 28 of an allocation of 768 bytes; with no barrier in between thread (7,0,0) wrote there
          races_between_blocks        | 719 | race: writes 4 bytes at byte 0 of an allocation of 768 bytes; with no barrier in between thread (0,0,0) of another block wrote there
          misses_syncwarp             | 719 | race: reads 4 bytes at byte 120 of shared array values of 256 bytes; with no barrier in between thread (30,0,0) wrote there
          ends_before_barrier         | 719 | divergent barrier: 24 of 64 threads ended without reaching the barrier in line
          meets_at_two_barriers       | 719 | divergent barrier: reaches the barrier in line
          shuffles_with_ended_lane    | 719 | lane 30 reads lane 31, which does not take part
          shuffles_while_lane_waits   | 719 | waits for lane 5, which waits at the barrier in line
          shuffles_outside_of_mask    | 719 | does not name the calling lane
          """)
  void isFound(String kernel, int status, String finding) {
    CUdeviceptr in = gpu.upload(new int[N]);
    CUdeviceptr out = gpu.allocate(4L * N);
    EmulatedKernels.ok(
        gpu.launch(gpu.function(planted, kernel), BLOCKS, THREADS, SHARED, null, in, out));
    assertEquals(status, gpu.synchronise());
    assertReports(kernel, finding);
    gpu.driver().reset();
    gpu.free(in, out);
  }

  @Test
  void useAfterFreeIsFound() {
    CUdeviceptr in = gpu.upload(new int[N]);
    CUdeviceptr out = gpu.allocate(4L * N);
    gpu.free(in);
    EmulatedKernels.ok(
        gpu.launch(gpu.function(planted, "copy"), BLOCKS, THREADS, SHARED, null, in, out));
    assertEquals(ILLEGAL_ADDRESS, gpu.synchronise());
    assertReports("copy", "use after free: reads 4 bytes at byte 0 of a freed allocation of 768");
    gpu.driver().reset();
    gpu.free(out);
  }

  @Test
  void whatComesOfUnwrittenMemoryIsUnwritten() {
    gpu.driver().loadBlas(12);
    int m = THREADS / 2;
    CUdeviceptr a = gpu.allocate(8L * m);
    EmulatedKernels.ok(cuMemcpyHtoD(a, Pointer.to(new double[m]), 8L * (m - 1)));
    CUdeviceptr b = gpu.upload(1.0);
    CUdeviceptr c = gpu.allocate(8L * m);
    CUdeviceptr out = gpu.allocate(4L * THREADS);
    cublasHandle handle = new cublasHandle();
    assertEquals(0, cublasCreate(handle));
    int n = cublasOperation.CUBLAS_OP_N;
    Pointer one = Pointer.to(new double[] {1});
    Pointer zero = Pointer.to(new double[] {0});
    assertEquals(0, cublasDgemm(handle, n, n, m, 1, 1, one, a, m, b, 1, zero, c, m));
    assertEquals(0, gpu.synchronise(), "a product of padding is no error");
    EmulatedKernels.ok(gpu.launch(gpu.function(planted, "copy"), 1, THREADS, SHARED, null, c, out));
    assertEquals(719, gpu.synchronise());
    assertReports("copy", "unwritten memory: reads 4 bytes at byte 248 of an allocation of 256");
    gpu.driver().reset();
    assertEquals(0, cublasDestroy(handle));
    gpu.free(a, b, c, out);
  }

  @Test
  void wrongArgumentsAreFound() {
    CUdeviceptr in = gpu.upload(new int[N]);
    CUfunction copy = gpu.function(planted, "copy");
    assertEquals(INVALID_VALUE, gpu.launch(copy, 1, THREADS, 0, null, in));
    assertReports("copy", "launched with 8 bytes of arguments; its 2 arguments take 16");
    gpu.driver().reset();
    assertEquals(INVALID_VALUE, gpu.launch(copy, 1, THREADS, 0, null, in, 5));
    assertReports("copy", "launched with 12 bytes of arguments; its 2 arguments take 16");
    gpu.free(in);
  }

  @Test
  void tooManyThreadsAreFound() {
    CUdeviceptr in = gpu.upload(new int[N]);
    CUfunction copy = gpu.function(planted, "copy");
    assertEquals(OUT_OF_RESOURCES, gpu.launch(copy, 1, 65, 0, null, in, in));
    assertReports("copy", "launched with 65 threads in a block, more than its launch bound of 64");
    gpu.free(in);
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "reverses", "exchanges", "works"})
  void correctKernelsPassInAnyOrder(String kernel) {
    int[] values = new Random(3).ints(N, -9, 99).toArray();
    int[] expected = run(kernel, values);
    assertTrue(Arrays.stream(expected).anyMatch(value -> value != expected[0]));
    for (Order blocks : Order.values()) {
      for (Order threads : Order.values()) {
        gpu.driver().order(blocks, threads, 11);
        assertArrayEquals(expected, run(kernel, values), blocks + " " + threads);
      }
    }
    assertEquals("", gpu.driver().report());
  }

  @Test
  void correctKernelsGiveWhatTheyShould() {
    int[] values = IntStream.range(0, N).toArray();
    int[] reversed =
        IntStream.range(0, N).map(i -> i / THREADS * THREADS + THREADS - 1 - i % THREADS).toArray();
    assertArrayEquals(reversed, run("reverses", values));
  }

  private static int[] run(String kernel, int[] values) {
    CUdeviceptr in = gpu.upload(values);
    CUdeviceptr out = gpu.allocate(4L * N);
    EmulatedKernels.ok(
        gpu.launch(gpu.function(planted, kernel), BLOCKS, THREADS, SHARED, null, in, out));
    int[] result = gpu.ints(out, N);
    gpu.free(in, out);
    return result;
  }

  private static void assertReports(String kernel, String finding) {
    String report = gpu.driver().report();
    assertTrue(report.startsWith("kernel " + kernel), report);
    assertTrue(report.contains(finding), report);
    assertEquals(1, report.lines().count(), report);
  }
}
