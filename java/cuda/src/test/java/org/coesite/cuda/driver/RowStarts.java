package org.coesite.cuda.driver;

/** The kernels of the family "scan" together: where rows begin, from how long they are. */
final class RowStarts implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int SHARED_BYTES = 64;

  private final CommandQueue queue;
  private final KernelImage image;

  RowStarts(EmulatedGpu gpu) {
    queue = gpu.queue;
    image = gpu.image("scan");
  }

  KernelImage image() {
    return image;
  }

  /**
   * Enqueues the sums.
   *
   * @param counts [n]
   * @param sums scratch of {@link #sumBytes}
   * @param start [n + 1], the result
   */
  void enqueue(int n, DeviceBuffer counts, DeviceBuffer sums, DeviceBuffer start) {
    int blocks = Math.ceilDiv(n, THREADS);
    queue.launch(
        image.kernel("scan_sums"),
        blocks,
        THREADS,
        SHARED_BYTES,
        new Arguments().add(n).buffer(counts).buffer(sums));
    queue.launch(
        image.kernel("scan_blocks"),
        1,
        THREADS,
        SHARED_BYTES,
        new Arguments().add(blocks).buffer(sums));
    queue.launch(
        image.kernel("scan_starts"),
        blocks,
        THREADS,
        SHARED_BYTES,
        new Arguments().add(n).buffer(counts).add(blocks).buffer(sums).add(1L << 30).buffer(start));
  }

  /** Bytes of scratch: a sum for each block, and their own. */
  static long sumBytes(int n) {
    return 8L * (Math.ceilDiv(n, THREADS) + 1);
  }

  /** What comes out, by plain loops. */
  static int[] expected(int... counts) {
    int[] start = new int[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      start[i + 1] = start[i] + counts[i];
    }
    return start;
  }

  @Override
  public void close() {
    image.close();
  }
}
