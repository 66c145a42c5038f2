package org.coesite.cuda.emulated;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphGetNodes;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamIsCapturing;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import org.coesite.cuda.emulated.EmulatedDriver.Build;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmulatedStreamsTest {

  private static final int OUT_OF_MEMORY = 2;
  private static final int UNSUPPORTED_IN_CAPTURE = 900;
  private static final int INVALIDATED = 901;
  private static final int UNJOINED = 904;
  private static final int THREADS = 64;

  private static EmulatedKernels gpu;
  private static CUmodule planted;

  private final CUstream first = new CUstream();
  private final CUstream second = new CUstream();

  @BeforeAll
  static void load() throws IOException {
    gpu = EmulatedKernels.open(Build.PLAIN);
    planted = gpu.module(gpu.driver().image("planted"));
  }

  @BeforeEach
  void createStreams() {
    EmulatedKernels.ok(cuStreamCreate(first, 1));
    EmulatedKernels.ok(cuStreamCreate(second, 1));
  }

  @AfterEach
  void destroyStreams() {
    gpu.driver().reset();
    EmulatedKernels.ok(cuStreamDestroy(first));
    EmulatedKernels.ok(cuStreamDestroy(second));
  }

  @Test
  void missingSynchronisationBeforeAHostReadShows() {
    CUdeviceptr values = gpu.upload(1.5, 2.5);
    Pointer host = new Pointer();
    EmulatedKernels.ok(cuMemHostAlloc(host, 16, 0));
    ByteBuffer read = host.getByteBuffer(0, 16).order(ByteOrder.nativeOrder());
    EmulatedKernels.ok(cuMemcpyDtoHAsync(host, values, 16, first));
    DoubleBuffer doubles = read.asDoubleBuffer();
    FloatBuffer floats = read.asFloatBuffer();
    assertTrue(Double.isNaN(doubles.get(0)) && Double.isNaN(doubles.get(1)));
    assertTrue(Float.isNaN(floats.get(3)));
    EmulatedKernels.ok(cuStreamSynchronize(second));
    assertTrue(Double.isNaN(doubles.get(0)), "another stream does not wait for this one");
    EmulatedKernels.ok(cuStreamSynchronize(first));
    assertEquals(2.5, doubles.get(1));
    EmulatedKernels.ok(cuMemFreeHost(host));
    gpu.free(values);
  }

  @Test
  void missingSynchronisationBeforeAHostWriteShows() {
    CUdeviceptr values = gpu.upload(0.0);
    Pointer host = new Pointer();
    EmulatedKernels.ok(cuMemHostAlloc(host, 8, 0));
    DoubleBuffer pinned =
        host.getByteBuffer(0, 8).order(ByteOrder.nativeOrder()).asDoubleBuffer().put(0, 7);
    EmulatedKernels.ok(cuMemcpyHtoDAsync(values, host, 8, first));
    pinned.put(0, 8);
    EmulatedKernels.ok(cuStreamSynchronize(first));
    assertArrayEquals(new double[] {8}, gpu.doubles(values, 1));
    EmulatedKernels.ok(cuMemFreeHost(host));
    gpu.free(values);
  }

  @Test
  void eventsOrderStreams() {
    CUdeviceptr from = gpu.upload(new int[THREADS]);
    CUdeviceptr middle = gpu.upload(IntStream.range(0, THREADS).toArray());
    CUdeviceptr to = gpu.upload(new int[THREADS]);
    CUfunction copy = gpu.function(planted, "copy");
    EmulatedKernels.ok(gpu.launch(copy, 1, THREADS, 0, first, from, middle));
    EmulatedKernels.ok(gpu.launch(copy, 1, THREADS, 0, second, middle, to));
    EmulatedKernels.ok(cuStreamSynchronize(second));
    assertEquals(5, gpu.ints(to, THREADS)[5], "without an event streams have no order");

    CUevent done = new CUevent();
    EmulatedKernels.ok(cuEventCreate(done, 0));
    EmulatedKernels.ok(cuEventRecord(done, first));
    EmulatedKernels.ok(cuStreamWaitEvent(second, done, 0));
    EmulatedKernels.ok(gpu.launch(copy, 1, THREADS, 0, second, middle, to));
    EmulatedKernels.ok(cuStreamSynchronize(second));
    assertArrayEquals(new int[THREADS], gpu.ints(to, THREADS));
    EmulatedKernels.ok(cuEventDestroy(done));
    gpu.free(from, middle, to);
  }

  @Test
  void eventsTellTime() {
    CUevent start = new CUevent();
    CUevent end = new CUevent();
    EmulatedKernels.ok(cuEventCreate(start, 0));
    EmulatedKernels.ok(cuEventCreate(end, 0));
    EmulatedKernels.ok(cuEventRecord(start, first));
    EmulatedKernels.ok(cuEventRecord(end, first));
    float[] time = {-1};
    assertEquals(600, cuEventElapsedTime(time, start, end));
    EmulatedKernels.ok(cuEventSynchronize(end));
    EmulatedKernels.ok(cuEventElapsedTime(time, start, end));
    assertTrue(time[0] >= 0);
    EmulatedKernels.ok(cuEventDestroy(start));
    EmulatedKernels.ok(cuEventDestroy(end));
  }

  @Test
  void graphsDoAgainWhatWasCaptured() {
    CUdeviceptr in = gpu.upload(IntStream.range(0, THREADS).toArray());
    CUdeviceptr middle = gpu.upload(new int[THREADS]);
    CUdeviceptr out = gpu.upload(new int[THREADS]);
    CUfunction reverses = gpu.function(planted, "reverses");
    EmulatedKernels.ok(cuStreamBeginCapture(first, 1));
    int[] status = new int[1];
    EmulatedKernels.ok(cuStreamIsCapturing(first, status));
    assertEquals(1, status[0]);
    EmulatedKernels.ok(gpu.launch(reverses, 1, THREADS, 256, first, in, middle));
    fork(() -> EmulatedKernels.ok(cuMemcpyDtoDAsync(out, middle, 4L * THREADS, second)));
    EmulatedKernels.ok(cuMemcpyDtoDAsync(in, out, 4L * THREADS, first));
    CUgraph graph = new CUgraph();
    EmulatedKernels.ok(cuStreamEndCapture(first, graph));
    long[] nodes = new long[1];
    EmulatedKernels.ok(cuGraphGetNodes(graph, null, nodes));
    assertEquals(3, nodes[0]);
    EmulatedKernels.ok(cuStreamSynchronize(first));
    assertEquals(0, gpu.driver().launches(), "what is captured is not done");

    CUgraphExec executable = new CUgraphExec();
    EmulatedKernels.ok(cuGraphInstantiate(executable, graph, 0));
    EmulatedKernels.ok(cuGraphDestroy(graph));
    for (int launch = 1; launch <= 3; launch++) {
      EmulatedKernels.ok(cuGraphLaunch(executable, first));
      EmulatedKernels.ok(cuStreamSynchronize(first));
      assertEquals(launch % 2 == 1 ? 63 : 0, gpu.ints(out, THREADS)[0]);
      assertEquals(launch, gpu.driver().graphLaunches());
      assertEquals(launch, gpu.driver().launches());
    }
    EmulatedKernels.ok(cuGraphExecDestroy(executable));
    gpu.free(in, middle, out);
  }

  /** Does something in the second stream after what the first has, and before what it gets. */
  private void fork(Runnable work) {
    CUevent before = new CUevent();
    CUevent after = new CUevent();
    EmulatedKernels.ok(cuEventCreate(before, 2));
    EmulatedKernels.ok(cuEventCreate(after, 2));
    EmulatedKernels.ok(cuEventRecord(before, first));
    EmulatedKernels.ok(cuStreamWaitEvent(second, before, 0));
    work.run();
    EmulatedKernels.ok(cuEventRecord(after, second));
    EmulatedKernels.ok(cuStreamWaitEvent(first, after, 0));
    EmulatedKernels.ok(cuEventDestroy(before));
    EmulatedKernels.ok(cuEventDestroy(after));
  }

  @Test
  void capturesForbidWaitingAndWorkThatIsNotJoined() {
    CUdeviceptr values = gpu.upload(new int[THREADS]);
    CUgraph graph = new CUgraph();
    EmulatedKernels.ok(cuStreamBeginCapture(first, 0));
    assertEquals(UNSUPPORTED_IN_CAPTURE, cuStreamSynchronize(first));
    assertEquals(INVALIDATED, cuStreamEndCapture(first, graph));

    EmulatedKernels.ok(cuStreamBeginCapture(first, 0));
    assertEquals(UNSUPPORTED_IN_CAPTURE, cuMemAlloc(new CUdeviceptr(), 8));
    assertEquals(INVALIDATED, cuStreamEndCapture(first, graph));

    CUevent before = new CUevent();
    EmulatedKernels.ok(cuEventCreate(before, 2));
    EmulatedKernels.ok(cuStreamBeginCapture(first, 1));
    EmulatedKernels.ok(cuEventRecord(before, first));
    EmulatedKernels.ok(cuStreamWaitEvent(second, before, 0));
    EmulatedKernels.ok(cuMemcpyDtoDAsync(values, values, 8, second));
    assertEquals(UNJOINED, cuStreamEndCapture(first, graph));
    EmulatedKernels.ok(cuEventDestroy(before));
    gpu.free(values);
  }

  @Test
  void memoryIsWithinTheBudget() {
    long allocations = gpu.driver().liveAllocations();
    long bytes = gpu.driver().liveBytes();
    gpu.driver().memory(bytes + (1 << 20));
    CUdeviceptr half = gpu.allocate(1 << 19);
    assertEquals(OUT_OF_MEMORY, cuMemAlloc(new CUdeviceptr(), (1 << 19) + 1));
    assertEquals(allocations + 1, gpu.driver().liveAllocations());
    assertEquals(bytes + (1 << 19), gpu.driver().liveBytes());
    gpu.free(half);
    gpu.free(gpu.allocate(1 << 20));
    assertEquals(bytes, gpu.driver().liveBytes());
  }

  @Test
  void moreThan48KiBOfSharedMemoryIsToBeAskedFor() {
    CUdeviceptr in = gpu.upload(new int[THREADS]);
    CUdeviceptr out = gpu.upload(new int[THREADS]);
    CUfunction takes = gpu.function(planted, "takes_too_much_shared");
    assertEquals(1, gpu.launch(takes, 1, THREADS, 64 << 10, first, in, out));
    int attribute = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
    EmulatedKernels.ok(cuFuncSetAttribute(takes, attribute, 64 << 10));
    EmulatedKernels.ok(gpu.launch(takes, 1, THREADS, 64 << 10, first, in, out));
    EmulatedKernels.ok(cuStreamSynchronize(first));
    assertEquals(1, cuFuncSetAttribute(takes, attribute, 228 << 10));
    gpu.free(in, out);
  }
}
