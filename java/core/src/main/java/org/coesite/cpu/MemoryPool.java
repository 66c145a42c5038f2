package org.coesite.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Off-heap memory of a backend, aligned to cache lines. Blocks given back are handed out again, so
 * that a steady stream of batches allocates nothing. Everything goes when the pool closes.
 * Thread-safe.
 */
public final class MemoryPool implements AutoCloseable {
  /** A cache line, and the widest vector. */
  public static final long ALIGNMENT = 64;

  /** Vector kernels may read this far past the last element. */
  private static final long PADDING = 256;

  private final Arena arena = Arena.ofShared();
  private final Map<Long, ArrayDeque<MemorySegment>> free = new HashMap<>();
  private long reserved;
  private int live;

  /** A block of at least {@code bytes} and some padding, contents unspecified. */
  public synchronized MemorySegment take(long bytes) {
    long size = blockSize(Math.addExact(bytes, PADDING));
    live++;
    ArrayDeque<MemorySegment> blocks = free.get(size);
    if (blocks != null && !blocks.isEmpty()) {
      return blocks.pop();
    }
    reserved += size;
    return arena.allocate(size, ALIGNMENT);
  }

  /** Takes a block back for others to use. */
  public synchronized void giveBack(MemorySegment block) {
    live--;
    free.computeIfAbsent(block.byteSize(), size -> new ArrayDeque<>()).push(block);
  }

  /** Eight sizes to the octave: at most an eighth is wasted, and sizes recur. */
  private static long blockSize(long bytes) {
    long least = Math.max(bytes, 1024);
    long unit = Math.max(ALIGNMENT, Long.highestOneBit(least) / 8);
    return (least + unit - 1) / unit * unit;
  }

  /** Bytes taken from the system. */
  public synchronized long reserved() {
    return reserved;
  }

  /** Blocks handed out and not given back. */
  public synchronized int live() {
    return live;
  }

  @Override
  public void close() {
    arena.close();
  }
}
