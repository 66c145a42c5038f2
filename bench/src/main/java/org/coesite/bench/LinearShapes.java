package org.coesite.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.backend.LinearPaths;
import org.coesite.math.Irreps;

/** Linear layers as published networks and descriptors have them. */
public final class LinearShapes {
  /** All names. */
  public static final List<String> NAMES = List.of("mace", "nequip", "soap");

  /** Rows of the arrays of the JMH benchmarks: atoms. */
  static final int ROWS = 600;

  private static final int MAX_ANGULAR = 6;

  private LinearShapes() {}

  /**
   * The layer of a name: {@code mace} and {@code nequip}, from what the convolution of {@link
   * ProductShapes#named} gives to as many channels of each irrep as it takes; {@code soap}, from
   * expansion coefficients of two species and eight radial functions to 32 channels for each l.
   */
  public static LinearPaths named(String name) {
    return switch (name) {
      case "mace" ->
          LinearPaths.all(
              ProductShapes.named(name).out(), Irreps.parse("128x0e+128x1o+128x2e+128x3o"));
      case "nequip" ->
          LinearPaths.all(
              ProductShapes.named(name).out(), Irreps.parse("32x0o+32x0e+32x1o+32x1e+32x2o+32x2e"));
      case "soap" -> {
        List<Irreps.Block> species = new ArrayList<>(Irreps.harmonics(MAX_ANGULAR, 8).blocks());
        species.addAll(Irreps.harmonics(MAX_ANGULAR, 8).blocks());
        yield LinearPaths.all(new Irreps(species), Irreps.harmonics(MAX_ANGULAR, 32));
      }
      default -> throw new IllegalArgumentException("no shape " + name);
    };
  }

  /** A multiply-add for each row, weight and m. */
  public static long flops(LinearPaths paths, long rows) {
    long products = 0;
    for (int p = 0; p < paths.paths().size(); p++) {
      int size = paths.out().block(paths.paths().get(p).out()).irrep().size();
      products += (long) size * paths.xChannels(p) * paths.outChannels(p);
    }
    return 2 * rows * products;
  }

  /** Of the argument, of the result. */
  public static long numbers(LinearPaths paths, long rows) {
    return rows * (paths.x().size() + paths.out().size());
  }

  /** Between -1 and 1. */
  public static double[] random(int seed, int count) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }
}
