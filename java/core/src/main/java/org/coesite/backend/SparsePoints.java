package org.coesite.backend;

/**
 * The environments a kernel model stands on, and what it sums over them.
 *
 * <p>k(i, M) = (p_i . p_M)^zeta, with p_i normalised first where {@code normalise} says so (the
 * sparse points then are given normalised), and zero between different centre species. A value is
 * sum_M k(i, M) w_M, for each of several channels.
 *
 * @param species atomic number of each sparse point, [points], grouped: equal numbers stand
 *     together
 * @param features p_M, [points x featureCount]
 * @param featureCount features per point
 * @param zeta whole power, at least 1
 * @param normalise whether environments are normalised
 * @param weights w, [points x channels]
 * @param channels number of values per environment
 */
public record SparsePoints(
    int[] species,
    double[] features,
    int featureCount,
    int zeta,
    boolean normalise,
    double[] weights,
    int channels) {
  public SparsePoints {
    if (features.length != (long) species.length * featureCount) {
      throw new IllegalArgumentException("features are not points x featureCount");
    }
    if (weights.length != (long) species.length * channels) {
      throw new IllegalArgumentException("weights are not points x channels");
    }
    if (zeta < 1) {
      throw new IllegalArgumentException("zeta is at least 1, not " + zeta);
    }
  }

  /** Number of sparse points. */
  public int points() {
    return species.length;
  }
}
