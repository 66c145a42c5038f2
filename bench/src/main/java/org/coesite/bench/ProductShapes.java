package org.coesite.bench;

import java.util.List;
import java.util.stream.Stream;
import org.coesite.backend.ProductPaths;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;
import org.coesite.structure.Batch;

/** Convolutions as published networks have them, and the edges that they run on. */
public final class ProductShapes {
  /** All names. */
  public static final List<String> NAMES = List.of("mace", "nequip");

  /** Angstrom: about 37 neighbours in silica. */
  public static final double CUTOFF = 5;

  private static final int STRUCTURES = 10;

  private ProductShapes() {}

  /**
   * The paths of a name: {@code mace}, the second layer of a MACE model with 128 channels, messages
   * of L = 1 and l_max = 3; {@code nequip}, an inner layer of a NequIP model with 32 channels of
   * both parities and l_max = 2.
   */
  public static ProductPaths named(String name) {
    return switch (name) {
      case "mace" -> of("128x0e+128x1o", 3, "0e", "1o", "2e", "3o");
      case "nequip" ->
          of("32x0o+32x0e+32x1o+32x1e+32x2o+32x2e", 2, "0o", "0e", "1o", "1e", "2o", "2e");
      default -> throw new IllegalArgumentException("no shape " + name);
    };
  }

  private static ProductPaths of(String x, int maxDegree, String... wanted) {
    return ProductPaths.all(
        Irreps.parse(x),
        Irreps.harmonics(maxDegree, 1),
        Stream.of(wanted).map(Irrep::parse).toList());
  }

  /** Some small cells of silica. */
  static Batch batch() {
    return Batch.of(Systems.named("cells").structures().subList(0, STRUCTURES));
  }
}
