package org.coesite.cuda.driver;

import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The compiled kernels of one family, loaded on a device. */
public final class KernelImage implements AutoCloseable {
  private final CudaDevice device;
  private final String family;
  private final CUmodule module = new CUmodule();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private boolean closed;

  private KernelImage(CudaDevice device, String family) {
    this.device = device;
    this.family = family;
  }

  /**
   * Loads kernels.
   *
   * @param image what the compiler wrote: a fatbin for GPUs, a shared library for the emulated
   *     driver
   * @param family its name, for messages
   * @throws CudaException if the device cannot run it
   */
  public static KernelImage load(CudaDevice device, byte[] image, String family) {
    device.makeCurrent();
    KernelImage loaded = new KernelImage(device, family);
    Status.check(
        "cuModuleLoadData of the " + family + " kernels",
        JCudaDriver.cuModuleLoadData(loaded.module, image));
    return loaded;
  }

  /**
   * An entry point by its name.
   *
   * @throws CudaException if there is none
   */
  public Kernel kernel(String name) {
    return kernels.computeIfAbsent(name, this::find);
  }

  private Kernel find(String name) {
    device.makeCurrent();
    CUfunction function = new CUfunction();
    Status.check(
        "cuModuleGetFunction of " + name + " in " + family,
        JCudaDriver.cuModuleGetFunction(function, module, name));
    return new Kernel(name, function);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.beforeRelease();
      Status.check("cuModuleUnload", JCudaDriver.cuModuleUnload(module));
    }
  }
}
