package org.coesite.dos;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A bounded sample of the atoms of several structures, in order: all where there are few enough,
 * else one from each of as many equal parts, drawn by a fixed seed so that no period of a crystal
 * is met by that of the sample. The same structures give the same sample. Immutable and
 * thread-safe.
 */
public final class AtomSample {
  private static final long SEED = 20201;

  private final int[][] chosen;
  private final int size;

  private AtomSample(int[][] chosen) {
    this.chosen = chosen;
    this.size = Arrays.stream(chosen).mapToInt(one -> one.length).sum();
  }

  /**
   * Draws a sample.
   *
   * @param atoms of each structure
   * @param most how many at most
   */
  public static AtomSample of(int[] atoms, int most) {
    long all = Arrays.stream(atoms).asLongStream().sum();
    int count = (int) Math.min(all, most);
    SplittableRandom random = new SplittableRandom(SEED);
    int[][] chosen = new int[atoms.length][];
    long first = 0;
    int k = 0;
    long next = count > 0 ? place(0, count, all, random) : Long.MAX_VALUE;
    for (int s = 0; s < atoms.length; s++) {
      int[] own = new int[(int) Math.min(atoms[s], (long) count - k)];
      int found = 0;
      while (k < count && next < first + atoms[s]) {
        own[found++] = (int) (next - first);
        k++;
        next = k < count ? place(k, count, all, random) : Long.MAX_VALUE;
      }
      chosen[s] = Arrays.copyOf(own, found);
      first += atoms[s];
    }
    return new AtomSample(chosen);
  }

  /** An atom of the k-th of equal parts. */
  private static long place(int k, int count, long all, SplittableRandom random) {
    long from = k * all / count;
    long to = (k + 1) * all / count;
    return random.nextLong(from, to);
  }

  /** How many atoms it holds. */
  public int size() {
    return size;
  }

  /** The atoms of a structure that it holds, ascending; a copy. */
  public int[] of(int structure) {
    return chosen[structure].clone();
  }
}
