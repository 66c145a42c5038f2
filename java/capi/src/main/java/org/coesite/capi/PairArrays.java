package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.coesite.backend.PairList;

/** The arrays of a neighbour list, one behind the other in one block; filled slice by slice. */
final class PairArrays {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;

  private final NeighbourOptions wanted;
  private final long count;
  private final long centres;
  private final long others;
  private final long shifts;
  private final long vectors;
  private final long distances;
  private final long bytes;
  private MemorySegment block = MemorySegment.NULL;
  private long filled;

  /** Of so many pairs. */
  PairArrays(long count, NeighbourOptions wanted) {
    this.wanted = wanted;
    this.count = count;
    long end = 0;
    centres = end;
    end += HostMemory.padded(4 * count);
    others = end;
    end += HostMemory.padded(4 * count);
    shifts = end;
    end += wanted.shifts() ? HostMemory.padded(12 * count) : 0;
    vectors = end;
    end += wanted.vectors() ? HostMemory.padded(24 * count) : 0;
    distances = end;
    end += wanted.distances() ? HostMemory.padded(8 * count) : 0;
    bytes = end;
  }

  /**
   * Takes memory, which is the list's from now on.
   *
   * @param list a {@code coesite_neighbour_list}
   */
  void take(MemorySegment allocator, HostStruct list) {
    if (count == 0) {
      return;
    }
    block = HostMemory.take(allocator, bytes);
    list.putLong(56, block.address());
    list.putLong(8, count);
    list.putLong(16, block.address() + centres);
    list.putLong(24, block.address() + others);
    list.putLong(32, wanted.shifts() ? block.address() + shifts : 0);
    list.putLong(40, wanted.vectors() ? block.address() + vectors : 0);
    list.putLong(48, wanted.distances() ? block.address() + distances : 0);
  }

  /** Adds the next pairs of a full list; of a half list those that belong to it. */
  void add(PairList pairs) {
    for (int k = 0; k + 1 < pairs.start().length; k++) {
      int i = pairs.first() + k;
      for (int pair = pairs.start()[k]; pair < pairs.start()[k + 1]; pair++) {
        if (wanted.full() || isFirst(i, pairs, pair)) {
          add(i, pairs, pair);
        }
      }
    }
  }

  /** Of a pair and its reverse, the one that comes first in the order of (i, j, -S). */
  private static boolean isFirst(int i, PairList pairs, int pair) {
    int j = pairs.j()[pair];
    if (i != j) {
      return i < j;
    }
    for (int v = 0; v < 3; v++) {
      int s = pairs.shift()[3 * pair + v];
      if (s != 0) {
        return s > 0;
      }
    }
    throw new IllegalStateException("an atom is its own neighbour");
  }

  private void add(int i, PairList pairs, int pair) {
    long at = filled++;
    block.set(INT, centres + 4 * at, i);
    block.set(INT, others + 4 * at, pairs.j()[pair]);
    if (wanted.shifts()) {
      MemorySegment.copy(pairs.shift(), 3 * pair, block, INT, shifts + 12 * at, 3);
    }
    if (wanted.vectors()) {
      MemorySegment.copy(pairs.vector(), 3 * pair, block, DOUBLE, vectors + 24 * at, 3);
    }
    if (wanted.distances()) {
      block.set(DOUBLE, distances + 8 * at, pairs.distance(pair));
    }
  }

  /** Makes sure that all pairs have come. */
  void requireFull() {
    if (filled != count) {
      throw new IllegalStateException(filled + " pairs of " + count + " came");
    }
  }
}
