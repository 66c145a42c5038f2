package org.coesite.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.coesite.cuda.emulated.EmulatedDriver;
import org.junit.jupiter.api.Assumptions;

/** The emulated driver's device with all that work on it needs; tests without it are skipped. */
public final class EmulatedGpu implements AutoCloseable {
  public final EmulatedDriver driver;
  public final CudaDevice device;
  public final DeviceMemory memory;
  public final HostMemory host;
  public final CommandQueue queue;

  private EmulatedGpu(EmulatedDriver driver) {
    this.driver = driver;
    device = CudaDevice.open(0);
    memory = new DeviceMemory(device);
    host = new HostMemory(device);
    queue = new CommandQueue(device, host);
  }

  /** The device in the build of the driver that is loaded already, or else the plain one. */
  public static EmulatedGpu open() {
    String reason = EmulatedDriver.unavailable().orElse(null);
    Assumptions.assumeTrue(reason == null, reason);
    EmulatedDriver driver =
        EmulatedDriver.current().orElseGet(() -> EmulatedDriver.load(EmulatedDriver.Build.PLAIN));
    driver.loadBlas(12);
    driver.loadBlas(13);
    driver.reset();
    return new EmulatedGpu(driver);
  }

  /** The kernels of a family. */
  public KernelImage image(String family) {
    String resource = driver.image(family);
    try (InputStream in = EmulatedDriver.class.getResourceAsStream(resource)) {
      Assumptions.assumeTrue(in != null, resource + " is not there");
      return KernelImage.load(device, in.readAllBytes(), family);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A block on the device with these numbers. */
  public DeviceBuffer upload(int... values) {
    return upload(MemorySegment.ofArray(values));
  }

  /** A block on the device with this content. */
  public DeviceBuffer upload(MemorySegment values) {
    DeviceBuffer buffer = memory.take(values.byteSize());
    queue.upload(values, buffer, 0);
    return buffer;
  }

  /** The integers of a block, after waiting. */
  public int[] ints(DeviceBuffer buffer) {
    return content(buffer).toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  /** What is in a block, after waiting. */
  public MemorySegment content(DeviceBuffer buffer) {
    HostBuffer target = host.take(buffer.bytes());
    queue.download(buffer, 0, target, buffer.bytes());
    queue.synchronize();
    MemorySegment content = MemorySegment.ofArray(target.segment().toArray(ValueLayout.JAVA_BYTE));
    host.giveBack(target);
    return content;
  }

  @Override
  public void close() {
    try (device;
        memory;
        host;
        queue) {
      driver.memory(4L << 30);
    }
  }
}
