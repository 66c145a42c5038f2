package org.coesite.bench.gpu;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.backend.PairSplines;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;
import org.coesite.models.PotentialModel;

/** A potential for silicon of random numbers: as much work as a trained one of its size. */
final class SiliconModel {
  static final SoapBasis BASIS = new SoapBasis(5, 0.5, 7, 6, 0.4);

  private static final int SILICON = 14;
  private static final int ZETA = 4;
  private static final double FIRST_KNOT = 0.5;
  private static final double STEP = 0.05;
  private static final int KNOTS = 91;

  private SiliconModel() {}

  /**
   * A model with so many sparse points.
   *
   * @param members of its committee, beside the one channel of the potential
   */
  static PotentialModel of(int points, int members) {
    Random random = new Random(3);
    int features = ManyBody.features(BASIS, 1);
    int channels = members + 1;
    int[] species = new int[points];
    java.util.Arrays.fill(species, SILICON);
    double[] weights = new double[points * channels];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = 1e-3 * random.nextGaussian();
    }
    SparsePoints sparse =
        new SparsePoints(
            species, unitRows(points, features, random), features, ZETA, true, weights, channels);
    return new PotentialModel(
        "random silicon",
        "for benchmarks",
        new int[] {SILICON},
        new double[1],
        pair(),
        List.of(new ManyBody(BASIS, sparse, new double[] {-1})),
        members,
        Map.of());
  }

  private static double[] unitRows(int rows, int width, Random random) {
    double[] out = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      double square = 0;
      for (int k = row * width; k < (row + 1) * width; k++) {
        out[k] = random.nextGaussian();
        square += out[k] * out[k];
      }
      for (int k = row * width; k < (row + 1) * width; k++) {
        out[k] /= Math.sqrt(square);
      }
    }
    return out;
  }

  /** (1 - r / r_c)^2 in eV. */
  private static PairSplines pair() {
    double[] values = new double[KNOTS];
    double[] slopes = new double[KNOTS];
    double cutoff = FIRST_KNOT + STEP * (KNOTS - 1);
    for (int k = 0; k < KNOTS; k++) {
      double rest = 1 - (FIRST_KNOT + STEP * k) / cutoff;
      values[k] = rest * rest;
      slopes[k] = -2 * rest / cutoff;
    }
    return new PairSplines(new int[] {SILICON}, FIRST_KNOT, STEP, KNOTS, values, slopes);
  }
}
