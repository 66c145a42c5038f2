package org.coesite.cuda.driver;

import java.lang.foreign.MemorySegment;

/**
 * Work for a device, done in order: one stream, used by one thread.
 *
 * <p>Nothing waits for the device but {@link #synchronize}, which also throws what went wrong since
 * the last one. While {@link #collecting}, small work is written down instead of issued, and issued
 * by the next synchronize; work that was met before is then launched as one CUDA graph. So a
 * molecular dynamics of few atoms, whose steps repeat the same commands on the same addresses, is
 * not held up by the forty launches of a step.
 */
public final class CommandQueue implements AutoCloseable {
  /** More than these many threads keep the device busy for longer than launching takes. */
  private static final long MOST_THREADS = 1 << 22;

  private static final int MOST_COMMANDS = 2000;

  /** A copy's bytes at most; the driver is said to have stumbled over more than 2 GiB. */
  private static final long SLICE = 1 << 30;

  /** Uploads are staged in pieces of at most these many bytes, */
  private static final long PIECE = 64 << 20;

  /** and wait for the device when these many are staged. */
  private static final long MOST_STAGED = 256 << 20;

  private final CudaDevice device;
  private final DeviceStream stream;
  private final Staging staging;
  private final CommandList commands = new CommandList();
  private final GraphCache graphs = new GraphCache();
  private final Runnable beforeRelease = this::releasing;
  private boolean collecting;

  /** What is collected has grown too large, so that all is issued at once until synchronize. */
  private boolean overflown;

  private long mostThreads = MOST_THREADS;
  private int mostCommands = MOST_COMMANDS;
  private long slice = SLICE;
  private long piece = PIECE;
  private long mostStaged = MOST_STAGED;
  private boolean closed;

  /**
   * A queue with a stream of its own.
   *
   * @param staging pinned memory that uploads go through
   */
  public CommandQueue(CudaDevice device, HostMemory staging) {
    this.device = device;
    this.staging = new Staging(staging);
    device.makeCurrent();
    stream = new DeviceStream();
    device.addBeforeRelease(beforeRelease);
  }

  /**
   * Launches a kernel on blocks in a row.
   *
   * @param blocks how many; 0 does nothing
   * @param threads of a block
   * @param sharedBytes dynamic shared memory of a block; past 48 KiB the kernel is opted in
   * @param a the kernel's arguments; may change as soon as this returns
   */
  public void launch(Kernel k, int blocks, int threads, int sharedBytes, Arguments a) {
    launch(k, blocks, 1, threads, sharedBytes, a);
  }

  /** Launches a kernel on blocks in a rectangle; 0 either way does nothing. */
  public void launch(
      Kernel k, int blocksX, int blocksY, int threads, int sharedBytes, Arguments a) {
    if (blocksX < 0 || blocksY < 0) {
      throw new IllegalArgumentException(
          "%s on %d x %d blocks".formatted(k.name(), blocksX, blocksY));
    }
    if (blocksX == 0 || blocksY == 0) {
      return;
    }
    device.makeCurrent();
    k.allowShared(sharedBytes);
    commands.launch(k, blocksX, blocksY, threads, sharedBytes, a);
    submit();
  }

  /**
   * Copies host memory to the device. The source may change as soon as this returns.
   *
   * @param source of any kind: an array, mapped or native memory
   */
  public void upload(MemorySegment source, DeviceBuffer target, long targetByte) {
    target.check(targetByte, source.byteSize());
    long address = target.address() + targetByte;
    for (long from = 0; from < source.byteSize(); from += piece) {
      long bytes = Math.min(piece, source.byteSize() - from);
      if (staging.bytes() + bytes > mostStaged) {
        drain();
      }
      commands.upload(staging.place(source.asSlice(from, bytes)), address + from, bytes);
      submit();
    }
  }

  /** Copies device memory to the host; it is there after {@link #synchronize}. */
  public void download(DeviceBuffer source, long sourceByte, HostBuffer target, long bytes) {
    source.check(sourceByte, bytes);
    long host = target.segment().asSlice(0, bytes).address();
    long address = source.address() + sourceByte;
    for (long from = 0; from < bytes; from += slice) {
      commands.download(address + from, host + from, Math.min(slice, bytes - from));
      submit();
    }
  }

  /** Sets bytes to zero. */
  public void zero(DeviceBuffer b, long from, long bytes) {
    b.check(from, bytes);
    long address = b.address() + from;
    for (long at = 0; at < bytes; at += slice) {
      commands.zero(address + at, Math.min(slice, bytes - at));
      submit();
    }
  }

  /** Copies within the device; the two ranges do not overlap. */
  public void copy(DeviceBuffer from, long fromByte, DeviceBuffer to, long toByte, long bytes) {
    from.check(fromByte, bytes);
    to.check(toByte, bytes);
    long source = from.address() + fromByte;
    long target = to.address() + toByte;
    for (long at = 0; at < bytes; at += slice) {
      commands.copy(source + at, target + at, Math.min(slice, bytes - at));
      submit();
    }
  }

  /**
   * Has something run that enqueues on {@link #stream} itself, such as cuBLAS, or on {@link Lanes}
   * of this queue. It may run later, inside {@link #synchronize}, and while a graph is captured;
   * where its graph is there already it does not run.
   *
   * @param identity equal ones enqueue equal work; may change as soon as this returns
   */
  public void call(long[] identity, Runnable work) {
    commands.call(identity, work);
    submit();
  }

  /**
   * Issues what is collected, waits until all is done, and throws what went wrong.
   *
   * @throws CudaException if a kernel or a copy failed since the last call
   */
  public void synchronize() {
    device.makeCurrent();
    try {
      if (!commands.isEmpty()) {
        graphs.issue(commands, stream);
      }
      stream.synchronize();
    } finally {
      commands.clear();
      staging.reset();
      overflown = false;
    }
  }

  /** Whether commands are collected until the next {@link #synchronize}; at first they are not. */
  public void collecting(boolean on) {
    if (!on) {
      flush();
    }
    collecting = on;
  }

  /** Kernels and calls issued one by one, not as part of a graph. */
  public long launches() {
    return stream.launches();
  }

  /** Times that collected work was launched as one graph. */
  public long graphLaunches() {
    return stream.graphLaunches();
  }

  /**
   * Seconds the device spent on this queue's work, up to the last {@link #synchronize}: between the
   * beginning of the first command and the end of the last before each.
   */
  public double busySeconds() {
    return stream.busySeconds();
  }

  /** The stream, for libraries that enqueue on it in {@link #call}. */
  public Address.Stream stream() {
    return stream.stream();
  }

  /** Waits for what is queued, and gives everything back. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    device.removeBeforeRelease(beforeRelease);
    try {
      drain();
    } finally {
      graphs.clear();
      staging.close();
      stream.close();
    }
  }

  /** For tests: when collected work is too large to wait. */
  void limits(long threads, int commandCount) {
    mostThreads = threads;
    mostCommands = commandCount;
  }

  /** For tests: how copies are cut. */
  void slices(long copied, long staged, long mostBytesStaged) {
    slice = copied;
    piece = staged;
    mostStaged = mostBytesStaged;
  }

  /** For tests: lists of commands remembered. */
  int remembered() {
    return graphs.size();
  }

  private void submit() {
    boolean large = commands.threads() > mostThreads || commands.commands() > mostCommands;
    if (!collecting || overflown || large) {
      overflown |= collecting;
      flush();
    }
  }

  /** Issues what is written down, command by command. */
  private void flush() {
    if (commands.isEmpty()) {
      return;
    }
    device.makeCurrent();
    try {
      commands.issue(stream);
    } finally {
      commands.clear();
    }
  }

  /** Issues all and waits, in the middle of things. */
  private void drain() {
    flush();
    stream.synchronize();
    staging.reset();
  }

  /** Memory or code that commands and graphs may refer to is about to go. */
  private void releasing() {
    drain();
    graphs.clear();
  }
}
