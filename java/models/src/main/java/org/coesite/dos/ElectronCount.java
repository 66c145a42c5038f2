package org.coesite.dos;

/**
 * The number of electrons a fixed density of states holds as a function of the chemical potential,
 * at one temperature. Immutable and thread-safe.
 */
final class ElectronCount {
  private final double[] dos;
  private final OccupiedStates step;
  private final FermiIntegrals thermal;
  private final double kT;

  /** For a curve, states/eV, its integrals, and a temperature, eV, 0 or more. */
  ElectronCount(EnergyGrid grid, double[] dos, OccupiedStates step, double kT) {
    this.dos = dos;
    this.step = step;
    this.thermal = new FermiIntegrals(grid, kT);
    this.kT = kT;
  }

  /** Electrons. */
  double at(double mu) {
    return step.count(mu) + thermal(FermiKernel.OCCUPATION, mu);
  }

  /** The derivative of the count, electrons/eV. */
  double slope(double mu) {
    return kT > 0 ? thermal.of(FermiKernel.SLOPE, mu, dos) / kT : step.dos(mu);
  }

  /** Minus the grand potential, eV: the integral of the count from below. */
  double integral(double mu) {
    return step.lever(mu) + kT * thermal(FermiKernel.LOGARITHM, mu);
  }

  /** The derivative of the count by each grid value at fixed chemical potential, eV. */
  double[] weights(double mu) {
    double[] weights = step.countWeights(mu);
    if (kT > 0) {
      double[] change = thermal.weights(FermiKernel.OCCUPATION, mu);
      for (int i = 0; i < weights.length; i++) {
        weights[i] += change[i];
      }
    }
    return weights;
  }

  private double thermal(FermiKernel kernel, double mu) {
    return kT > 0 ? thermal.of(kernel, mu, dos) : 0;
  }
}
