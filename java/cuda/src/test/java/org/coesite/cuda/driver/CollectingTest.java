package org.coesite.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/** Commands that are collected, and launched as graphs when they repeat. */
class CollectingTest {
  /** A computation as a step of molecular dynamics does it: all memory is taken and given back. */
  private static int[] step(EmulatedGpu gpu, RowStarts scan, int... counts) {
    int n = counts.length;
    DeviceBuffer input = gpu.upload(counts);
    DeviceBuffer sums = gpu.memory.take(RowStarts.sumBytes(n));
    DeviceBuffer start = gpu.memory.take(4L * (n + 1));
    DeviceBuffer result = gpu.memory.take(4L * (n + 1));
    scan.enqueue(n, input, sums, start);
    gpu.memory.giveBack(input);
    gpu.queue.zero(result, 0, 4);
    gpu.queue.copy(start, 4, result, 4, 4L * n);
    HostBuffer target = gpu.host.take(result.bytes());
    gpu.queue.download(result, 0, target, result.bytes());
    gpu.memory.giveBack(sums);
    gpu.memory.giveBack(start);
    gpu.memory.giveBack(result);
    gpu.queue.synchronize();
    int[] values = target.segment().toArray(ValueLayout.JAVA_INT);
    gpu.host.giveBack(target);
    return values;
  }

  private static int[] counts(int n, int seed) {
    int[] counts = new int[n];
    Arrays.setAll(counts, i -> (i * 7 + seed * 13) % 11);
    return counts;
  }

  @Test
  void repeatedWorkBecomesOneGraphAndGivesTheSame() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      gpu.queue.collecting(true);
      for (int i = 0; i < 6; i++) {
        // the numbers change from step to step, the commands do not
        int[] counts = counts(300, i);
        assertArrayEquals(RowStarts.expected(counts), step(gpu, scan, counts), "step " + i);
        assertEquals(i, gpu.queue.graphLaunches());
        assertEquals(3, gpu.queue.launches(), "one by one only at first");
      }
      assertEquals(5, gpu.driver.graphLaunches());
      assertEquals(18, gpu.driver.launches());
    }
  }

  @Test
  void otherWorkIsNotTakenForTheSame() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      gpu.queue.collecting(true);
      for (int i = 0; i < 12; i++) {
        // three sizes within the same blocks of memory: only an argument differs
        int[] counts = counts(300 + i % 3, i);
        assertArrayEquals(RowStarts.expected(counts), step(gpu, scan, counts), "step " + i);
      }
      assertEquals(9, gpu.queue.graphLaunches());
    }
  }

  @Test
  void oldGraphsAreDropped() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      gpu.queue.collecting(true);
      for (int round = 0; round < 2; round++) {
        for (int n = 100; n < 120; n++) {
          step(gpu, scan, counts(n, n));
          assertEquals(Math.min(20 * round + n - 99, 8), gpu.queue.remembered());
        }
      }
      assertEquals(0, gpu.queue.graphLaunches(), "each was forgotten before it came again");
      step(gpu, scan, counts(119, 0));
      assertEquals(1, gpu.queue.graphLaunches());
    }
  }

  @Test
  void trimmingDropsGraphsAndIssuesWhatWaits() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      gpu.queue.collecting(true);
      int[] counts = counts(200, 1);
      for (int i = 0; i < 3; i++) {
        step(gpu, scan, counts);
      }
      gpu.memory.trim();
      assertEquals(0, gpu.queue.remembered());

      DeviceBuffer start = gpu.memory.take(4 * 201);
      DeviceBuffer input = gpu.upload(counts);
      DeviceBuffer sums = gpu.memory.take(RowStarts.sumBytes(200));
      scan.enqueue(200, input, sums, start);
      gpu.memory.giveBack(input);
      gpu.memory.giveBack(sums);
      assertEquals(3, gpu.queue.launches(), "still waiting");
      gpu.memory.trim();
      assertEquals(6, gpu.queue.launches(), "done before their memory went");
      assertArrayEquals(RowStarts.expected(counts), gpu.ints(start));
      assertEquals(1, gpu.memory.allocations());
    }
  }

  @Test
  void closingKernelsDropsTheirGraphs() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      gpu.queue.collecting(true);
      for (int i = 0; i < 2; i++) {
        try (RowStarts scan = new RowStarts(gpu)) {
          int[] counts = counts(200, i);
          assertArrayEquals(RowStarts.expected(counts), step(gpu, scan, counts));
          assertArrayEquals(RowStarts.expected(counts), step(gpu, scan, counts));
        }
        assertEquals(0, gpu.queue.remembered());
      }
    }
  }

  @Test
  void largeWorkDoesNotWait() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        RowStarts scan = new RowStarts(gpu)) {
      gpu.queue.collecting(true);
      gpu.queue.limits(1000, 2000);
      int[] counts = counts(640, 1);
      DeviceBuffer start = gpu.memory.take(4 * 641);
      DeviceBuffer sums = gpu.memory.take(RowStarts.sumBytes(640));
      DeviceBuffer input = gpu.upload(counts);
      scan.enqueue(640, input, sums, start);
      assertEquals(3, gpu.queue.launches(), "issued at 640 + 64 + 640 threads");
      gpu.queue.synchronize();
      gpu.queue.launch(
          scan.image().kernel("scan_blocks"), 1, 64, 256, new Arguments().add(10).buffer(sums));
      assertEquals(3, gpu.queue.launches(), "collecting again");
      assertArrayEquals(RowStarts.expected(counts), gpu.ints(start));

      gpu.queue.limits(1000, 4);
      for (int i = 0; i < 6; i++) {
        gpu.queue.zero(sums, 0, 4);
      }
      gpu.queue.synchronize();
      assertEquals(0, gpu.queue.graphLaunches());
    }
  }

  @Test
  void callsArePartOfTheGraph() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      gpu.queue.collecting(true);
      int[] ran = {0};
      for (int i = 0; i < 5; i++) {
        gpu.queue.call(new long[] {1, 2}, () -> ran[0]++);
        gpu.queue.synchronize();
      }
      assertEquals(2, ran[0], "issued once, captured once");
      gpu.queue.call(new long[] {1, 3}, () -> ran[0]++);
      gpu.queue.synchronize();
      assertEquals(3, ran[0]);
    }
  }

  @Test
  void collectedWorkIsIssuedWhenCollectingEnds() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      gpu.queue.collecting(true);
      DeviceBuffer a = gpu.memory.take(8);
      gpu.queue.upload(MemorySegment.ofArray(new int[] {1, 2}), a, 0);
      gpu.queue.collecting(false);
      gpu.queue.upload(MemorySegment.ofArray(new int[] {3}), a, 0);
      assertArrayEquals(new int[] {3, 2}, gpu.ints(a));
    }
  }

  @Test
  void whatCannotBeCapturedIsIssuedOneByOne() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      gpu.queue.collecting(true);
      int[] ran = {0};
      DeviceBuffer a = gpu.upload(5);
      for (int i = 0; i < 4; i++) {
        gpu.queue.zero(a, 0, 4);
        gpu.queue.call(
            new long[] {7},
            () -> {
              ran[0]++;
              int[] status = {0};
              Status.check(
                  "cuStreamIsCapturing",
                  JCudaDriver.cuStreamIsCapturing(gpu.queue.stream(), status));
              Status.check("made up", status[0] == 0 ? 0 : 900);
            });
        assertArrayEquals(new int[] {0}, gpu.ints(a));
      }
      assertEquals(0, gpu.queue.graphLaunches());
      assertEquals(5, ran[0], "tried once");
    }
  }
}
