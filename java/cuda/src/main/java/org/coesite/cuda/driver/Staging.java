package org.coesite.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Pinned memory where what is to be uploaded waits. The same pieces in the same order after a reset
 * lie at the same addresses.
 */
final class Staging {
  private static final long CHUNK = 1 << 20;

  private final HostMemory memory;
  private final List<HostBuffer> chunks = new ArrayList<>();
  private long used;
  private long bytes;

  Staging(HostMemory memory) {
    this.memory = memory;
  }

  /** Copies a segment, and says where to. */
  long place(MemorySegment source) {
    long length = source.byteSize();
    if (chunks.isEmpty() || used + length > chunks.getLast().bytes()) {
      chunks.add(memory.take(Math.max(CHUNK, length)));
      used = 0;
    }
    MemorySegment chunk = chunks.getLast().segment();
    MemorySegment.copy(source, 0, chunk, used, length);
    long address = chunk.address() + used;
    used = (used + length + BlockPool.ALIGNMENT - 1) & -BlockPool.ALIGNMENT;
    bytes += length;
    return address;
  }

  /** Bytes placed since the last reset. */
  long bytes() {
    return bytes;
  }

  /** Begins anew, once nothing reads what was placed; keeps one chunk of the usual size. */
  void reset() {
    used = 0;
    bytes = 0;
    while (chunks.size() > 1 || (!chunks.isEmpty() && chunks.getLast().bytes() > CHUNK)) {
      memory.giveBack(chunks.removeLast());
    }
  }

  /** Gives all memory back. */
  void close() {
    reset();
    if (!chunks.isEmpty()) {
      memory.giveBack(chunks.removeLast());
    }
  }
}
