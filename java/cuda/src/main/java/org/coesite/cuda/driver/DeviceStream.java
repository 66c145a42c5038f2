package org.coesite.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** A stream of the driver: work is issued to it at once, or captured as a graph. */
final class DeviceStream implements AutoCloseable {
  private final Address.Stream stream = new Address.Stream();
  private final CUevent first = new CUevent();
  private final CUevent last = new CUevent();

  /** What cuLaunchKernel's `extra` points to: a list of keys and values. */
  private final MemorySegment extra = Arena.ofAuto().allocate(6 * Long.BYTES, Long.BYTES);

  private final Address extraPointer = Address.of(extra);
  private boolean issuing;
  private boolean capturing;
  private long launches;
  private long graphLaunches;
  private double busySeconds;

  DeviceStream() {
    Status.check(
        "cuStreamCreate",
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    Status.check("cuEventCreate", JCudaDriver.cuEventCreate(first, 0));
    Status.check("cuEventCreate", JCudaDriver.cuEventCreate(last, 0));
    long bufferPointer = 1;
    long bufferSize = 2;
    extra.setAtIndex(ValueLayout.JAVA_LONG, 0, bufferPointer);
    extra.setAtIndex(ValueLayout.JAVA_LONG, 2, bufferSize);
    extra.setAtIndex(ValueLayout.JAVA_LONG, 3, extra.address() + 5 * Long.BYTES);
  }

  Address.Stream stream() {
    return stream;
  }

  /** Kernels and calls issued one by one. */
  long launches() {
    return launches;
  }

  long graphLaunches() {
    return graphLaunches;
  }

  /** Seconds between the first piece of work and the last, summed over all synchronisations. */
  double busySeconds() {
    return busySeconds;
  }

  void launch(
      Kernel kernel,
      int blocksX,
      int blocksY,
      int threads,
      int sharedBytes,
      long arguments,
      long argumentBytes) {
    begin();
    extra.setAtIndex(ValueLayout.JAVA_LONG, 1, arguments);
    extra.setAtIndex(ValueLayout.JAVA_LONG, 5, argumentBytes);
    int status =
        JCudaDriver.cuLaunchKernel(
            kernel.function(),
            blocksX,
            blocksY,
            1,
            threads,
            1,
            1,
            sharedBytes,
            stream,
            null,
            extraPointer);
    if (status != CUresult.CUDA_SUCCESS) {
      Status.check("cuLaunchKernel of " + kernel.name(), status);
    }
    count();
  }

  void upload(long host, long device, long bytes) {
    begin();
    Status.check(
        "cuMemcpyHtoDAsync",
        JCudaDriver.cuMemcpyHtoDAsync(Address.of(device), Address.of(host), bytes, stream));
  }

  void download(long device, long host, long bytes) {
    begin();
    Status.check(
        "cuMemcpyDtoHAsync",
        JCudaDriver.cuMemcpyDtoHAsync(Address.of(host), Address.of(device), bytes, stream));
  }

  void copy(long from, long to, long bytes) {
    begin();
    Status.check(
        "cuMemcpyDtoDAsync",
        JCudaDriver.cuMemcpyDtoDAsync(Address.of(to), Address.of(from), bytes, stream));
  }

  void zero(long address, long bytes) {
    begin();
    Status.check(
        "cuMemsetD8Async",
        JCudaDriver.cuMemsetD8Async(Address.of(address), (byte) 0, bytes, stream));
  }

  void call(Runnable work) {
    begin();
    work.run();
    count();
  }

  void launch(CUgraphExec graph) {
    begin();
    Status.check("cuGraphLaunch", JCudaDriver.cuGraphLaunch(graph, stream));
    graphLaunches++;
  }

  /** Waits until all that was issued is done, and throws what went wrong. */
  void synchronize() {
    if (!issuing) {
      return;
    }
    issuing = false;
    Status.check("cuEventRecord", JCudaDriver.cuEventRecord(last, stream));
    Status.check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
    float[] milliseconds = {0};
    Status.check("cuEventElapsedTime", JCudaDriver.cuEventElapsedTime(milliseconds, first, last));
    busySeconds += 1e-3 * milliseconds[0];
  }

  /**
   * Makes a graph of a list instead of running it.
   *
   * @throws CudaException if something in it cannot be captured; nothing has run then
   */
  CUgraphExec capture(CommandList commands) {
    begin();
    CUgraph graph = captured(commands);
    try {
      CUgraphExec executable = new CUgraphExec();
      Status.check("cuGraphInstantiate", JCudaDriver.cuGraphInstantiate(executable, graph, 0));
      return executable;
    } finally {
      Status.check("cuGraphDestroy", JCudaDriver.cuGraphDestroy(graph));
    }
  }

  private CUgraph captured(CommandList commands) {
    CUgraph graph = new CUgraph();
    Status.check(
        "cuStreamBeginCapture",
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
    capturing = true;
    boolean complete = false;
    try {
      commands.issue(this);
      complete = true;
    } finally {
      capturing = false;
      // even after a failure, which is the one to hear of: this is what ends the capture
      int status = JCudaDriver.cuStreamEndCapture(stream, graph);
      if (complete) {
        Status.check("cuStreamEndCapture", status);
      } else if (status == CUresult.CUDA_SUCCESS) {
        Status.check("cuGraphDestroy", JCudaDriver.cuGraphDestroy(graph));
      }
    }
    return graph;
  }

  static void destroy(CUgraphExec graph) {
    Status.check("cuGraphExecDestroy", JCudaDriver.cuGraphExecDestroy(graph));
  }

  @Override
  public void close() {
    Status.check("cuEventDestroy", JCudaDriver.cuEventDestroy(first));
    Status.check("cuEventDestroy", JCudaDriver.cuEventDestroy(last));
    Status.check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(stream));
  }

  private void begin() {
    if (!issuing) {
      issuing = true;
      Status.check("cuEventRecord", JCudaDriver.cuEventRecord(first, stream));
    }
  }

  private void count() {
    if (!capturing) {
      launches++;
    }
  }
}
