package org.coesite.cpu;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.coesite.CoesiteException;
import org.coesite.backend.PairVector;
import org.coesite.structure.CellBins;
import org.coesite.structure.Structure;

/**
 * Finds the neighbours of single centres in a {@link CellGrid}. Holds scratch memory: one per
 * thread.
 *
 * <p>Candidates of a column of bins lie next to each other, so distances are tested a vector at a
 * time and the few that pass are taken from the mask's bits. Each found pair is a number that sorts
 * by (j, S): atom j above, then the three shifts in ten bits each.
 */
final class CentreSearch {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int SHIFT_BITS = 10;
  private static final int SHIFT_BIAS = 1 << (SHIFT_BITS - 1);
  private static final int SHIFT_MASK = (1 << SHIFT_BITS) - 1;

  /**
   * Wrapped coordinates round differently from the exact formula: candidates are taken a hair
   * wider.
   */
  private static final double SLACK = 1e-9;

  private final CellGrid grid;
  private final Structure structure;
  private final double cutoff;
  private final double[] centre = new double[3];
  private final int[] low = new int[3];
  private final int[] high = new int[3];
  private final double[] vector = new double[3];
  private final int[] shift = new int[3];

  /** Found pairs, see the class comment. */
  long[] found = new long[256];

  int count;

  CentreSearch(CellGrid grid, Structure structure, double cutoff) {
    this.grid = grid;
    this.structure = structure;
    this.cutoff = cutoff;
  }

  static int atom(long pair) {
    return (int) (pair >>> (3 * SHIFT_BITS));
  }

  /** Component k of S for a found pair of centre {@code i}. */
  int shift(long pair, int i, int k) {
    int image = (int) (pair >>> ((2 - k) * SHIFT_BITS)) & SHIFT_MASK;
    return image - SHIFT_BIAS - grid.wrap[3 * atom(pair) + k] + grid.wrap[3 * i + k];
  }

  /** Fills {@link #found} with the pairs of a centre, sorted. */
  void search(int i) {
    count = 0;
    for (int k = 0; k < 3; k++) {
      centre[k] = grid.wrapped(structure, i, k);
      double reach = cutoff * (1 + SLACK) / grid.bins.height(k);
      double f = grid.fractional[3 * i + k];
      low[k] = (int) Math.floor((f - reach) * grid.bins.bins(k) - SLACK);
      high[k] = (int) Math.floor((f + reach) * grid.bins.bins(k) + SLACK);
      if (!grid.bins.periodic(k)) {
        low[k] = Math.clamp(low[k], 0, grid.bins.bins(k) - 1);
        high[k] = Math.clamp(high[k], 0, grid.bins.bins(k) - 1);
      }
      if (Math.max(-low[k], high[k]) / grid.bins.bins(k) >= SHIFT_BIAS - 1) {
        throw new CoesiteException(
            "the cell is %s angstrom thin: too many images within a cutoff of %s"
                .formatted(grid.bins.height(k), cutoff));
      }
    }
    for (int b0 = low[0]; b0 <= high[0]; b0++) {
      for (int b1 = low[1]; b1 <= high[1]; b1++) {
        searchColumn(i, b0, b1);
      }
    }
    Arrays.sort(found, 0, count);
  }

  private void searchColumn(int i, int b0, int b1) {
    int n0 = grid.bins.bins(0);
    int n1 = grid.bins.bins(1);
    int n2 = grid.bins.bins(2);
    int s0 = Math.floorDiv(b0, n0);
    int s1 = Math.floorDiv(b1, n1);
    int column = ((b0 - s0 * n0) * n1 + b1 - s1 * n1) * n2;
    for (int s2 = Math.floorDiv(low[2], n2); s2 <= Math.floorDiv(high[2], n2); s2++) {
      int from = grid.binStart[column + Math.max(low[2] - s2 * n2, 0)];
      int to = grid.binStart[column + Math.min(high[2] - s2 * n2, n2 - 1) + 1];
      if (from < to) {
        testRun(i, from, to, s0, s1, s2);
      }
    }
  }

  private void testRun(int i, int from, int to, int s0, int s1, int s2) {
    double cx = centre[0] - image(s0, s1, s2, 0);
    double cy = centre[1] - image(s0, s1, s2, 1);
    double cz = centre[2] - image(s0, s1, s2, 2);
    double limit = cutoff * cutoff * (1 + SLACK) + SLACK;
    long image =
        ((long) (s0 + SHIFT_BIAS) << (2 * SHIFT_BITS))
            | ((long) (s1 + SHIFT_BIAS) << SHIFT_BITS)
            | (s2 + SHIFT_BIAS);
    for (int k = from; k < to; k += SPECIES.length()) {
      DoubleVector dx = DoubleVector.fromArray(SPECIES, grid.x, k).sub(cx);
      DoubleVector dy = DoubleVector.fromArray(SPECIES, grid.y, k).sub(cy);
      DoubleVector dz = DoubleVector.fromArray(SPECIES, grid.z, k).sub(cz);
      DoubleVector square = dx.mul(dx).add(dy.mul(dy)).add(dz.mul(dz));
      long bits = square.compare(VectorOperators.LT, limit).toLong();
      if (to - k < SPECIES.length()) {
        bits &= (1L << (to - k)) - 1;
      }
      while (bits != 0) {
        int place = k + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        add(i, (long) grid.order[place] << (3 * SHIFT_BITS) | image);
      }
    }
  }

  private double image(int s0, int s1, int s2, int axis) {
    CellBins c = grid.bins;
    return s0 * c.span(0, axis) + s1 * c.span(1, axis) + s2 * c.span(2, axis);
  }

  private void add(int i, long pair) {
    for (int k = 0; k < 3; k++) {
      shift[k] = shift(pair, i, k);
    }
    int j = atom(pair);
    if (i == j && shift[0] == 0 && shift[1] == 0 && shift[2] == 0) {
      return;
    }
    PairVector.of(structure, i, j, shift, vector);
    if (vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2] >= cutoff * cutoff) {
      return;
    }
    if (count == found.length) {
      found = Arrays.copyOf(found, 2 * count);
    }
    found[count++] = pair;
  }
}
