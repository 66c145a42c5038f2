package org.coesite.bench;

import org.coesite.backend.PairList;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;

/**
 * Floating-point operations that the kernels need: additions, multiplications, divisions and roots
 * one each, a fused multiply-add two. Exact counts of the formulas as written in the kernels,
 * splines and harmonics included; padding to whole vectors and work done twice are not counted,
 * since nobody asked for them.
 *
 * <p>Below, N radial functions, L = maxAngular, H = (L + 1)^2, P pairs, C centres.
 */
final class Flops {
  /** Square of the length, root, unit vector. */
  private static final int DIRECTION = 5 + 1 + 3;

  private final long radial;
  private final long angular;
  private final long harmonics;
  private final long species;
  private final long pairs;
  private final long centres;

  Flops(SoapBasis basis, int species, Batch batch, PairList list) {
    radial = basis.radialFunctions();
    angular = basis.maxAngular();
    harmonics = basis.harmonics();
    this.species = species;
    pairs = list.count();
    centres = batch.atoms();
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
  long expansion() {
    long pair =
        DIRECTION + splines() + recursion() + angular * (angular + 1) + 2 * harmonics * radial;
    return pairs * pair + centres * radial;
  }

  /** Pairs (n, n') of all pairs of species, folded where both are the same. */
  private long columns() {
    return species * radial * (radial + 1) / 2 + species * (species - 1) / 2 * radial * radial;
  }

  /** Number of features. */
  long features() {
    return (angular + 1) * columns();
  }

  /** Each feature of l: 2 (2 l + 1) for the sum over m, and a factor. */
  long spectrum() {
    return centres * columns() * (2 * harmonics + angular + 1);
  }

  /** Each feature of l: a factor, and 2 (2 l + 1) into each of both gradients. */
  long spectrumAdjoint() {
    return centres * columns() * (4 * harmonics + angular + 1);
  }

  /**
   * Length and scaling (3 F), 2 F M products, zeta - 1 and one more for each, 2 M for a channel.
   */
  long kernel() {
    long points = Workload.POINTS_PER_SPECIES;
    return centres
        * (3 * features()
            + points * (2 * features() + Workload.ZETA - 1 + 2 + 2 * Workload.CHANNELS));
  }

  /** Beside {@link #kernel}: a slope for each point (zeta), 2 F M, and the projection (5 F). */
  long kernelAdjoint() {
    long points = Workload.POINTS_PER_SPECIES;
    return kernel() + centres * (points * (2 * features() + Workload.ZETA) + 5 * features());
  }

  /**
   * P (direction + splines and derivatives + recursion + 4 H N to contract over n + 5 for each l
   * and 22 for each m &gt; 0 + 16 to project and 3 to add).
   */
  long expansionAdjoint() {
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
  long accumulate() {
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
