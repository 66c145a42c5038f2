package org.coesite.cuda.driver;

import java.lang.foreign.MemorySegment;

/**
 * Pinned host memory on loan from a {@link HostMemory}, until it is given back: the GPU reads and
 * writes it by itself.
 */
public final class HostBuffer {
  private final BlockPool.Block block;
  private final MemorySegment segment;
  private boolean givenBack;

  @SuppressWarnings("restricted")
  HostBuffer(BlockPool.Block block, long bytes) {
    this.block = block;
    this.segment = MemorySegment.ofAddress(block.address()).reinterpret(bytes);
  }

  /** The memory, as long as was asked for. Its content is undefined at first. */
  public MemorySegment segment() {
    requireOnLoan();
    return segment;
  }

  /** Bytes asked for. */
  public long bytes() {
    return segment.byteSize();
  }

  BlockPool.Block giveBack() {
    requireOnLoan();
    givenBack = true;
    return block;
  }

  private void requireOnLoan() {
    if (givenBack) {
      throw new IllegalStateException("pinned memory used after it was given back");
    }
  }
}
