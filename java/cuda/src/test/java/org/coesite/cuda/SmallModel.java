package org.coesite.cuda;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.backend.PairSplines;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;
import org.coesite.models.PotentialModel;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** A potential of random weights, and structures of oxygen and silicon for it. */
final class SmallModel {
  private static final int[] SPECIES = {8, 14};
  private static final SoapBasis BASIS = new SoapBasis(4, 0.5, 3, 2, 0.5);
  private static final int POINTS = 5;
  private static final int MEMBERS = 2;

  private SmallModel() {}

  static PotentialModel potential() {
    return new PotentialModel(
        "small",
        "random weights",
        SPECIES,
        new double[] {-1, -2},
        splines(),
        List.of(new ManyBody(BASIS, points(), new double[] {0.5, 0.5})),
        MEMBERS,
        Map.of());
  }

  private static SparsePoints points() {
    Random random = new Random(3);
    int width = ManyBody.features(BASIS, SPECIES.length);
    int[] species = new int[POINTS * SPECIES.length];
    double[] features = new double[species.length * width];
    for (int m = 0; m < species.length; m++) {
      species[m] = SPECIES[m / POINTS];
      double square = 0;
      for (int f = m * width; f < (m + 1) * width; f++) {
        features[f] = random.nextGaussian() + 0.3;
        square += features[f] * features[f];
      }
      for (int f = m * width; f < (m + 1) * width; f++) {
        features[f] /= Math.sqrt(square);
      }
    }
    int channels = MEMBERS + 1;
    double[] weights = random.doubles((long) species.length * channels, -1, 1).toArray();
    return new SparsePoints(species, features, width, 2, true, weights, channels);
  }

  private static PairSplines splines() {
    int knots = 31;
    double[] values = new double[3 * knots];
    double[] slopes = new double[3 * knots];
    for (int k = 0; k < knots - 1; k++) {
      double t = 1 - (1 + 0.1 * k) / 4;
      for (int pair = 0; pair < 3; pair++) {
        values[pair * knots + k] = (1 + pair) * t * t * t;
        slopes[pair * knots + k] = -(1 + pair) * 3 * t * t / 4;
      }
    }
    return new PairSplines(SPECIES, 1, 0.1, knots, values, slopes);
  }

  /** Atoms at random places in a cell of so many cubic angstrom each. */
  static Structure structure(int seed, int atoms, double volume) {
    Random random = new Random(seed);
    double edge = Math.cbrt(volume * atoms);
    int[] species = new int[atoms];
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      species[i] = SPECIES[i % SPECIES.length];
      for (int k = 0; k < 3; k++) {
        positions[3 * i + k] = edge * random.nextDouble();
      }
    }
    return Structure.of(species, positions)
        .cell(Cell.of(edge, 0, 0, 0.2 * edge, edge, 0, -0.1 * edge, 0.3 * edge, edge))
        .build();
  }
}
