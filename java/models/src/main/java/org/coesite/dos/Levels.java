package org.coesite.dos;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Sharp levels, ascending, with the states that each stands for, spin included; sums over all below
 * one of them are kept. Immutable.
 */
final class Levels {
  private final double[] energies;
  private final double[] states;
  private final double[] statesBelow;
  private final double[] energyBelow;

  /** Takes over levels that ascend. */
  private Levels(double[] energies, double[] states) {
    this.energies = energies;
    this.states = states;
    statesBelow = new double[states.length + 1];
    energyBelow = new double[states.length + 1];
    for (int i = 0; i < states.length; i++) {
      statesBelow[i + 1] = statesBelow[i] + states[i];
      energyBelow[i + 1] = energyBelow[i] + states[i] * energies[i];
    }
  }

  /** The eigenvalues themselves, weighted by their k-points. */
  static Levels of(Eigenvalues eigenvalues) {
    int bands = eigenvalues.bands();
    int[] order =
        IntStream.range(0, eigenvalues.kPoints() * bands)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> eigenvalues.value(i / bands, i % bands)))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Levels(
        Arrays.stream(order).mapToDouble(i -> eigenvalues.value(i / bands, i % bands)).toArray(),
        Arrays.stream(order)
            .mapToDouble(i -> Eigenvalues.SPINS * eigenvalues.weight(i / bands))
            .toArray());
  }

  /** Evenly spaced levels from {@code first} on; those without states are left out. */
  static Levels spaced(double first, double step, double[] states) {
    int[] kept = IntStream.range(0, states.length).filter(i -> states[i] > 0).toArray();
    return new Levels(
        Arrays.stream(kept).mapToDouble(i -> first + i * step).toArray(),
        Arrays.stream(kept).mapToDouble(i -> states[i]).toArray());
  }

  int count() {
    return energies.length;
  }

  double energy(int level) {
    return energies[level];
  }

  double states(int level) {
    return states[level];
  }

  /** States of all levels before one. */
  double statesBelow(int level) {
    return statesBelow[level];
  }

  /** Sum of the energies of all states before a level, eV. */
  double energyBelow(int level) {
    return energyBelow[level];
  }

  /** The first level at or above an energy. */
  int firstFrom(double energy) {
    int low = 0;
    int high = energies.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (energies[middle] < energy) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
