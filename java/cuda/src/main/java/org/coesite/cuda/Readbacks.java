package org.coesite.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.HostBuffer;
import org.coesite.cuda.driver.HostMemory;

/**
 * Results on their way to the host. Copies to pinned memory are enqueued when a result is asked
 * for; all are read together when the queue has been waited for.
 */
final class Readbacks {
  private final CommandQueue queue;
  private final HostMemory memory;
  private final Queue<Readback> pending = new ArrayDeque<>();

  private record Readback(HostBuffer buffer, long bytes, Consumer<MemorySegment> reader) {}

  Readbacks(CommandQueue queue, HostMemory memory) {
    this.queue = queue;
    this.memory = memory;
  }

  /**
   * Enqueues a copy.
   *
   * @param reader gets the bytes once they are there; they are gone when it returns
   */
  void request(DeviceBuffer source, long from, long bytes, Consumer<MemorySegment> reader) {
    HostBuffer buffer = memory.take(Math.max(1, bytes));
    queue.download(source, from, buffer, bytes);
    pending.add(new Readback(buffer, bytes, reader));
  }

  /** Whether nothing is on its way. */
  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Hands out what was asked for; the queue has been waited for. */
  void arrived() {
    while (!pending.isEmpty()) {
      Readback first = pending.remove();
      try {
        first.reader.accept(first.buffer.segment().asSlice(0, first.bytes));
      } finally {
        memory.giveBack(first.buffer);
      }
    }
  }

  /** Forgets what was asked for; the queue has been waited for. */
  void drop() {
    pending.forEach(readback -> memory.giveBack(readback.buffer));
    pending.clear();
  }

  /** Numbers as doubles. */
  static double[] doubles(MemorySegment bytes) {
    return bytes.toArray(ValueLayout.JAVA_DOUBLE);
  }
}
