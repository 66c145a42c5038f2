package org.coesite.cuda.emulated;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** The emulated driver as these tests use it: bare calls of JCuda, with their statuses. */
final class EmulatedKernels {

  private final EmulatedDriver driver;

  private EmulatedKernels(EmulatedDriver driver) {
    this.driver = driver;
  }

  /** Skips the test where the emulated driver cannot be. */
  static EmulatedKernels open(EmulatedDriver.Build build) {
    String unavailable = EmulatedDriver.unavailable().orElse("");
    assumeTrue(unavailable.isEmpty(), unavailable);
    EmulatedDriver driver = EmulatedDriver.load(build);
    driver.reset();
    JCudaDriver.setExceptionsEnabled(false);
    ok(cuInit(0));
    CUdevice device = new CUdevice();
    ok(cuDeviceGet(device, 0));
    CUcontext context = new CUcontext();
    ok(cuDevicePrimaryCtxRetain(context, device));
    ok(cuCtxSetCurrent(context));
    return new EmulatedKernels(driver);
  }

  EmulatedDriver driver() {
    return driver;
  }

  CUmodule module(String resource) throws IOException {
    try (InputStream in = EmulatedKernels.class.getResourceAsStream(resource)) {
      assertNotNull(in, resource);
      CUmodule module = new CUmodule();
      ok(cuModuleLoadData(module, in.readAllBytes()));
      return module;
    }
  }

  CUfunction function(CUmodule module, String name) {
    CUfunction function = new CUfunction();
    ok(cuModuleGetFunction(function, module, name));
    return function;
  }

  /** Launches in one dimension; arguments are int, long, float, double and device pointers. */
  int launch(
      CUfunction function, int blocks, int threads, int shared, CUstream stream, Object... values) {
    ByteBuffer arguments = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
    for (Object value : values) {
      switch (value) {
        case Integer i -> arguments.putInt(i);
        case Float f -> arguments.putFloat(f);
        case Double d -> align(arguments).putDouble(d);
        case Long l -> align(arguments).putLong(l);
        case CUdeviceptr p -> align(arguments).putLong(address(p));
        default -> throw new IllegalArgumentException(value.toString());
      }
    }
    long[] size = {arguments.position()};
    Pointer extra =
        Pointer.to(
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
            Pointer.to(arguments.rewind()),
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
            Pointer.to(size),
            JCudaDriver.CU_LAUNCH_PARAM_END);
    return cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, shared, stream, null, extra);
  }

  /** Waits for everything that was launched. */
  int synchronise() {
    return cuCtxSynchronize();
  }

  CUdeviceptr allocate(long bytes) {
    CUdeviceptr address = new CUdeviceptr();
    ok(cuMemAlloc(address, bytes));
    return address;
  }

  void free(CUdeviceptr... addresses) {
    for (CUdeviceptr address : addresses) {
      ok(cuMemFree(address));
    }
  }

  CUdeviceptr upload(int... values) {
    CUdeviceptr address = allocate(4L * values.length);
    ok(cuMemcpyHtoD(address, Pointer.to(values), 4L * values.length));
    return address;
  }

  CUdeviceptr upload(double... values) {
    CUdeviceptr address = allocate(8L * values.length);
    ok(cuMemcpyHtoD(address, Pointer.to(values), 8L * values.length));
    return address;
  }

  int[] ints(CUdeviceptr address, int n) {
    int[] values = new int[n];
    ok(cuMemcpyDtoH(Pointer.to(values), address, 4L * n));
    return values;
  }

  double[] doubles(CUdeviceptr address, int n) {
    double[] values = new double[n];
    ok(cuMemcpyDtoH(Pointer.to(values), address, 8L * n));
    return values;
  }

  static void ok(int status) {
    String report = EmulatedDriver.current().map(EmulatedDriver::report).orElse("");
    assertEquals(0, status, report);
  }

  private static ByteBuffer align(ByteBuffer arguments) {
    return arguments.position((arguments.position() + 7) / 8 * 8);
  }

  /** JCuda keeps addresses to itself, but prints them. */
  private static long address(CUdeviceptr pointer) {
    String text = pointer.toString();
    int at = text.indexOf("0x") + 2;
    return Long.parseUnsignedLong(text.substring(at, text.indexOf(',', at)), 16);
  }
}
