package org.coesite.backend;

/**
 * Neighbours as Java arrays: of centre {@code first + k} the pairs {@code start[k]} to {@code
 * start[k + 1]}.
 *
 * @param first the first centre
 * @param start row starts, [centres + 1]
 * @param j the other atom, numbered through the batch, [pairs]
 * @param shift S, [pairs x 3]
 * @param vector r_ij = r_j - r_i + S C in angstrom, [pairs x 3]
 */
public record PairList(int first, int[] start, int[] j, int[] shift, double[] vector) {
  public int count() {
    return j.length;
  }

  /** The centre of a pair. */
  public int centre(int pair) {
    int low = 0;
    int high = start.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (start[middle] <= pair) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return first + low;
  }

  /** |r_ij| in angstrom. */
  public double distance(int pair) {
    double x = vector[3 * pair];
    double y = vector[3 * pair + 1];
    double z = vector[3 * pair + 2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}
