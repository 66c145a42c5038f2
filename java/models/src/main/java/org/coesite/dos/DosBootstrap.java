package org.coesite.dos;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.dos.DosErrors.Squares;

/**
 * How far errors depend on which structures there happen to be: they are drawn again and again with
 * replacement (Efron 1979). The same draws serve all models, so that their errors can be compared
 * structure by structure. Immutable.
 */
final class DosBootstrap {
  private static final int DRAWS = 2000;
  private static final double TAIL = 0.025;

  /** How often each structure is drawn, [draws][structures]. */
  private final int[][] counts;

  DosBootstrap(int structures, long seed) {
    counts = new int[DRAWS][structures];
    Random random = new Random(seed);
    for (int[] count : counts) {
      for (int k = 0; k < structures; k++) {
        count[random.nextInt(structures)]++;
      }
    }
  }

  /** An error in the unit of its measure for each of the draws. */
  double[] values(DosMeasure measure, List<Squares> structures) {
    double[] squares = structures.stream().mapToDouble(measure::square).toArray();
    double[] norms = structures.stream().mapToDouble(measure::norm).toArray();
    double[] out = new double[counts.length];
    for (int d = 0; d < out.length; d++) {
      double square = 0;
      double norm = 0;
      for (int s = 0; s < squares.length; s++) {
        square += counts[d][s] * squares[s];
        norm += counts[d][s] * norms[s];
      }
      out[d] = measure.scale() * Math.sqrt(square / norm);
    }
    return out;
  }

  /** The middle 95% of some values. */
  static double[] interval(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int tail = (int) (TAIL * sorted.length);
    return new double[] {sorted[tail], sorted[sorted.length - 1 - tail]};
  }

  /** Whether one error is larger than another in all but 2.5% of the draws. */
  static boolean larger(double[] values, double[] than) {
    int not = 0;
    for (int d = 0; d < values.length; d++) {
      not += values[d] > than[d] ? 0 : 1;
    }
    return not <= TAIL * values.length;
  }
}
