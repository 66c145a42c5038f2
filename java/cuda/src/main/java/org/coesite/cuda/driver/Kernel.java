package org.coesite.cuda.driver;

import java.util.concurrent.atomic.AtomicLong;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.JCudaDriver;

/** An entry point of a {@link KernelImage}. */
public final class Kernel {
  /** What every GPU gives a block without being asked. */
  private static final int SHARED_BYTES = 48 * 1024;

  private static final AtomicLong COUNT = new AtomicLong();

  private final String name;
  private final CUfunction function;
  private final long identity = COUNT.incrementAndGet();
  private final int registers;
  private final int maxThreads;
  private int sharedBytes = SHARED_BYTES;

  Kernel(String name, CUfunction function) {
    this.name = name;
    this.function = function;
    registers = attribute(CUfunction_attribute.CU_FUNC_ATTRIBUTE_NUM_REGS);
    maxThreads = attribute(CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
  }

  public String name() {
    return name;
  }

  /** Registers a thread uses. */
  public int registers() {
    return registers;
  }

  /** Most threads a block of it may have. */
  public int maxThreads() {
    return maxThreads;
  }

  CUfunction function() {
    return function;
  }

  /** A number no other kernel of this JVM has, before or after. */
  long identity() {
    return identity;
  }

  /** Opts in to more shared memory than a block gets without being asked. */
  void allowShared(int bytes) {
    if (bytes > sharedBytes) {
      Status.check(
          "cuFuncSetAttribute of " + name + " for " + bytes + " bytes of shared memory",
          JCudaDriver.cuFuncSetAttribute(
              function,
              CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
              bytes));
      sharedBytes = bytes;
    }
  }

  private int attribute(int number) {
    int[] value = {0};
    Status.check(
        "cuFuncGetAttribute of " + name, JCudaDriver.cuFuncGetAttribute(value, number, function));
    return value[0];
  }
}
