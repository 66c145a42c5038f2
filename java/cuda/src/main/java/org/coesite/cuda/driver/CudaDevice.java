package org.coesite.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/**
 * A GPU with its primary context, which cuBLAS shares. Closing it releases the context; everything
 * made on it is closed before.
 */
public final class CudaDevice implements AutoCloseable {
  private static final ThreadLocal<CudaDevice> CURRENT = new ThreadLocal<>();

  private final int ordinal;
  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final String name;
  private final int computeCapability;
  private final int multiprocessors;
  private final int sharedMemoryPerBlock;
  private final long totalMemory;
  private final List<Runnable> beforeRelease = new CopyOnWriteArrayList<>();
  private boolean closed;

  private CudaDevice(int ordinal) {
    this.ordinal = ordinal;
    Status.check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
    name = readName();
    computeCapability =
        10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    multiprocessors = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    sharedMemoryPerBlock =
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
    long[] bytes = {0};
    Status.check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(bytes, device));
    totalMemory = bytes[0];
    Status.check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    makeCurrent();
  }

  /**
   * Opens a GPU and makes it current.
   *
   * @param ordinal its number in the driver's order, from 0
   * @throws CudaException if there is no such GPU, or it cannot be used
   * @throws org.coesite.CoesiteException if there is no driver
   */
  public static CudaDevice open(int ordinal) {
    start();
    return new CudaDevice(ordinal);
  }

  /**
   * GPUs the driver shows; 0 is no error.
   *
   * @throws org.coesite.CoesiteException if there is no driver
   */
  public static int count() {
    start();
    int[] count = {0};
    Status.check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  private static void start() {
    CudaNatives.load(
        "JCuda's library for the driver", () -> JCudaDriver.setExceptionsEnabled(false));
    Status.check("cuInit", JCudaDriver.cuInit(0));
  }

  /** Number in the driver's order, from 0. */
  public int ordinal() {
    return ordinal;
  }

  /** As the driver calls it, such as "NVIDIA H100 80GB HBM3". */
  public String name() {
    return name;
  }

  /** Ten times the major number, plus the minor: 90 is 9.0. */
  public int computeCapability() {
    return computeCapability;
  }

  public int multiprocessors() {
    return multiprocessors;
  }

  /** Most bytes of shared memory that a block may opt in to. */
  public int sharedMemoryPerBlock() {
    return sharedMemoryPerBlock;
  }

  /** Bytes of device memory. */
  public long totalMemory() {
    return totalMemory;
  }

  /** Bytes of device memory that nobody, in any process, holds at the moment. */
  public long freeMemory() {
    makeCurrent();
    long[] free = {0};
    long[] total = {0};
    Status.check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  /** The newest CUDA the driver knows: 12060 is 12.6. */
  public int driverVersion() {
    int[] version = {0};
    Status.check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  /** Makes this the device of the calling thread; cheap where it is already. */
  public void makeCurrent() {
    if (closed) {
      throw new IllegalStateException("the device is closed");
    }
    // CUDA's current context belongs to the carrier, which a virtual thread may leave
    if (CURRENT.get() != this || Thread.currentThread().isVirtual()) {
      Status.check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
      CURRENT.set(this);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      CURRENT.remove();
      Status.check("cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(device));
    }
  }

  /** Has this run before memory or code goes back to the driver, while it can still be used. */
  void addBeforeRelease(Runnable action) {
    beforeRelease.add(action);
  }

  void removeBeforeRelease(Runnable action) {
    beforeRelease.remove(action);
  }

  /** Says that memory or code is about to go back to the driver. */
  void beforeRelease() {
    makeCurrent();
    beforeRelease.forEach(Runnable::run);
  }

  int attribute(int number) {
    int[] value = {0};
    Status.check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, number, device));
    return value[0];
  }

  private String readName() {
    byte[] text = new byte[256];
    Status.check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(text, text.length, device));
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }
}
