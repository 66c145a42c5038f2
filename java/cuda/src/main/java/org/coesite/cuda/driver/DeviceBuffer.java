package org.coesite.cuda.driver;

import java.util.Objects;

/**
 * Device memory on loan from a {@link DeviceMemory}, until it is given back: using it afterwards is
 * an IllegalStateException.
 */
public final class DeviceBuffer {
  private final BlockPool.Block block;
  private final long bytes;
  private boolean givenBack;

  DeviceBuffer(BlockPool.Block block, long bytes) {
    this.block = block;
    this.bytes = bytes;
  }

  /** Address on the device, a multiple of 256. */
  public long address() {
    requireOnLoan();
    return block.address();
  }

  /** Bytes asked for. */
  public long bytes() {
    return bytes;
  }

  /** Throws where [from, from + length) is not inside. */
  void check(long from, long length) {
    Objects.checkFromIndexSize(from, length, bytes);
  }

  BlockPool.Block giveBack() {
    requireOnLoan();
    givenBack = true;
    return block;
  }

  private void requireOnLoan() {
    if (givenBack) {
      throw new IllegalStateException("device memory used after it was given back");
    }
  }
}
