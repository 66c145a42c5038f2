package org.coesite.cuda.driver;

import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * A queue's stream and streams beside it, for one {@link CommandQueue#call} whose pieces need not
 * wait for each other: where each of them leaves a part of the device idle, several run at a time.
 *
 * <p>Lane 0 is the queue's own stream. The others fork from it and join it by events: their work
 * comes after what the queue has enqueued before the call, and before what it enqueues after. So
 * the queue still orders all uses of memory, one synchronisation of it waits for all, and in a
 * captured graph the lanes become branches. Used by the thread that uses the queue.
 *
 * <p>Source: CUDA C++ Programming Guide, "Cross-stream Dependencies and Events".
 */
public final class Lanes implements AutoCloseable {
  /** A stream beside the queue's. */
  private static final class Side {
    final Address.Stream stream = new Address.Stream();
    final CUevent end = new CUevent();
  }

  private final CudaDevice device;
  private final Address.Stream own;
  private final CUevent start = new CUevent();
  private final List<Side> sides = new ArrayList<>();
  private final List<Runnable> destructions = new ArrayList<>();

  /**
   * Lanes of a queue. Each is to be closed before the queue is.
   *
   * @param count with the queue's own stream, at least 1
   */
  public Lanes(CudaDevice device, CommandQueue queue, int count) {
    this.device = device;
    own = queue.stream();
    device.makeCurrent();
    try {
      create(start);
      for (int lane = 1; lane < count; lane++) {
        sides.add(createSide());
      }
    } catch (CudaException e) {
      destroyAll();
      throw e;
    }
  }

  /** How many there are, with the queue's own stream. */
  public int count() {
    return 1 + sides.size();
  }

  /** The stream of a lane; lane 0 is the queue's own. */
  public Address.Stream stream(int lane) {
    return lane == 0 ? own : sides.get(lane - 1).stream;
  }

  /**
   * Runs something that enqueues on the first few lanes, from within a {@link CommandQueue#call}.
   * The lanes are joined even where it fails in the middle, so that nothing that it has enqueued
   * outlives what the queue orders. On one lane there is nothing to fork and to join.
   *
   * @param lanes how many it uses, at most {@link #count}
   * @throws CudaException if the driver refuses, or what the work throws
   */
  public void fork(int lanes, Runnable work) {
    try (Forked forked = new Forked()) {
      forked.begin(lanes);
      work.run();
    }
  }

  /**
   * Has the queue do all that is enqueued, and forget the graphs that were captured: before
   * something that work on the lanes uses is closed.
   */
  public void drain() {
    device.beforeRelease();
  }

  /** Waits for what is queued, and gives the streams back. */
  @Override
  public void close() {
    if (!destructions.isEmpty()) {
      try {
        drain();
      } finally {
        destroyAll();
      }
    }
  }

  /** The sides that wait for the queue's stream, until it waits for them. */
  private final class Forked implements AutoCloseable {
    private int count;

    void begin(int lanes) {
      if (lanes > 1) {
        record(start, own);
      }
      for (Side side : sides.subList(0, lanes - 1)) {
        await(side.stream, start);
        count++;
      }
    }

    /** Joins each, whether another can be joined or not. */
    @Override
    public void close() {
      Failures failures = new Failures();
      for (Side side : sides.subList(0, count)) {
        failures.during(
            () -> {
              record(side.end, side.stream);
              await(own, side.end);
            });
      }
      failures.throwFirst();
    }
  }

  private Side createSide() {
    Side side = new Side();
    Status.check(
        "cuStreamCreate",
        JCudaDriver.cuStreamCreate(side.stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    destructions.add(
        () -> Status.check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(side.stream)));
    create(side.end);
    return side;
  }

  /** An event that only orders: timing would cost, and is of no use within a graph. */
  private void create(CUevent event) {
    Status.check(
        "cuEventCreate", JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
    destructions.add(() -> Status.check("cuEventDestroy", JCudaDriver.cuEventDestroy(event)));
  }

  /** Destroys what there is, the last created first, each whether another can be or not. */
  private void destroyAll() {
    device.makeCurrent();
    Failures failures = new Failures();
    destructions.reversed().forEach(failures::during);
    destructions.clear();
    failures.throwFirst();
  }

  private static void record(CUevent event, Address.Stream stream) {
    Status.check("cuEventRecord", JCudaDriver.cuEventRecord(event, stream));
  }

  private static void await(Address.Stream stream, CUevent event) {
    Status.check("cuStreamWaitEvent", JCudaDriver.cuStreamWaitEvent(stream, event, 0));
  }
}
