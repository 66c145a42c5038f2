package org.coesite.cuda;

import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;

/**
 * Where the rows of a compressed list begin, from the numbers of their entries: running sums on the
 * device. Owned and closed by the caller.
 */
final class RowStarts implements AutoCloseable {
  private static final int THREADS = 512;
  private static final int WARP_SUMS = THREADS / Blocks.WARP * Long.BYTES;

  private final CudaBackend backend;
  private final int rows;
  private final DeviceBuffer counts;
  private final int blocks;
  private final DeviceBuffer sums;
  private DeviceBuffer start;

  /**
   * Sums up the counts of rows.
   *
   * @param counts [rows], the caller's; alive until {@link #starts} was called
   */
  RowStarts(CudaBackend backend, DeviceBuffer counts, int rows) {
    this.backend = backend;
    this.counts = counts;
    this.rows = rows;
    blocks = Math.max(1, Blocks.of(rows, THREADS));
    sums = backend.memory().take((blocks + 1L) * Long.BYTES);
    backend
        .queue()
        .launch(
            backend.kernels().plain("scan", "scan_sums"),
            blocks,
            THREADS,
            WARP_SUMS,
            new Arguments().add(rows).buffer(counts).buffer(sums));
    backend
        .queue()
        .launch(
            backend.kernels().plain("scan", "scan_blocks"),
            1,
            THREADS,
            WARP_SUMS + 2 * Long.BYTES,
            new Arguments().add(blocks).buffer(sums));
  }

  /** Entries of all rows; waits for the device. */
  long total() {
    long[] total = new long[1];
    backend.read(sums, (long) blocks * Long.BYTES, MemorySegment.ofArray(total));
    return total[0];
  }

  /** Has the number of entries of all rows told when it is known. */
  void tellTotal(LongConsumer reader) {
    backend.request(sums, (long) blocks * Long.BYTES, reader);
  }

  /**
   * The starts, [rows + 1], this object's.
   *
   * @param most where there are more entries, all rows are empty instead
   */
  DeviceBuffer starts(long most) {
    start = backend.memory().take((rows + 1L) * Integer.BYTES);
    backend
        .queue()
        .launch(
            backend.kernels().plain("scan", "scan_starts"),
            blocks,
            THREADS,
            WARP_SUMS,
            new Arguments()
                .add(rows)
                .buffer(counts)
                .add(blocks)
                .buffer(sums)
                .add(most)
                .buffer(start));
    return start;
  }

  /** The starts, which are now the caller's to give back. */
  DeviceBuffer takeStarts() {
    DeviceBuffer taken = start;
    start = null;
    return taken;
  }

  @Override
  public void close() {
    backend.memory().giveBack(sums);
    if (start != null) {
      backend.memory().giveBack(start);
    }
  }
}
