package org.coesite.tensors;

import java.util.Arrays;

/**
 * Errors of labels: normal ones of every site and component, and an offset that the sites of a
 * structure share, component by component.
 *
 * <p>Whitening multiplies the numbers y of the n sites of a structure, for one component, by the
 * inverse root of s^2 1 + D 1 1^T, which is (1 - (1 - r) 1 1^T / n) / s with r = 1 / sqrt(1 + n D /
 * s^2). Immutable.
 *
 * @param site s, the standard deviation of a site
 * @param offsets D, the variance of the offset of each structure
 */
record OffsetNoise(double site, double[] offsets) {
  /** The same for all structures. */
  static OffsetNoise uniform(double site, double offset, int structures) {
    double[] offsets = new double[structures];
    Arrays.fill(offsets, offset * offset);
    return new OffsetNoise(site, offsets);
  }

  private double root(int structure, int sites) {
    return 1 / Math.sqrt(1 + sites * offsets[structure] / (site * site));
  }

  /** Whitens the numbers of the sites of a structure, in place. */
  void whiten(double[] values, int structure) {
    change(values, root(structure, values.length), 1 / site);
  }

  /** Undoes it. */
  void unwhiten(double[] values, int structure) {
    change(values, 1 / root(structure, values.length), site);
  }

  private static void change(double[] values, double root, double scale) {
    double mean = Arrays.stream(values).sum() / values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (values[i] - (1 - root) * mean);
    }
  }

  /** What whitening makes of the number 1 at all sites of a structure. */
  double whitenedOne(int structure, int sites) {
    return root(structure, sites) / site;
  }

  /** The variance of a site's error, offset included. */
  double variance(int structure) {
    return site * site + offsets[structure];
  }
}
