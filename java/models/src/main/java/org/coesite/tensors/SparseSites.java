package org.coesite.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.SparseSelection;

/**
 * The environments that a kernel of tensors stands on.
 *
 * @param sites which sites they are
 * @param features for each lambda, [points][2 lambda + 1, features], rounded as model files store
 *     them, so that weights fit what is stored
 */
record SparseSites(int[] sites, double[][][] features) {
  /** Chooses among some sites. */
  static SparseSites choose(
      SiteFeatures all, int[] among, PotentialConfig.Selection selection, int count, long seed) {
    List<double[]> candidates = new ArrayList<>();
    for (int i : among) {
      candidates.add(all.direction(i));
    }
    int[] chosen = SparseSelection.choose(selection, candidates, count, seed);
    int[] sites = Arrays.stream(chosen).map(k -> among[k]).toArray();
    double[][][] features = new double[all.values().length][sites.length][];
    for (int k = 0; k < features.length; k++) {
      for (int p = 0; p < sites.length; p++) {
        features[k][p] = rounded(all.values()[k][sites[p]]);
      }
    }
    return new SparseSites(sites, features);
  }

  private static double[] rounded(double[] values) {
    double[] out = new double[values.length];
    Arrays.setAll(out, f -> (float) values[f]);
    return out;
  }

  /** Some of them, by number. */
  SparseSites chosen(int[] which) {
    double[][][] some = new double[features.length][which.length][];
    for (int k = 0; k < some.length; k++) {
      for (int p = 0; p < which.length; p++) {
        some[k][p] = features[k][which[p]];
      }
    }
    return new SparseSites(Arrays.stream(which).map(p -> sites[p]).toArray(), some);
  }

  int points() {
    return sites.length;
  }
}
