package org.coesite.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/** Work on several streams between what a queue does before and after. */
class LanesTest {
  private static final int INVALID_HANDLE = 400;
  private static final int LANES = 4;

  /** Numbers that lanes copy one each, in the way that a library would. */
  private static final class Numbers {
    final EmulatedGpu gpu;
    final Lanes lanes;
    final DeviceBuffer from;
    final DeviceBuffer to;

    Numbers(EmulatedGpu gpu, Lanes lanes) {
      this.gpu = gpu;
      this.lanes = lanes;
      from = gpu.memory.take(4 * LANES);
      to = gpu.memory.take(4 * LANES);
    }

    void copy(int lane) {
      Status.check(
          "cuMemcpyDtoDAsync",
          JCudaDriver.cuMemcpyDtoDAsync(
              Address.of(to.address() + 4L * lane),
              Address.of(from.address() + 4L * lane),
              4,
              lanes.stream(lane)));
    }

    void copyOn(int count) {
      for (int lane = 0; lane < count; lane++) {
        copy(lane);
      }
    }

    /** Uploads, then runs the work on lanes, then downloads. */
    int[] through(int used, Runnable work, int... values) {
      gpu.queue.zero(to, 0, 4 * LANES);
      gpu.queue.upload(MemorySegment.ofArray(values), from, 0);
      gpu.queue.call(new long[] {used}, () -> lanes.fork(used, work));
      gpu.queue.copy(to, 0, from, 0, 4 * LANES);
      return gpu.ints(from);
    }

    void assertNotCapturing() {
      int[] status = {-1};
      for (int lane = 0; lane < lanes.count(); lane++) {
        Status.check(
            "cuStreamIsCapturing", JCudaDriver.cuStreamIsCapturing(lanes.stream(lane), status));
        assertEquals(0, status[0], "lane " + lane);
      }
    }
  }

  @Test
  void comeAfterWhatWasBeforeAndBeforeWhatComesAfter() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Lanes lanes = new Lanes(gpu.device, gpu.queue, LANES)) {
      assertEquals(LANES, lanes.count());
      assertSame(gpu.queue.stream(), lanes.stream(0));
      Numbers numbers = new Numbers(gpu, lanes);
      for (int used = 1; used <= LANES; used++) {
        int most = used;
        int[] found = numbers.through(used, () -> numbers.copyOn(most), 5, 6, 7, 8);
        int[] expected = new int[LANES];
        System.arraycopy(new int[] {5, 6, 7, 8}, 0, expected, 0, used);
        assertArrayEquals(expected, found);
      }
    }
  }

  @Test
  void becomeBranchesOfAGraph() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Lanes lanes = new Lanes(gpu.device, gpu.queue, LANES)) {
      Numbers numbers = new Numbers(gpu, lanes);
      gpu.queue.collecting(true);
      for (int i = 0; i < 5; i++) {
        int[] values = {i, i + 1, i + 2, i + 3};
        assertArrayEquals(
            values, numbers.through(LANES, () -> numbers.copyOn(LANES), values), "step " + i);
        numbers.assertNotCapturing();
      }
      assertEquals(4, gpu.queue.graphLaunches());
      assertEquals(1, gpu.queue.launches());
    }
  }

  @Test
  void areJoinedWhereTheWorkFails() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Lanes lanes = new Lanes(gpu.device, gpu.queue, LANES)) {
      Numbers numbers = new Numbers(gpu, lanes);
      gpu.queue.zero(numbers.to, 0, 4 * LANES);
      gpu.queue.upload(MemorySegment.ofArray(new int[] {1, 2, 3, 4}), numbers.from, 0);
      IllegalStateException middle = new IllegalStateException("in the middle");
      Runnable work =
          () -> {
            numbers.copyOn(2);
            throw middle;
          };
      assertSame(
          middle,
          assertThrows(
              IllegalStateException.class,
              () -> gpu.queue.call(new long[0], () -> lanes.fork(LANES, work))));
      assertEquals(0, middle.getSuppressed().length);
      assertArrayEquals(new int[] {1, 2, 0, 0}, gpu.ints(numbers.to));
      assertArrayEquals(
          new int[] {5, 6, 7, 8}, numbers.through(LANES, () -> numbers.copyOn(LANES), 5, 6, 7, 8));
    }
  }

  @Test
  void workThatFailsWhileCapturedIsIssuedOneByOne() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Lanes lanes = new Lanes(gpu.device, gpu.queue, LANES)) {
      Numbers numbers = new Numbers(gpu, lanes);
      gpu.queue.collecting(true);
      Runnable work =
          () -> {
            numbers.copyOn(2);
            int[] status = {0};
            JCudaDriver.cuStreamIsCapturing(lanes.stream(1), status);
            Status.check("made up", status[0] == 0 ? 0 : 900);
            numbers.copy(2);
            numbers.copy(3);
          };
      for (int i = 0; i < 4; i++) {
        assertArrayEquals(new int[] {i, 6, 7, 8}, numbers.through(LANES, work, i, 6, 7, 8));
        numbers.assertNotCapturing();
      }
      assertEquals(0, gpu.queue.graphLaunches());
    }
  }

  @Test
  void aCaptureThatIsInvalidatedLeavesThemUsable() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Lanes lanes = new Lanes(gpu.device, gpu.queue, LANES)) {
      Numbers numbers = new Numbers(gpu, lanes);
      gpu.queue.collecting(true);
      Runnable work =
          () -> {
            numbers.copyOn(2);
            int[] status = {0};
            JCudaDriver.cuStreamIsCapturing(lanes.stream(1), status);
            if (status[0] != 0) {
              // what a capture does not survive
              JCudaDriver.cuStreamSynchronize(lanes.stream(1));
            }
            numbers.copy(2);
            numbers.copy(3);
          };
      for (int i = 0; i < 4; i++) {
        assertArrayEquals(new int[] {i, 6, 7, 8}, numbers.through(LANES, work, i, 6, 7, 8));
        numbers.assertNotCapturing();
      }
      assertEquals(0, gpu.queue.graphLaunches());
    }
  }

  @Test
  void thoseThatForkedAreJoinedWhereAnotherCannot() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      Lanes lanes = new Lanes(gpu.device, gpu.queue, LANES);
      Numbers numbers = new Numbers(gpu, lanes);
      Status.check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(lanes.stream(2)));
      int[] ran = {0};
      for (boolean collecting : new boolean[] {false, true}) {
        gpu.queue.collecting(collecting);
        for (int i = 0; i < 2; i++) {
          CudaException e =
              assertThrows(
                  CudaException.class, () -> numbers.through(LANES, () -> ran[0]++, 1, 2, 3, 4));
          assertEquals("cuStreamWaitEvent", e.call());
          assertEquals(0, e.getSuppressed().length, "the others were joined");
          gpu.queue.synchronize();
        }
      }
      assertEquals(0, ran[0]);
      assertArrayEquals(
          new int[] {1, 2, 0, 0}, numbers.through(2, () -> numbers.copyOn(2), 1, 2, 3, 4));
      CudaException twice = assertThrows(CudaException.class, lanes::close);
      assertEquals("cuStreamDestroy", twice.call());
      assertEquals(INVALID_HANDLE, JCudaDriver.cuStreamQuery(lanes.stream(1)));
      assertEquals(INVALID_HANDLE, JCudaDriver.cuStreamQuery(lanes.stream(3)));
    }
  }

  @Test
  void areDoneWithBeforeTheyAreClosed() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      Lanes lanes = new Lanes(gpu.device, gpu.queue, LANES);
      Numbers numbers = new Numbers(gpu, lanes);
      gpu.queue.upload(MemorySegment.ofArray(new int[] {1, 2, 3, 4}), numbers.from, 0);
      gpu.queue.collecting(true);
      gpu.queue.call(new long[0], () -> lanes.fork(LANES, () -> numbers.copyOn(LANES)));
      lanes.close();
      lanes.close();
      assertEquals(0, gpu.queue.remembered());
      assertEquals(INVALID_HANDLE, JCudaDriver.cuStreamQuery(lanes.stream(1)));
      assertArrayEquals(new int[] {1, 2, 3, 4}, gpu.ints(numbers.to));
    }
  }
}
