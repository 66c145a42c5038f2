package org.coesite.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class CommandQueueTest {
  private static int[] numbers(int n) {
    Random random = new Random(n);
    return random.ints(n, 0, 100).toArray();
  }

  @Test
  void kernelsRunInOrder() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      int[] counts = numbers(1000);
      DeviceBuffer start = gpu.memory.take(4 * 1001);
      scan.enqueue(1000, gpu.upload(counts), gpu.memory.take(RowStarts.sumBytes(1000)), start);
      assertArrayEquals(RowStarts.expected(counts), gpu.ints(start));
      assertEquals(3, gpu.queue.launches());
      assertEquals(3, gpu.driver.launches());
      assertTrue(gpu.queue.busySeconds() > 0);
    }
  }

  @Test
  void noBlocksAreNoLaunch() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      gpu.queue.launch(scan.image().kernel("scan_sums"), 0, 64, 256, new Arguments());
      gpu.queue.launch(scan.image().kernel("scan_sums"), 3, 0, 64, 256, new Arguments());
      gpu.queue.synchronize();
      assertEquals(0, gpu.queue.launches());
      assertThrows(
          IllegalArgumentException.class,
          () -> gpu.queue.launch(scan.image().kernel("scan_sums"), -1, 64, 0, new Arguments()));
    }
  }

  @Test
  void whatIsUploadedMayChangeAtOnce() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      int[] source = {1, 2, 3};
      DeviceBuffer target = gpu.memory.take(20);
      gpu.queue.zero(target, 0, 20);
      gpu.queue.upload(MemorySegment.ofArray(source), target, 4);
      Arrays.fill(source, 9);
      assertArrayEquals(new int[] {0, 1, 2, 3, 0}, gpu.ints(target));
    }
  }

  @Test
  void copiesInPiecesAreWhole() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      gpu.queue.slices(100, 60, 1000);
      int[] values = numbers(2001);
      DeviceBuffer a = gpu.upload(values);
      DeviceBuffer b = gpu.memory.take(4 * 2003);
      gpu.queue.zero(b, 0, b.bytes());
      gpu.queue.copy(a, 0, b, 4, a.bytes());
      int[] expected = new int[2003];
      System.arraycopy(values, 0, expected, 1, 2001);
      assertArrayEquals(expected, gpu.ints(b));
      assertArrayEquals(values, gpu.ints(a));
      gpu.queue.zero(b, 8, 4 * 1500);
      Arrays.fill(expected, 2, 1502, 0);
      assertArrayEquals(expected, gpu.ints(b));
    }
  }

  @Test
  void largeUploadsDoNotPileUpInPinnedMemory() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      long most = 4 << 20;
      gpu.queue.slices(1 << 30, 1 << 20, most);
      int[] values = numbers(3 << 20);
      DeviceBuffer a = gpu.upload(values);
      assertTrue(gpu.host.held() <= most, () -> gpu.host.held() + " bytes");
      assertArrayEquals(values, gpu.ints(a));
    }
  }

  @Test
  void copiesOutsideOfABlockAreRefused() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      DeviceBuffer a = gpu.memory.take(100);
      DeviceBuffer b = gpu.memory.take(100);
      HostBuffer h = gpu.host.take(50);
      CommandQueue queue = gpu.queue;
      Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
      assertThrows(outside, () -> queue.copy(a, 0, b, 60, 60));
      assertThrows(outside, () -> queue.copy(a, 60, b, 0, 60));
      assertThrows(outside, () -> queue.zero(a, -1, 10));
      assertThrows(outside, () -> queue.upload(MemorySegment.ofArray(new byte[60]), a, 60));
      assertThrows(outside, () -> queue.download(a, 0, h, 60));
    }
  }

  @Test
  void failuresNameTheCall() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      CudaException missing =
          assertThrows(CudaException.class, () -> scan.image().kernel("nothing"));
      assertEquals("cuModuleGetFunction of nothing in scan", missing.call());
      assertEquals(500, missing.status());
      String begin = "cuModuleGetFunction of nothing in scan: CUDA_ERROR_NOT_FOUND (500): ";
      assertTrue(missing.getMessage().startsWith(begin), missing.getMessage());

      byte[] rubbish = "neither a fatbin nor a library".getBytes(StandardCharsets.UTF_8);
      CoesiteException image =
          assertThrows(CudaException.class, () -> KernelImage.load(gpu.device, rubbish, "rubbish"));
      assertTrue(
          image.getMessage().startsWith("cuModuleLoadData of the rubbish kernels: CUDA_ERROR_"),
          image.getMessage());

      Kernel kernel = scan.image().kernel("scan_blocks");
      CudaException launch =
          assertThrows(
              CudaException.class,
              () -> {
                gpu.queue.launch(kernel, 1, 64, 256, new Arguments().add(1));
                gpu.queue.synchronize();
              });
      assertEquals("cuLaunchKernel of scan_blocks", launch.call());
      gpu.driver.reset();
    }
  }

  @Test
  void allIsGivenBack() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      long buffers = gpu.driver.liveHostBuffers();
      DeviceBuffer target = gpu.memory.take(4);
      try (HostMemory host = new HostMemory(gpu.device)) {
        try (CommandQueue queue = new CommandQueue(gpu.device, host)) {
          queue.upload(MemorySegment.ofArray(new int[] {1}), target, 0);
        }
        assertEquals(0, host.inUse());
      }
      assertEquals(buffers, gpu.driver.liveHostBuffers());
    }
  }
}
