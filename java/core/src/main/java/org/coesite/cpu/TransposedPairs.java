package org.coesite.cpu;

/**
 * The pairs of a list by the other atom: of atom {@code first + k} those from {@code start(k)} to
 * {@code start(k + 1)}, in the order of the list. Immutable.
 */
public final class TransposedPairs {
  private final int first;
  private final int[] start;
  private final int[] pair;
  private final int[] centre;

  private TransposedPairs(int first, int[] start, int[] pair, int[] centre) {
    this.first = first;
    this.start = start;
    this.pair = pair;
    this.centre = centre;
  }

  /** Sorts the pairs of a list by counting. */
  public static TransposedPairs of(CpuNeighbours list) {
    if (list.first() == list.last()) {
      return new TransposedPairs(0, new int[1], new int[0], new int[0]);
    }
    // all others of a slice's pairs belong to the structures it touches
    var batch = list.batch();
    int first = batch.offset(batch.structureOf(list.first()));
    int atoms = batch.offset(batch.structureOf(list.last() - 1) + 1) - first;
    int[] start = new int[atoms + 1];
    for (int other : list.j) {
      start[other - first + 1]++;
    }
    for (int k = 0; k < atoms; k++) {
      start[k + 1] += start[k];
    }
    int[] next = start.clone();
    int[] pair = new int[list.j.length];
    int[] centre = new int[list.j.length];
    for (int k = 0; k < list.last() - list.first(); k++) {
      for (int p = list.start[k]; p < list.start[k + 1]; p++) {
        int at = next[list.j[p] - first]++;
        pair[at] = p;
        centre[at] = k;
      }
    }
    return new TransposedPairs(first, start, pair, centre);
  }

  /** The first atom, numbered through the batch. */
  public int first() {
    return first;
  }

  /** Number of atoms. */
  public int atoms() {
    return start.length - 1;
  }

  /** Where an atom's pairs begin. */
  public int start(int k) {
    return start[k];
  }

  /** A pair's place in the list. */
  public int pair(int at) {
    return pair[at];
  }

  /** A pair's centre, counted from the list's first. */
  public int centre(int at) {
    return centre[at];
  }
}
