package org.coesite.dos;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Densities of states to test with. */
final class Curves {
  private Curves() {}

  static FixedDos filled(EnergyGrid grid, double electrons, DoubleUnaryOperator dos) {
    return new FixedDos(grid, sampled(grid, dos), electrons);
  }

  static double[] sampled(EnergyGrid grid, DoubleUnaryOperator dos) {
    return Arrays.stream(grid.energies()).map(dos).toArray();
  }

  /** Filled to the states below an energy, exactly as the grid has them. */
  static FixedDos filledTo(double energy, EnergyGrid grid, DoubleUnaryOperator dos) {
    double[] curve = sampled(grid, dos);
    return new FixedDos(grid, curve, new OccupiedStates(grid, curve).count(energy));
  }

  /** The same curve with another added, times a factor, for the same electrons. */
  static FixedDos changed(FixedDos dos, double[] direction, double factor) {
    double[] curve = dos.curve().clone();
    for (int i = 0; i < curve.length; i++) {
      curve[i] += factor * direction[i];
    }
    return new FixedDos(dos.grid(), curve, dos.electrons());
  }

  /** A smooth metal, 25 eV of it. */
  static double metal(double e) {
    return 3 + 0.1 * e + 0.5 * Math.sin(1.5 * e);
  }

  static FixedDos metal() {
    return filled(new EnergyGrid(-5, 0.05, 501), 14, Curves::metal);
  }

  /** Two square-root bands 1 eV apart, the upper one of another weight, the lower one full. */
  static FixedDos semiconductor(double upperWeight) {
    return filledTo(0.5, new EnergyGrid(-4, 0.001, 15001), e -> squareRootBands(upperWeight, e));
  }

  static double squareRootBands(double upperWeight, double e) {
    return e < 0.5 ? Math.sqrt(Math.max(0, -e)) : upperWeight * Math.sqrt(Math.max(0, e - 1));
  }
}
