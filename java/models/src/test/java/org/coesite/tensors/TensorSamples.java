package org.coesite.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Models of random numbers, and structures for them. */
final class TensorSamples {
  static final SoapBasis BASIS = new SoapBasis(4, 0.5, 2, 3, 0.5);
  static final int[] SPECIES = {3, 8, 14};
  private static final double CLOSEST = 1.4;
  private static final int CHANNELS = 4;
  private static final int PRODUCTS = 12;
  private static final int FEATURES = 5;
  private static final int POINTS = 6;

  private TensorSamples() {}

  /** Atoms at random, not too close, in a triclinic cell of 16 cubic angstrom each. */
  static Structure structure(long seed, int atoms) {
    Random random = new Random(seed);
    double edge = Math.cbrt(16.0 * atoms);
    double[] rows = {
      edge, 0, 0, 0.25 * edge, 1.1 * edge, 0.1 * edge, -0.3 * edge, 0.2 * edge, 0.95 * edge
    };
    double[] positions = new double[3 * atoms];
    int[] species = new int[atoms];
    for (int i = 0; i < atoms; i++) {
      species[i] = SPECIES[2 - i % 3];
      do {
        double[] f = random.doubles(3).toArray();
        for (int k = 0; k < 3; k++) {
          positions[3 * i + k] = f[0] * rows[k] + f[1] * rows[3 + k] + f[2] * rows[6 + k];
        }
      } while (isCrowded(positions, i, rows));
    }
    return Structure.of(species, positions).cell(Cell.of(rows)).build();
  }

  private static boolean isCrowded(double[] positions, int atom, double[] rows) {
    for (int j = 0; j < atom; j++) {
      for (int image = 0; image < 27; image++) {
        double square = 0;
        for (int k = 0; k < 3; k++) {
          double x = positions[3 * atom + k] - positions[3 * j + k];
          x += (image % 3 - 1) * rows[k];
          x += (image / 3 % 3 - 1) * rows[3 + k];
          x += (image / 9 - 1) * rows[6 + k];
          square += x * x;
        }
        if (square < CLOSEST * CLOSEST) {
          return true;
        }
      }
    }
    return false;
  }

  /** Every vector of a structure taken through v -> Q v. */
  static Structure turned(Structure structure, double[] q) {
    double[] positions = new double[3 * structure.atoms()];
    for (int i = 0; i < structure.atoms(); i++) {
      for (int k = 0; k < 3; k++) {
        for (int m = 0; m < 3; m++) {
          positions[3 * i + k] += q[3 * k + m] * structure.position(i, m);
        }
      }
    }
    double[] transposed = {q[0], q[3], q[6], q[1], q[4], q[7], q[2], q[5], q[8]};
    return Structure.of(structure.species(), positions)
        .cell(structure.cell().deformed(transposed))
        .build();
  }

  static double[] random(int count, Random random) {
    double[] out = new double[count];
    Arrays.setAll(out, _ -> random.nextGaussian());
    return out;
  }

  /** As model files store features. */
  static double[] rounded(double[] values) {
    return Arrays.stream(values).map(x -> (float) x).toArray();
  }

  /** A model of silicon's tensors with some of the products there are, and all numbers random. */
  static TensorParameters parameters(int zeta, int members, long seed) {
    Random random = new Random(seed);
    double[][] matrices = new double[BASIS.maxAngular() + 1][];
    int rows = SPECIES.length * BASIS.radialFunctions();
    Arrays.setAll(matrices, _ -> random(rows * CHANNELS, random));
    ChannelMixing mixing =
        new ChannelMixing(SPECIES.length, BASIS.radialFunctions(), CHANNELS, matrices);
    List<LambdaFeatures> lambdas = new ArrayList<>();
    List<double[][]> points = new ArrayList<>();
    List<double[][]> weights = new ArrayList<>();
    for (int lambda = 0; lambda <= 2; lambda++) {
      ProductSet all = ProductSet.all(lambda, BASIS.maxAngular(), CHANNELS);
      int[] which = random.ints(0, all.size()).distinct().limit(PRODUCTS).sorted().toArray();
      double[] transform = rounded(random(PRODUCTS * FEATURES, random));
      lambdas.add(new LambdaFeatures(all.chosen(which), FEATURES, transform));
      double[][] own = new double[POINTS][];
      int components = 2 * lambda + 1;
      Arrays.setAll(own, _ -> rounded(random(components * FEATURES, random)));
      points.add(own);
      double[][] w = new double[POINTS * components][];
      Arrays.setAll(w, _ -> random(members + 1, random));
      weights.add(w);
    }
    return new TensorParameters(
        "random",
        "random numbers",
        "ms",
        "ppm",
        14,
        new TensorFeatures(BASIS, SPECIES, mixing, lambdas),
        zeta,
        points,
        weights,
        7.25,
        members,
        0.5,
        Map.of("data", "none", "numbers", List.of(1, 2.5)));
  }
}
