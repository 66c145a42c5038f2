package org.coesite.backend;

import java.util.Arrays;
import org.coesite.CoesiteException;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Pairs that somebody else has found, as a program that divides space among processes has them: in
 * compressed rows of the first centres of a batch, in any order within a row. A row holds every
 * pair of its centre that is shorter than the cutoff it is used with, once; longer ones do no harm.
 *
 * <p>Arrays belong to the caller, who leaves them as they are while the list is in use.
 *
 * @param start row starts, [centres + 1], ascending from 0
 * @param j the other atom, numbered through the batch, [pairs]
 * @param shift S, [pairs x 3]; null: all zero, as where images are atoms of their own
 */
public record GivenPairs(int[] start, int[] j, int[] shift) {
  /** Bits of each component of S in a key that sorts by (j, S). */
  private static final int SHIFT_BITS = 10;

  private static final int SHIFT_BIAS = 1 << (SHIFT_BITS - 1);
  private static final int SHIFT_MASK = (1 << SHIFT_BITS) - 1;

  /**
   * Checks that lengths fit together.
   *
   * @throws CoesiteException if they do not
   */
  public GivenPairs {
    if (start.length == 0 || start[0] != 0) {
      throw new CoesiteException("row starts of a neighbour list begin with 0");
    }
    for (int k = 1; k < start.length; k++) {
      if (start[k] < start[k - 1]) {
        throw new CoesiteException(
            "row starts of a neighbour list ascend, not from %d to %d at row %d"
                .formatted(start[k - 1], start[k], k - 1));
      }
    }
    int pairs = start[start.length - 1];
    if (j.length < pairs || (shift != null && shift.length < 3L * pairs)) {
      throw new CoesiteException("a neighbour list of " + pairs + " pairs has shorter arrays");
    }
  }

  /** Number of centres that have rows. */
  public int centres() {
    return start.length - 1;
  }

  /**
   * The rows of the centres {@code first} (inclusive) to {@code last} (exclusive) as a {@link
   * NeighbourSearch} gives them: what is shorter than the cutoff, sorted by (i, j, S).
   *
   * @throws CoesiteException if a row names no atom of its structure, its own centre, or a pair
   *     twice
   */
  public PairList within(Batch batch, double cutoff, int first, int last) {
    int[] rows = new int[last - first + 1];
    int most = start[last] - start[first];
    int[] others = new int[most];
    int[] shifts = new int[Math.multiplyExact(3, most)];
    double[] vectors = new double[3 * most];
    Row row = new Row(batch, cutoff);
    int at = 0;
    for (int k = 0; k < last - first; k++) {
      row.read(first + k);
      for (int p = 0; p < row.count; p++) {
        row.decode(row.keys[p]);
        others[at] = row.offset + row.atom;
        System.arraycopy(row.s, 0, shifts, 3 * at, 3);
        System.arraycopy(row.vector, 0, vectors, 3 * at, 3);
        at++;
      }
      rows[k + 1] = at;
    }
    return new PairList(
        first,
        rows,
        Arrays.copyOf(others, at),
        Arrays.copyOf(shifts, 3 * at),
        Arrays.copyOf(vectors, 3 * at));
  }

  /** One row at a time, as keys that sort by (j, S). */
  private final class Row {
    private final Batch batch;
    private final double cutoff;
    private final int[] s = new int[3];
    private final double[] vector = new double[3];
    private Structure structure;
    private int structureIndex = -1;
    private int offset;
    private int centre;
    private int atom;
    private long[] keys = new long[64];
    private int count;

    Row(Batch batch, double cutoff) {
      this.batch = batch;
      this.cutoff = cutoff;
    }

    void read(int i) {
      int index = batch.structureOf(i);
      if (index != structureIndex) {
        structureIndex = index;
        structure = batch.structure(index);
        offset = batch.offset(index);
      }
      centre = i - offset;
      count = 0;
      keys = keys.length < start[i + 1] - start[i] ? new long[start[i + 1] - start[i]] : keys;
      for (int pair = start[i]; pair < start[i + 1]; pair++) {
        long key = key(i, pair);
        decode(key);
        if (vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]
            < cutoff * cutoff) {
          keys[count++] = key;
        }
      }
      Arrays.sort(keys, 0, count);
      for (int p = 1; p < count; p++) {
        if (keys[p] == keys[p - 1]) {
          throw new CoesiteException(
              "row %d of the neighbour list names atom %d twice, counted from 0"
                  .formatted(i, offset + (int) (keys[p] >>> (3 * SHIFT_BITS))));
        }
      }
    }

    private long key(int i, int pair) {
      int other = j[pair] - offset;
      if (other < 0 || other >= structure.atoms()) {
        throw new CoesiteException(
            "row %d of the neighbour list names atom %d: there are %d to %d"
                .formatted(i, j[pair], offset, offset + structure.atoms() - 1));
      }
      long key = other;
      boolean zero = true;
      for (int c = 0; c < 3; c++) {
        int component = shift == null ? 0 : shift[3 * pair + c];
        if (component < -SHIFT_BIAS || component >= SHIFT_BIAS) {
          throw new CoesiteException(
              "row %d of the neighbour list has a shift of %d cells".formatted(i, component));
        }
        zero &= component == 0;
        key = key << SHIFT_BITS | (component + SHIFT_BIAS);
      }
      if (zero && other == centre) {
        throw new CoesiteException(
            "row %d of the neighbour list names its own centre".formatted(i));
      }
      return key;
    }

    /** Sets atom, shift and vector from a key. */
    private void decode(long key) {
      atom = (int) (key >>> (3 * SHIFT_BITS));
      for (int c = 0; c < 3; c++) {
        s[c] = ((int) (key >>> ((2 - c) * SHIFT_BITS)) & SHIFT_MASK) - SHIFT_BIAS;
      }
      PairVector.of(structure, centre, atom, s, vector);
    }
  }
}
