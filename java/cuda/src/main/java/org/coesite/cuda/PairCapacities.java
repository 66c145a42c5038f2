package org.coesite.cuda;

import java.util.HashMap;
import java.util.Map;

/**
 * How many pairs to make room for, from what was met before: so that a search need not wait for the
 * device to say how many it found.
 */
final class PairCapacities {
  /** Larger lists take longer than waiting does. */
  private static final int MOST_CENTRES = 1 << 16;

  private static final int MOST_KINDS = 4096;

  private final Map<Kind, Long> largest = new HashMap<>();

  private record Kind(int centres, double cutoff) {}

  /** Pairs to make room for; -1 where nothing is known. */
  long guess(int centres, double cutoff) {
    Long met = centres > MOST_CENTRES ? null : largest.get(new Kind(centres, cutoff));
    return met == null ? -1 : withRoom(met);
  }

  /** Notes how many there were. */
  void met(int centres, double cutoff, long pairs) {
    if (largest.size() >= MOST_KINDS) {
      largest.clear();
    }
    largest.merge(new Kind(centres, cutoff), pairs, Math::max);
  }

  /**
   * A little more than was met, in eight steps for each power of two, so that repeated work asks
   * for the same although its largest number of pairs still grows now and then.
   */
  private static long withRoom(long pairs) {
    long wanted = pairs + pairs / 8 + 256;
    long step = Math.max(1, Long.highestOneBit(wanted) / 8);
    return (wanted + step - 1) / step * step;
  }
}
