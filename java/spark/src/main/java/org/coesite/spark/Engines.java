package org.coesite.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.coesite.models.PotentialModel;

/**
 * The engines of an executor: the model's file is read once, when the first task needs it, and
 * shared by all; each core in use has an engine of its own, kept for the next task; tasks on one
 * GPU take turns. Thread-safe.
 */
final class Engines {
  private static Engines current;

  private final JobInput job;
  private final PotentialModel model;
  private final Map<String, Deque<Engine>> idle = new HashMap<>();
  private final Map<String, Semaphore> turns = new HashMap<>();
  private boolean retired;

  private Engines(JobInput job) {
    this.job = job;
    model = job.potential().readPotential();
  }

  /** Those of a run; those of an earlier one are let go. */
  static synchronized Engines of(JobInput job) {
    if (current == null || !current.job.run().equals(job.run())) {
      release();
      current = new Engines(job);
    }
    return current;
  }

  /** Closes whatever no task is using; what tasks use is closed when they give it back. */
  static synchronized void release() {
    if (current != null) {
      current.retire();
      current = null;
    }
  }

  /** An engine, for one task. */
  final class Lease implements AutoCloseable {
    private final String device;
    private final Engine engine;
    private boolean sound;

    private Lease(String device, Engine engine) {
      this.device = device;
      this.engine = engine;
    }

    Engine engine() {
      return engine;
    }

    /** Says that nothing went wrong: the engine may be used again. */
    void sound() {
      sound = true;
    }

    @Override
    public void close() {
      giveBack(device, engine, sound);
    }
  }

  /**
   * Takes an engine, waiting for a device that another task has.
   *
   * @param device as {@link Engine} wants it
   * @param shared whether the device is one that tasks take turns on
   */
  Lease borrow(String device, boolean shared, int threads) {
    if (shared) {
      turn(device).acquireUninterruptibly();
    }
    try {
      Engine kept = kept(device);
      return new Lease(device, kept == null ? new Engine(job, model, device, threads) : kept);
    } catch (RuntimeException | Error e) {
      if (shared) {
        turn(device).release();
      }
      throw e;
    }
  }

  private synchronized Semaphore turn(String device) {
    return turns.computeIfAbsent(device, _ -> new Semaphore(1));
  }

  private synchronized Engine kept(String device) {
    Deque<Engine> engines = idle.get(device);
    return engines == null ? null : engines.poll();
  }

  private void giveBack(String device, Engine engine, boolean sound) {
    boolean keep;
    Semaphore turn;
    synchronized (this) {
      keep = sound && !retired;
      if (keep) {
        idle.computeIfAbsent(device, _ -> new ArrayDeque<>()).push(engine);
      }
      turn = turns.get(device);
    }
    try {
      if (!keep) {
        engine.close();
      }
    } finally {
      if (turn != null) {
        turn.release();
      }
    }
  }

  private synchronized void retire() {
    retired = true;
    idle.values().forEach(engines -> engines.forEach(Engine::close));
    idle.clear();
  }
}
