package org.coesite.cuda.driver;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.coesite.backend.OutOfDeviceMemoryException;

/**
 * Device memory, pooled: allocating from the driver takes longer than many a kernel.
 *
 * <p>Deterministic: the addresses handed out depend on the sizes asked for and on what is in use.
 * So a repeated computation repeats its addresses, which {@link CommandQueue} relies on to launch
 * it as one graph. Used by one thread at a time, like the queue that orders all uses.
 *
 * <p>Unpooled, every take is an allocation of exactly the bytes asked for, and every giving back
 * waits for the device and frees it: what the emulated driver's checks want.
 */
public final class DeviceMemory implements AutoCloseable {
  private final CudaDevice device;
  private final BlockPool pool = new BlockPool(this::allocate, DeviceMemory::free);
  private final boolean pooled;
  private long limit = Long.MAX_VALUE;

  /** Pooled memory of a device. */
  public DeviceMemory(CudaDevice device) {
    this(device, true);
  }

  /** Memory of a device, pooled or not. */
  public DeviceMemory(CudaDevice device, boolean pooled) {
    this.device = device;
    this.pooled = pooled;
  }

  /**
   * A block of at least these many bytes at a multiple of 256. Its content is undefined. Where the
   * driver has no memory left, unused blocks go back to it and it is asked again.
   *
   * @throws OutOfDeviceMemoryException if that does not help
   */
  public DeviceBuffer take(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a block of " + bytes + " bytes");
    }
    long size = pooled ? BlockPool.rounded(bytes) : Math.max(bytes, 1);
    BlockPool.Block block = pool.unused(size);
    if (block == null) {
      block = pool.allocated(size);
    }
    if (block == null && pool.held() > pool.inUse()) {
      trim();
      block = pool.allocated(size);
    }
    if (block == null) {
      throw exhausted(bytes);
    }
    return new DeviceBuffer(block, bytes);
  }

  /**
   * Gives a block back. The work that uses it may still be waiting in the queue, or running: the
   * queue orders all uses.
   *
   * @throws IllegalStateException if it was given back before
   */
  public void giveBack(DeviceBuffer b) {
    pool.giveBack(b.giveBack());
    if (!pooled) {
      trim();
    }
  }

  /** Gives unused blocks back to the driver. What is queued is done first. */
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

  /** Never holds more than these many bytes, to share a GPU with others. */
  public void limit(long bytes) {
    limit = bytes;
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
    if (bytes > limit - pool.held()) {
      return 0;
    }
    device.makeCurrent();
    Address address = new Address();
    int status = JCudaDriver.cuMemAlloc(address, bytes);
    if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return 0;
    }
    Status.check("cuMemAlloc", status);
    return address.value();
  }

  private static void free(long address) {
    Status.check("cuMemFree", JCudaDriver.cuMemFree(Address.of(address)));
  }

  private OutOfDeviceMemoryException exhausted(long bytes) {
    long total = Math.min(limit, device.totalMemory());
    long free = Math.min(limit - pool.held(), device.freeMemory());
    return new OutOfDeviceMemoryException(
        "too little device memory: %.1f MiB asked for, %.1f MiB of %.1f MiB free"
            .formatted(mebibytes(bytes), mebibytes(free), mebibytes(total)));
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }
}
