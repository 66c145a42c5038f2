package org.coesite.cuda.emulated;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSgemm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;
import org.coesite.cuda.emulated.EmulatedDriver.Build;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checked build finds what two streams do to the same memory with no event in between, and
 * nothing where one is. A stream hands numbers to a second one, which hands them back.
 */
class StreamRacesTest {
  private static final int THREADS = 64;
  private static final int LAUNCH_FAILED = 719;

  /** What is done in the second stream. */
  enum Side {
    KERNEL("kernel copy"),
    COPY("copy: "),
    PRODUCT("cublasSgemm: "),
    FILL("fill: ");

    private final String name;

    Side(String name) {
      this.name = name;
    }
  }

  private static EmulatedKernels gpu;
  private static CUmodule planted;

  private final CUstream first = new CUstream();
  private final CUstream second = new CUstream();
  private final CUevent before = new CUevent();
  private final CUevent after = new CUevent();
  private final cublasHandle blas = new cublasHandle();
  private CUdeviceptr in;
  private CUdeviceptr there;
  private CUdeviceptr back;
  private CUdeviceptr out;
  private CUdeviceptr one;

  @BeforeAll
  static void load() throws IOException {
    gpu = EmulatedKernels.open(Build.CHECKED);
    gpu.driver().loadBlas(12);
    JCublas2.setExceptionsEnabled(false);
    planted = gpu.module(gpu.driver().image("planted"));
  }

  @AfterAll
  static void back() {
    if (gpu != null) {
      EmulatedDriver.load(Build.PLAIN);
    }
  }

  @BeforeEach
  void create() {
    EmulatedKernels.ok(cuStreamCreate(first, 1));
    EmulatedKernels.ok(cuStreamCreate(second, 1));
    EmulatedKernels.ok(cuEventCreate(before, 2));
    EmulatedKernels.ok(cuEventCreate(after, 2));
    assertEquals(0, cublasCreate(blas));
    assertEquals(0, cublasSetStream(blas, new cudaStream_t(second)));
    int[] numbers = IntStream.range(0, THREADS).map(Float::floatToIntBits).toArray();
    in = gpu.upload(numbers);
    there = gpu.upload(new int[THREADS]);
    back = gpu.upload(new int[THREADS]);
    out = gpu.upload(new int[THREADS]);
    one = gpu.upload(Float.floatToIntBits(1));
  }

  @AfterEach
  void destroy() {
    gpu.driver().reset();
    gpu.free(in, there, back, out, one);
    assertEquals(0, cublasDestroy(blas));
    EmulatedKernels.ok(cuEventDestroy(before));
    EmulatedKernels.ok(cuEventDestroy(after));
    EmulatedKernels.ok(cuStreamDestroy(first));
    EmulatedKernels.ok(cuStreamDestroy(second));
  }

  private void copy(CUstream stream, CUdeviceptr from, CUdeviceptr to) {
    CUfunction copy = gpu.function(planted, "copy");
    EmulatedKernels.ok(gpu.launch(copy, 1, THREADS, 0, stream, from, to));
  }

  private void hand() {
    copy(first, in, there);
  }

  private void fork() {
    EmulatedKernels.ok(cuEventRecord(before, first));
    EmulatedKernels.ok(cuStreamWaitEvent(second, before, 0));
  }

  private void handBack(Side side) {
    switch (side) {
      case KERNEL -> copy(second, there, back);
      case COPY -> EmulatedKernels.ok(cuMemcpyDtoDAsync(back, there, 4L * THREADS, second));
      case FILL -> {
        EmulatedKernels.ok(cuMemcpyDtoDAsync(back, there, 4L * THREADS, second));
        EmulatedKernels.ok(cuMemsetD32Async(there, 0, THREADS, second));
      }
      case PRODUCT -> {
        int n = cublasOperation.CUBLAS_OP_N;
        Pointer factor = Pointer.to(new float[] {1});
        Pointer zero = Pointer.to(new float[] {0});
        assertEquals(
            0,
            cublasSgemm(
                blas, n, n, THREADS, 1, 1, factor, there, THREADS, one, 1, zero, back, THREADS));
      }
    }
  }

  private void join() {
    EmulatedKernels.ok(cuEventRecord(after, second));
    EmulatedKernels.ok(cuStreamWaitEvent(first, after, 0));
  }

  private void take() {
    copy(first, back, out);
  }

  private static void assertFound(Side side) {
    assertEquals(LAUNCH_FAILED, gpu.synchronise());
    String report = gpu.driver().report();
    assertTrue(report.contains("; with no event in between "), report);
    assertTrue(report.contains(" in another stream "), report);
    assertTrue(report.startsWith("kernel copy, block") || report.startsWith(side.name), report);
    assertEquals(1, report.lines().count(), report);
  }

  private void assertHandedBack() {
    EmulatedKernels.ok(cuStreamSynchronize(first));
    assertArrayEquals(gpu.ints(in, THREADS), gpu.ints(out, THREADS));
    assertEquals("", gpu.driver().report());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsFoundWhereEventsOrder(Side side) {
    for (int i = 0; i < 3; i++) {
      hand();
      fork();
      handBack(side);
      if (side != Side.FILL) {
        // both may read
        copy(first, there, out);
      }
      join();
      take();
    }
    assertHandedBack();
  }

  @ParameterizedTest
  @EnumSource
  void aForgottenForkIsFound(Side side) {
    hand();
    handBack(side);
    join();
    take();
    assertFound(side);
  }

  @ParameterizedTest
  @EnumSource
  void aForgottenJoinIsFound(Side side) {
    hand();
    fork();
    handBack(side);
    take();
    assertFound(side);
  }

  @ParameterizedTest
  @EnumSource
  void aJoinBeforeTheLastWorkIsFound(Side side) {
    hand();
    fork();
    join();
    handBack(side);
    take();
    assertFound(side);
  }

  @ParameterizedTest
  @EnumSource
  void anEventRecordedAgainIsWaitedForAsItWas(Side side) {
    hand();
    fork();
    join();
    handBack(side);
    // not before take, as it is the first record that was waited for
    EmulatedKernels.ok(cuEventRecord(after, second));
    EmulatedKernels.ok(cuStreamSynchronize(second));
    EmulatedKernels.ok(cuStreamSynchronize(first));
    hand();
    fork();
    EmulatedKernels.ok(cuStreamWaitEvent(first, after, 0));
    handBack(side);
    EmulatedKernels.ok(cuEventRecord(after, second));
    take();
    assertFound(side);
  }

  @ParameterizedTest
  @EnumSource
  void theHostsWaitingOrdersToo(Side side) {
    hand();
    EmulatedKernels.ok(cuStreamSynchronize(first));
    handBack(side);
    EmulatedKernels.ok(cuStreamSynchronize(second));
    take();
    assertHandedBack();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsFoundInAGraphWithJoinedBranches(Side side) {
    launch(
        () -> {
          hand();
          fork();
          handBack(side);
          join();
          take();
        },
        3);
    assertHandedBack();
  }

  @ParameterizedTest
  @EnumSource
  void aLateJoinIsFoundInAGraph(Side side) {
    launch(
        () -> {
          hand();
          fork();
          handBack(side);
          take();
          join();
        },
        1);
    assertFound(side);
  }

  @Test
  void aLateForkIsFoundInAGraph() {
    launch(
        () -> {
          fork();
          hand();
          handBack(Side.COPY);
          join();
          take();
        },
        1);
    assertFound(Side.COPY);
  }

  @Test
  void whatFollowsAGraphFollowsAllOfItsBranches() {
    launch(
        () -> {
          hand();
          fork();
          handBack(Side.KERNEL);
          join();
        },
        1);
    take();
    assertHandedBack();
  }

  /** Captures something in the first stream, and launches it that many times. */
  private void launch(Runnable work, int times) {
    EmulatedKernels.ok(cuStreamBeginCapture(first, 1));
    work.run();
    CUgraph graph = new CUgraph();
    EmulatedKernels.ok(cuStreamEndCapture(first, graph));
    CUgraphExec executable = new CUgraphExec();
    EmulatedKernels.ok(cuGraphInstantiate(executable, graph, 0));
    EmulatedKernels.ok(cuGraphDestroy(graph));
    for (int i = 0; i < times; i++) {
      EmulatedKernels.ok(cuGraphLaunch(executable, first));
    }
    EmulatedKernels.ok(cuGraphExecDestroy(executable));
  }
}
