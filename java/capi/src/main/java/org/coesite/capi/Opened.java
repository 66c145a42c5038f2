package org.coesite.capi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What the host has open of a kind, by the numbers it knows it by. Numbers are not used again, so
 * that what is closed is told from what is open. Thread-safe.
 *
 * @param <T> used by one thread at a time
 */
final class Opened<T extends Opened.Resource> {
  /** What is to be closed. */
  interface Resource extends AutoCloseable {
    @Override
    void close();
  }

  /** In steps, so that they look like no index and no small number by mistake is one of them. */
  private static final long STEP = 0x1000;

  /** Of all kinds, so that what is of one kind is not taken for what is of another. */
  private static final AtomicLong LAST = new AtomicLong();

  private final String name;
  private final Map<Long, T> all = new ConcurrentHashMap<>();

  /**
   * Nothing yet.
   *
   * @param name what the header calls a handle
   */
  Opened(String name) {
    this.name = name;
  }

  /** Takes something over. */
  long add(T resource) {
    long handle = LAST.addAndGet(STEP);
    all.put(handle, resource);
    return handle;
  }

  /**
   * What is open, to ask for its numbers.
   *
   * @throws CallException if there is none
   */
  T get(long handle) {
    T found = all.get(handle);
    if (found == null) {
      throw CallException.argument(
          name + (handle == 0 ? " is NULL" : " is closed, or was never open"));
    }
    return found;
  }

  /**
   * Uses something alone.
   *
   * @throws CallException if it is not open
   */
  void use(long handle, Consumer<T> work) {
    T found = get(handle);
    synchronized (found) {
      // another thread may have closed it meanwhile
      work.accept(get(handle));
    }
  }

  /**
   * Closes something once it is not in use; NULL is nothing.
   *
   * @throws CallException if it is not open
   */
  void close(long handle) {
    if (handle == 0) {
      return;
    }
    T found = get(handle);
    synchronized (found) {
      get(handle);
      all.remove(handle);
      found.close();
    }
  }
}
