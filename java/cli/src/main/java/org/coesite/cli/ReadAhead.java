package org.coesite.cli;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hands on what another iterator gives, which runs ahead on a thread of its own: files are read
 * while others are computed. Closed before the iterator it reads from; used by one thread.
 */
final class ReadAhead<T> implements Iterator<T>, AutoCloseable {
  private final BlockingQueue<Step<T>> steps;
  private final Thread reader;
  private Step<T> next;

  /** Something that was read, or how reading ended. */
  private record Step<T>(T item, boolean last, Throwable failure) {}

  /**
   * Begins to read.
   *
   * @param most how many items may wait
   */
  ReadAhead(Iterator<T> source, int most) {
    steps = new ArrayBlockingQueue<>(most);
    reader = Thread.ofPlatform().daemon().name("coesite-reader").start(() -> read(source));
  }

  private void read(Iterator<T> source) {
    try {
      Step<T> end = new Step<>(null, true, null);
      try {
        while (source.hasNext()) {
          steps.put(new Step<>(source.next(), false, null));
        }
      } catch (RuntimeException | Error failure) {
        end = new Step<>(null, true, failure);
      }
      steps.put(end);
    } catch (InterruptedException closed) {
      // nobody wants the rest
    }
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = steps.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for input", e);
      }
    }
    if (next.failure instanceof RuntimeException failure) {
      throw failure;
    }
    if (next.failure instanceof Error failure) {
      throw failure;
    }
    return !next.last;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T item = next.item;
    next = null;
    return item;
  }

  @Override
  public void close() {
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
