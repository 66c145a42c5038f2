package org.coesite.cuda.driver;

import jcuda.driver.JCudaDriver;

/**
 * Pinned host memory, pooled like {@link DeviceMemory} and as deterministic: what is copied to and
 * from the device without waiting lies here. Used by one thread at a time.
 */
public final class HostMemory implements AutoCloseable {
  private final CudaDevice device;
  private final BlockPool pool = new BlockPool(this::allocate, HostMemory::free);

  public HostMemory(CudaDevice device) {
    this.device = device;
  }

  /**
   * Pinned memory of these many bytes at a multiple of 256, its content undefined.
   *
   * @throws CudaException if there is none left
   */
  public HostBuffer take(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a block of " + bytes + " bytes");
    }
    long size = BlockPool.rounded(bytes);
    BlockPool.Block block = pool.unused(size);
    return new HostBuffer(block == null ? pool.allocated(size) : block, bytes);
  }

  /**
   * Gives memory back. A copy that uses it may still be queued.
   *
   * @throws IllegalStateException if it was given back before
   */
  public void giveBack(HostBuffer b) {
    pool.giveBack(b.giveBack());
  }

  /** Gives unused memory back to the driver. What is queued is done first. */
  public void trim() {
    if (pool.held() > pool.inUse()) {
      device.beforeRelease();
      pool.trim();
    }
  }

  /** Allocations of the driver that are alive, in use or not. */
  public long allocations() {
    return pool.allocations();
  }

  /** Bytes handed out, as rounded up to the sizes of blocks. */
  public long inUse() {
    return pool.inUse();
  }

  /** Bytes held from the driver, handed out or not. */
  public long held() {
    return pool.held();
  }

  /** Frees all, also what was not given back. What is queued is done first. */
  @Override
  public void close() {
    if (pool.held() > 0) {
      device.beforeRelease();
    }
    pool.close();
  }

  private long allocate(long bytes) {
    device.makeCurrent();
    Address address = new Address();
    Status.check(
        "cuMemHostAlloc",
        JCudaDriver.cuMemHostAlloc(address, bytes, JCudaDriver.CU_MEMHOSTALLOC_PORTABLE));
    return address.value();
  }

  private static void free(long address) {
    Status.check("cuMemFreeHost", JCudaDriver.cuMemFreeHost(Address.of(address)));
  }
}
