package org.coesite.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads that share out numbered tasks. The calling thread works too, so a team of
 * one starts no thread.
 *
 * <p>Which worker does which task is up to chance; tasks must not depend on it.
 */
public final class WorkerPool implements AutoCloseable {
  /** A numbered piece of work. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does one piece.
     *
     * @param index number of the piece
     * @param worker number of the worker, below {@link WorkerPool#workers()}: for scratch memory
     */
    void run(int index, int worker);
  }

  /**
   * How long a worker looks for the next job before it sleeps: kernels follow each other closely.
   */
  private static final int SPINS = 2_000;

  /** One call of {@link #run}: which tasks are left, who is at work, what went wrong. */
  private static final class Job {
    final Task task;
    final int count;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(Task task, int count) {
      this.task = task;
      this.count = count;
    }
  }

  private final Thread[] threads;
  private volatile Job job;
  private volatile boolean closed;

  /** A team of {@code workers}, the caller included. */
  public WorkerPool(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("a pool has at least one worker, not " + workers);
    }
    threads = new Thread[workers - 1];
    for (int k = 0; k < threads.length; k++) {
      int worker = k + 1;
      threads[k] =
          Thread.ofPlatform().daemon().name("coesite-cpu-" + worker).start(() -> serve(worker));
    }
  }

  /** Size of the team. */
  public int workers() {
    return threads.length + 1;
  }

  /**
   * Runs tasks 0 to {@code count - 1} and returns when all are done; the first failure is thrown
   * again.
   */
  @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here, not a means of order
  public void run(int count, Task task) {
    if (threads.length == 0 || count <= 1) {
      for (int i = 0; i < count; i++) {
        task.run(i, 0);
      }
      return;
    }
    Job mine = new Job(task, count);
    job = mine;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    work(mine, 0);
    job = null;
    // a worker that comes late finds no task left: only those inside one are waited for
    for (int spins = 0; mine.running.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield(); // on a crowded machine the late worker may be waiting for this very core
      }
    }
    Throwable failure = mine.failure.get();
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private static void work(Job job, int worker) {
    job.running.incrementAndGet();
    try {
      for (int i = job.next.getAndIncrement(); i < job.count; i = job.next.getAndIncrement()) {
        job.task.run(i, worker);
      }
    } catch (RuntimeException | Error failure) {
      job.failure.compareAndSet(null, failure);
      job.next.set(job.count);
    } finally {
      job.running.decrementAndGet();
    }
  }

  private void serve(int worker) {
    Job last = null;
    int idle = 0;
    while (!closed) {
      Job current = job;
      if (current != null && current != last) {
        work(current, worker);
        last = current;
        idle = 0;
      } else if (++idle < SPINS) {
        Thread.onSpinWait();
      } else {
        last = null;
        LockSupport.park(this);
        idle = 0;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }
}
