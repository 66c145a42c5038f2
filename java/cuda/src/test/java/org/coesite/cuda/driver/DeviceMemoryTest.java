package org.coesite.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.backend.OutOfDeviceMemoryException;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void whatIsGivenBackIsHandedOutAgain() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      DeviceMemory memory = gpu.memory;
      DeviceBuffer a = memory.take(1000);
      long address = a.address();
      assertEquals(0, address % 256);
      assertEquals(1000, a.bytes());
      assertEquals(1024, memory.inUse());
      memory.giveBack(a);
      DeviceBuffer b = memory.take(999);
      assertEquals(address, b.address());
      assertEquals(1, memory.allocations());
      assertNotEquals(address, memory.take(999).address());
      assertEquals(2, memory.allocations());
      assertEquals(2, gpu.driver.liveAllocations());
    }
  }

  @Test
  void givingBackTwiceAndUsingAfterwardsAreErrors() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      DeviceBuffer a = gpu.memory.take(10);
      gpu.memory.giveBack(a);
      assertThrows(IllegalStateException.class, () -> gpu.memory.giveBack(a));
      DeviceBuffer b = gpu.memory.take(10);
      assertThrows(IllegalStateException.class, () -> gpu.memory.giveBack(a));
      assertThrows(IllegalStateException.class, () -> new Arguments().buffer(a));
      gpu.memory.giveBack(b);
      assertEquals(0, gpu.memory.inUse());

      HostBuffer h = gpu.host.take(10);
      gpu.host.giveBack(h);
      assertThrows(IllegalStateException.class, () -> gpu.host.giveBack(h));
      assertThrows(IllegalStateException.class, h::segment);
    }
  }

  @Test
  void aLimitIsKept() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      DeviceMemory memory = gpu.memory;
      memory.limit(4 * MIB);
      DeviceBuffer a = memory.take(3 * MIB);
      OutOfDeviceMemoryException e =
          assertThrows(OutOfDeviceMemoryException.class, () -> memory.take(2 * MIB));
      assertEquals(
          "too little device memory: 2.0 MiB asked for, 1.0 MiB of 4.0 MiB free", e.getMessage());
      memory.giveBack(a);
      memory.take(2 * MIB);
      assertEquals(2 * MIB, memory.held(), "what was unused made room");
    }
  }

  @Test
  void whatIsUnusedMakesRoomWhenTheDriverHasNoneLeft() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      gpu.driver.memory(10 * MIB);
      DeviceMemory memory = gpu.memory;
      DeviceBuffer a = memory.take(6 * MIB);
      OutOfDeviceMemoryException e =
          assertThrows(OutOfDeviceMemoryException.class, () -> memory.take(7 * MIB));
      assertTrue(e.getMessage().contains("7.0 MiB asked for"), e.getMessage());
      memory.giveBack(a);
      DeviceBuffer b = memory.take(7 * MIB);
      assertEquals(1, memory.allocations());
      memory.giveBack(b);
    }
  }

  @Test
  void nothingLeaks() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      long blocksBefore = gpu.driver.liveAllocations();
      long buffersBefore = gpu.driver.liveHostBuffers();
      try (DeviceMemory memory = new DeviceMemory(gpu.device);
          HostMemory host = new HostMemory(gpu.device)) {
        for (int i = 0; i < 1000; i++) {
          DeviceBuffer a = memory.take(100 + i % 7 * 1000);
          HostBuffer h = host.take(100 + i % 5 * 1000);
          memory.giveBack(a);
          host.giveBack(h);
        }
        assertEquals(7, memory.allocations());
        assertEquals(blocksBefore + 7, gpu.driver.liveAllocations());
        assertEquals(5, host.allocations());
        memory.trim();
        assertEquals(blocksBefore, gpu.driver.liveAllocations());
        memory.take(50);
        host.take(50);
      }
      assertEquals(blocksBefore, gpu.driver.liveAllocations());
      assertEquals(buffersBefore, gpu.driver.liveHostBuffers());
    }
  }

  @Test
  void unpooledMemoryIsExactAndFreedAtOnce() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        DeviceMemory memory = new DeviceMemory(gpu.device, false)) {
      gpu.queue.collecting(true);
      DeviceBuffer a = memory.take(1000);
      assertEquals(1000, memory.held());
      assertEquals(1, gpu.driver.liveAllocations());
      gpu.queue.zero(a, 0, 1000);
      memory.giveBack(a);
      gpu.queue.synchronize();
      assertEquals(0, gpu.driver.liveAllocations());
      assertEquals("", gpu.driver.report(), "what was queued was done before");
    }
  }
}
