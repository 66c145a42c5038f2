package org.coesite.cuda.emulated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Random;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import org.coesite.cuda.emulated.EmulatedDriver.Build;
import org.coesite.cuda.emulated.EmulatedDriver.Order;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmulatedDriverTest {

  private static EmulatedKernels gpu;
  private static CUmodule scan;

  @BeforeAll
  static void load() throws IOException {
    gpu = EmulatedKernels.open(Build.PLAIN);
    scan = gpu.module(gpu.driver().image("scan"));
  }

  @Test
  void runsTheScanInAnyOrderOfBlocksAndThreads() {
    int[] counts = new Random(7).ints(1000, 0, 50).toArray();
    int[] expected = new int[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      expected[i + 1] = expected[i] + counts[i];
    }
    for (Order blocks : Order.values()) {
      for (Order threads : Order.values()) {
        gpu.driver().order(blocks, threads, 3);
        assertArrayEquals(expected, scan(counts), blocks + " " + threads);
      }
    }
    gpu.driver().reset();
  }

  private static int[] scan(int[] counts) {
    int threads = 128;
    int blocks = (counts.length + threads - 1) / threads;
    int shared = 48;
    long before = gpu.driver().liveAllocations();
    CUdeviceptr in = gpu.upload(counts);
    CUdeviceptr sums = gpu.allocate(8L * (blocks + 1));
    CUdeviceptr start = gpu.allocate(4L * (counts.length + 1));
    CUfunction first = gpu.function(scan, "scan_sums");
    CUfunction second = gpu.function(scan, "scan_blocks");
    CUfunction third = gpu.function(scan, "scan_starts");
    EmulatedKernels.ok(gpu.launch(first, blocks, threads, shared, null, counts.length, in, sums));
    EmulatedKernels.ok(gpu.launch(second, 1, threads, shared, null, blocks, sums));
    EmulatedKernels.ok(
        gpu.launch(
            third,
            blocks,
            threads,
            shared,
            null,
            counts.length,
            in,
            blocks,
            sums,
            1L << 30,
            start));
    int[] result = gpu.ints(start, counts.length + 1);
    gpu.free(in, sums, start);
    assertEquals(before, gpu.driver().liveAllocations());
    return result;
  }
}
