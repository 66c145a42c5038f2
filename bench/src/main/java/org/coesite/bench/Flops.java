package org.coesite.bench;

import org.coesite.math.SoapBasis;

/**
 * Floating-point operations that the kernels need: additions, multiplications, divisions and roots
 * one each, a fused multiply-add two. Exact counts of the formulas as written in the kernels,
 * splines and harmonics included; padding to whole vectors and work done twice are not counted,
 * since nobody asked for them.
 *
 * <p>Below, N radial functions, L = maxAngular, H = (L + 1)^2, P pairs, C centres, F features, K
 * products of a centre with a sparse point.
 */
public final class Flops {
  /** Square of the length, root, unit vector. */
  private static final int DIRECTION = 5 + 1 + 3;

  private final long radial;
  private final long angular;
  private final long harmonics;
  private final long species;
  private final long pairs;
  private final long centres;
  private final long products;
  private final int zeta;
  private final int channels;

  /**
   * What a term of a model does for some centres.
   *
   * @param species of neighbours
   * @param pairs of the centres within the basis's cutoff
   * @param products sparse points of its species, summed over the centres
   */
  public Flops(
      SoapBasis basis,
      int species,
      long pairs,
      long centres,
      long products,
      int zeta,
      int channels) {
    radial = basis.radialFunctions();
    angular = basis.maxAngular();
    harmonics = basis.harmonics();
    this.species = species;
    this.pairs = pairs;
    this.centres = centres;
    this.products = products;
    this.zeta = zeta;
    this.channels = channels;
  }

  /** Four Hermite weights (16), then four products and three sums for each function. */
  private long splines() {
    return 16 + 7 * (angular + 1) * radial;
  }

  /** Three weights (9), a difference, three products and two sums for each function. */
  private long splineDerivatives() {
    return 9 + 6 * (angular + 1) * radial;
  }

  /** c_m and s_m (6 for each m), q_lm (4 for each l &gt; m). */
  private long recursion() {
    return 6 * (angular + 1) + 4 * angular * (angular + 1) / 2;
  }

  /** P (direction + splines + recursion + L (L + 1) products + 2 H N) + C N for the centres. */
  public long expansion() {
    long pair =
        DIRECTION + splines() + recursion() + angular * (angular + 1) + 2 * harmonics * radial;
    return pairs * pair + centres * radial;
  }

  /** Pairs (n, n') of all pairs of species, folded where both are the same. */
  private long columns() {
    return species * radial * (radial + 1) / 2 + species * (species - 1) / 2 * radial * radial;
  }

  /** Number of features. */
  public long features() {
    return (angular + 1) * columns();
  }

  /** Each feature of l: 2 (2 l + 1) for the sum over m, and a factor. */
  public long spectrum() {
    return centres * columns() * (2 * harmonics + angular + 1);
  }

  /** Each feature of l: a factor, and 2 (2 l + 1) into each of both gradients. */
  public long spectrumAdjoint() {
    return centres * columns() * (4 * harmonics + angular + 1);
  }

  /** Length and scaling: 3 F for each centre. */
  public long pack() {
    return 3 * centres * features();
  }

  /** 2 F K, for the products and once more for their adjoint. */
  public long product() {
    return 2 * products * features();
  }

  /** For each product zeta - 1 for its power, two for the nearest point, 2 for a channel. */
  public long sums() {
    return products * (zeta - 1 + 2 + 2L * channels);
  }

  /** A slope for each product: zeta. */
  public long slopes() {
    return products * zeta;
  }

  /** The projection of gradients: 5 F for each centre. */
  public long unpack() {
    return 5 * centres * features();
  }

  long kernel() {
    return pack() + product() + sums();
  }

  long kernelAdjoint() {
    return kernel() + slopes() + product() + unpack();
  }

  /**
   * P (direction + splines and derivatives + recursion + 4 H N to contract over n + 5 for each l
   * and 22 for each m &gt; 0 + 16 to project and 3 to add).
   */
  public long expansionAdjoint() {
    long sums = 5 * (angular + 1) + 22 * angular * (angular + 1) / 2;
    return pairs
        * (DIRECTION
            + splines()
            + splineDerivatives()
            + recursion()
            + 4 * harmonics * radial
            + sums
            + 16
            + 3);
  }

  /** Nine sums for the forces and a virial of six entries, four each. */
  public long accumulate() {
    return pairs * (6 + 24);
  }

  /** The whole chain to energies; the search for neighbours is not counted. */
  long energies() {
    return expansion() + spectrum() + kernel();
  }

  /** The whole chain to energies and forces. */
  long forces() {
    return expansion()
        + spectrum()
        + kernelAdjoint()
        + spectrumAdjoint()
        + expansionAdjoint()
        + accumulate();
  }

  /** Ordered pairs of atoms. */
  long pairs() {
    return pairs;
  }

  /** Atoms. */
  long centres() {
    return centres;
  }
}
