package org.coesite.tensors;

import java.util.Arrays;
import org.coesite.backend.Backend;
import org.coesite.backend.Tensor;

/**
 * Features of sites as Java arrays, for training.
 *
 * @param spec what they are
 * @param values for each lambda of the spec, each site, [2 lambda + 1, features] m by m
 */
record SiteFeatures(TensorFeatures spec, double[][][] values) {
  private static final int SITES_AT_ONCE = 64;

  static SiteFeatures of(SiteExpansions expansions, TensorFeatures spec, Backend backend) {
    double[][][] values = new double[spec.lambdas().size()][expansions.size()][];
    try (FeatureKernel kernel = new FeatureKernel(spec, backend)) {
      for (int from = 0; from < expansions.size(); from += SITES_AT_ONCE) {
        int to = Math.min(expansions.size(), from + SITES_AT_ONCE);
        try (Tensor coefficients = expansions.tensor(from, to, backend);
            FeatureKernel.Features features = kernel.of(coefficients)) {
          double[] rows = features.all().toDoubles();
          for (int k = 0; k < values.length; k++) {
            for (int i = from; i < to; i++) {
              int start = (i - from) * kernel.out().size() + kernel.out().offset(k);
              int size = spec.lambdas().get(k).size();
              values[k][i] = Arrays.copyOfRange(rows, start, start + size);
            }
          }
        }
      }
    }
    return new SiteFeatures(spec, values);
  }

  int sites() {
    return values[0].length;
  }

  /** The invariants of a site, of length 1. */
  double[] direction(int site) {
    return direction(values[0][site]);
  }

  static double[] direction(double[] invariants) {
    double[] out = invariants.clone();
    double length = Math.sqrt(Arrays.stream(out).map(x -> x * x).sum());
    for (int f = 0; f < out.length; f++) {
      out[f] /= length;
    }
    return out;
  }
}
