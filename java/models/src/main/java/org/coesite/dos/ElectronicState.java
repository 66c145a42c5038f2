package org.coesite.dos;

/**
 * The electrons of a fixed density of states at one temperature, against those at 0 K. Totals of
 * the structure. With E(0) the ground state's total energy, the free energy is A = E(0) + {@link
 * #freeEnergyChange} and the internal energy U = E(0) + {@link #bandEnergyChange} = A + T S.
 *
 * <p>The weights are adjoints: derivatives by each value of the curve at a constant number of
 * electrons and temperature, so that dA/dx = dE(0)/dx + sum over i of w_i dD_i/dx for any parameter
 * x of the structure (Phys. Rev. B 106, L121116).
 *
 * <p>Immutable and thread-safe.
 */
public final class ElectronicState {
  private final FixedDos dos;
  private final double temperature;
  private final double kT;
  private final ChemicalPotential level;
  private final double mu;
  private final double bandEnergyChange;
  private final double entropy;
  private final double slopeRatio;
  private final double heatCapacity;

  ElectronicState(FixedDos dos, double temperature, ChemicalPotential level) {
    this.dos = dos;
    this.temperature = temperature;
    this.kT = FixedDos.BOLTZMANN * temperature;
    this.level = level;
    this.mu = level.value();
    if (kT > 0) {
      FermiIntegrals thermal = new FermiIntegrals(dos.grid(), kT);
      double energy = thermal.of(FermiKernel.ENERGY, mu, dos.curve());
      double logarithm = thermal.of(FermiKernel.LOGARITHM, mu, dos.curve());
      double slope0 = thermal.of(FermiKernel.SLOPE, mu, dos.curve());
      double slope1 = thermal.of(FermiKernel.SLOPE_TIMES_X, mu, dos.curve());
      double slope2 = thermal.of(FermiKernel.SLOPE_TIMES_X2, mu, dos.curve());
      bandEnergyChange = kT * energy - dos.step().shift(dos.fermiLevel(), mu);
      entropy = FixedDos.BOLTZMANN * (energy + logarithm);
      slopeRatio = slope0 > 0 ? slope1 / slope0 : 0;
      heatCapacity = FixedDos.BOLTZMANN * (slope2 - slope1 * slopeRatio);
    } else {
      bandEnergyChange = 0;
      entropy = 0;
      slopeRatio = 0;
      heatCapacity = 0;
    }
  }

  /** The electrons' temperature, K. */
  public double temperature() {
    return temperature;
  }

  /** mu(T), eV on the curve's zero. */
  public double chemicalPotential() {
    return mu;
  }

  /** The change of the band energy from 0 K, eV: the integral of D e [f(mu, T) - f(mu0, 0)]. */
  public double bandEnergyChange() {
    return bandEnergyChange;
  }

  /** The electronic entropy S, eV/K. */
  public double entropy() {
    return entropy;
  }

  /** A(T) - E(0), eV: the band energy's change less T S. */
  public double freeEnergyChange() {
    return bandEnergyChange - temperature * entropy;
  }

  /** The electronic heat capacity at constant volume, T dS/dT = (I_2 - I_1^2/I_0)/T, eV/K. */
  public double heatCapacity() {
    return heatCapacity;
  }

  /** The electrons counted, which differ from the structure's by less than 1e-10. */
  public double electrons() {
    return new ElectronCount(dos.grid(), dos.curve(), dos.step(), kT).at(mu);
  }

  /**
   * The derivative of {@link #freeEnergyChange} by each value of the curve, eV/(states/eV), [grid
   * points]: the integrals of each point's hat function with -k_B T ln(1 + exp((mu - e)/k_B T)) +
   * (mu0 - e) theta(mu0 - e).
   */
  public double[] freeEnergyWeights() {
    double[] weights = groundMinusStep();
    if (kT > 0) {
      add(weights, -kT, thermalWeights(FermiKernel.LOGARITHM));
    }
    return weights;
  }

  /**
   * The derivative of {@link #bandEnergyChange}, that is of U, by each value of the curve,
   * eV/(states/eV), [grid points]: the integrals of each point's hat function with (e - mu -
   * I_1/I_0) f - (e - mu0) theta(mu0 - e).
   */
  public double[] internalEnergyWeights() {
    double[] weights = groundMinusStep();
    if (kT > 0) {
      add(weights, kT, thermalWeights(FermiKernel.ENERGY));
      add(weights, -kT * slopeRatio, thermalWeights(FermiKernel.OCCUPATION));
      add(weights, -kT * slopeRatio, dos.step().countWeights(mu));
    }
    return weights;
  }

  /**
   * The derivative of {@link #chemicalPotential} by each value of the curve, eV/(states/eV), [grid
   * points]. In a gap it is large: a part of an electron too many moves it to an edge.
   *
   * @throws org.coesite.CoesiteException if no state lies next to the chemical potential
   */
  public double[] chemicalPotentialWeights() {
    return dos.levelWeights(level, kT);
  }

  /** Of (mu0 - e) theta(mu0 - e) - (mu - e) theta(mu - e). */
  private double[] groundMinusStep() {
    double[] weights = dos.step().leverWeights(dos.fermiLevel());
    add(weights, -1, dos.step().leverWeights(mu));
    return weights;
  }

  private double[] thermalWeights(FermiKernel kernel) {
    return new FermiIntegrals(dos.grid(), kT).weights(kernel, mu);
  }

  private static void add(double[] sum, double factor, double[] terms) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * terms[i];
    }
  }
}
