package org.coesite.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.math.SoapBasis;
import org.coesite.tensors.ChannelMixing;
import org.coesite.tensors.LambdaFeatures;
import org.coesite.tensors.Product;
import org.coesite.tensors.ProductSet;
import org.coesite.tensors.TensorFeatures;
import org.coesite.tensors.TensorModel;
import org.coesite.tensors.TensorParameters;

/** Models of tensors that cost nothing: random numbers around an isotropic value. */
final class TinyTensors {
  private static final SoapBasis BASIS = new SoapBasis(4, 0.5, 2, 2, 0.5);
  private static final int CHANNELS = 2;
  private static final int MEMBERS = 3;
  private static final int POINTS = 4;
  private static final double ISOTROPIC = 440;

  /** Of the weights: sites of a rattled crystal differ by more than rounding in tables. */
  private static final double SPREAD = 30;

  private TinyTensors() {}

  /** Shieldings of silicon in silica. */
  static Path write(Path file) {
    return write(file, "ms", "ppm", 14, 8, 14);
  }

  /** Writes a model file. */
  static Path write(Path file, String property, String unit, int element, int... species) {
    Random random = new Random(5);
    List<LambdaFeatures> lambdas =
        List.of(
            lambda(0, random, new Product(0, 0, 0, 0), new Product(1, 1, 0, 1)),
            lambda(1, random, new Product(1, 1, 0, 1), new Product(2, 2, 0, 1)),
            lambda(2, random, new Product(0, 2, 1, 0), new Product(1, 1, 0, 0)));
    List<double[][]> points = new ArrayList<>();
    List<double[][]> weights = new ArrayList<>();
    for (LambdaFeatures own : lambdas) {
      int components = 2 * own.products().lambda() + 1;
      points.add(random(random, POINTS, components * own.count()));
      weights.add(random(random, POINTS * components, MEMBERS + 1));
      for (double[] row : weights.getLast()) {
        Arrays.setAll(row, k -> SPREAD * row[k]);
      }
    }
    TensorModel.save(
        new TensorParameters(
            "tiny",
            "random numbers",
            property,
            unit,
            element,
            new TensorFeatures(BASIS, species, mixing(species.length, random), lambdas),
            2,
            points,
            weights,
            Math.sqrt(3) * ISOTROPIC,
            MEMBERS,
            -1,
            Map.of()),
        file);
    return file;
  }

  private static LambdaFeatures lambda(int lambda, Random random, Product... products) {
    double[] transform = random(random, 1, products.length * products.length)[0];
    return new LambdaFeatures(
        new ProductSet(lambda, List.of(products)), products.length, transform);
  }

  private static ChannelMixing mixing(int species, Random random) {
    int radial = BASIS.radialFunctions();
    return new ChannelMixing(
        species,
        radial,
        CHANNELS,
        random(random, BASIS.maxAngular() + 1, species * radial * CHANNELS));
  }

  private static double[][] random(Random random, int rows, int columns) {
    double[][] out = new double[rows][];
    for (int row = 0; row < rows; row++) {
      out[row] = random.doubles(columns, -1, 1).toArray();
    }
    return out;
  }
}
