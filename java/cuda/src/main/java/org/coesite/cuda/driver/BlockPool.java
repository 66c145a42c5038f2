package org.coesite.cuda.driver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Blocks of memory that are used again: what is given back is kept, by size, and handed out before
 * more is asked for.
 *
 * <p>Sizes are rounded up to eight steps in each power of two. Of the unused blocks of a size the
 * oldest is handed out, so that addresses depend on which blocks are in use and on nothing else: a
 * step that takes and gives back the same as the one before meets the same addresses. Memory that
 * was last used last (a stack) would not do: each step would find the blocks in another order.
 */
final class BlockPool {
  static final long ALIGNMENT = 256;
  private static final int STEPS = 8;

  /** Asks the owner of the memory for more. */
  @FunctionalInterface
  interface Source {
    /** Address of a new block; 0 where there is none left. */
    long allocate(long bytes);
  }

  /** A block and its place in the pool. */
  record Block(long address, long bytes, int index) {}

  /** The blocks of one size. */
  private static final class SizeClass {
    final List<Block> blocks = new ArrayList<>();
    final BitSet unused = new BitSet();
  }

  private final Source source;
  private final LongConsumer sink;
  private final Map<Long, SizeClass> classes = new TreeMap<>();
  private long allocations;
  private long held;
  private long inUse;
  private boolean closed;

  /**
   * @param source where blocks come from
   * @param sink where they go, by address
   */
  BlockPool(Source source, LongConsumer sink) {
    this.source = source;
    this.sink = sink;
  }

  /** The size of the block that these many bytes get. */
  static long rounded(long bytes) {
    if (bytes <= ALIGNMENT) {
      return ALIGNMENT;
    }
    long power = Long.highestOneBit(bytes - 1);
    long step = Math.max(ALIGNMENT, power / STEPS);
    return Math.ceilDiv(bytes, step) * step;
  }

  /** An unused block of exactly this size; null where there is none. */
  Block unused(long size) {
    SizeClass blocks = classes.get(size);
    int first = blocks == null ? -1 : blocks.unused.nextSetBit(0);
    if (first < 0) {
      return null;
    }
    blocks.unused.clear(first);
    inUse += size;
    return blocks.blocks.get(first);
  }

  /** A new block of exactly this size; null where the source has none left. */
  Block allocated(long size) {
    long address = source.allocate(size);
    if (address == 0) {
      return null;
    }
    SizeClass blocks = classes.computeIfAbsent(size, _ -> new SizeClass());
    int index = blocks.blocks.indexOf(null);
    if (index < 0) {
      index = blocks.blocks.size();
      blocks.blocks.add(null);
    }
    Block block = new Block(address, size, index);
    blocks.blocks.set(index, block);
    allocations++;
    held += size;
    inUse += size;
    return block;
  }

  void giveBack(Block block) {
    if (closed) {
      return;
    }
    classes.get(block.bytes()).unused.set(block.index());
    inUse -= block.bytes();
  }

  /** Gives all unused blocks back to where they came from. */
  void trim() {
    classes.values().forEach(this::trim);
    classes.values().removeIf(blocks -> blocks.blocks.stream().allMatch(b -> b == null));
  }

  private void trim(SizeClass blocks) {
    for (int i = blocks.unused.nextSetBit(0); i >= 0; i = blocks.unused.nextSetBit(i + 1)) {
      Block block = blocks.blocks.set(i, null);
      blocks.unused.clear(i);
      allocations--;
      held -= block.bytes();
      sink.accept(block.address());
    }
  }

  /** Gives all blocks back to where they came from; what is given back later is gone already. */
  void close() {
    if (closed) {
      return;
    }
    for (SizeClass blocks : classes.values()) {
      for (Block block : blocks.blocks) {
        if (block != null) {
          blocks.unused.set(block.index());
        }
      }
    }
    trim();
    inUse = 0;
    closed = true;
  }

  /** Blocks that came from the source and have not gone back. */
  long allocations() {
    return allocations;
  }

  /** Bytes of those blocks. */
  long held() {
    return held;
  }

  /** Bytes of the blocks handed out. */
  long inUse() {
    return inUse;
  }
}
