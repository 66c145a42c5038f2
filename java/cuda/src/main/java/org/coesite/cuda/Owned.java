package org.coesite.cuda;

import java.util.ArrayList;
import java.util.List;
import org.coesite.cuda.driver.DeviceBuffer;

/**
 * Blocks of device memory that are given back together: by who owns them, or where making them
 * failed.
 */
final class Owned implements AutoCloseable {
  private final CudaBackend backend;
  private final List<DeviceBuffer> blocks = new ArrayList<>();

  Owned(CudaBackend backend) {
    this.backend = backend;
  }

  /** Owns a block from now on. */
  DeviceBuffer keep(DeviceBuffer block) {
    blocks.add(block);
    return block;
  }

  /** A new block, its content undefined. */
  DeviceBuffer take(long bytes) {
    return keep(backend.memory().take(Math.max(1, bytes)));
  }

  /** A new block of zeros. */
  DeviceBuffer zeros(long bytes) {
    DeviceBuffer block = take(bytes);
    backend.queue().zero(block, 0, bytes);
    return block;
  }

  boolean isClosed() {
    return blocks.isEmpty();
  }

  @Override
  public void close() {
    // last taken, first given back: the pool then hands them out in the same order again
    for (DeviceBuffer block : blocks.reversed()) {
      backend.memory().giveBack(block);
    }
    blocks.clear();
  }
}
