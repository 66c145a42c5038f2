package org.coesite.dynamics;

import java.util.Arrays;
import org.coesite.CoesiteException;

/**
 * Frequencies of a crystal's vibrations all over the Brillouin zone, and what follows from them.
 * Immutable and thread-safe. Frequencies are in THz, imaginary ones negative; energies are per unit
 * cell.
 */
public final class PhononSpectrum {
  /** Planck's constant, eV/THz. */
  private static final double PLANCK = 4.135667696e-3;

  /** Below this, in THz, a mode is no vibration: a translation, but for noise. */
  private static final double NO_VIBRATION = 1e-3;

  private final double[][] frequencies;
  private final double[] weights;

  PhononSpectrum(double[][] frequencies, double[] weights) {
    this.frequencies = frequencies;
    this.weights = weights;
  }

  /**
   * Harmonic thermodynamics at constant volume.
   *
   * @param freeEnergy of Helmholtz, eV, zero-point energy included
   * @param energy eV, zero-point energy included
   * @param entropy eV/K
   * @param heatCapacity eV/K
   */
  public record Thermodynamics(
      double freeEnergy, double energy, double entropy, double heatCapacity) {}

  /** The lowest frequency: negative if the crystal is unstable. */
  public double lowest() {
    return Arrays.stream(frequencies)
        .flatMapToDouble(Arrays::stream)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * The density of states, modes per THz and unit cell, each mode broadened to a Gaussian; it
   * integrates to three per atom.
   *
   * @param at where to give it, THz
   * @param width standard deviation of the Gaussian, THz
   */
  public double[] densityOfStates(double[] at, double width) {
    double[] density = new double[at.length];
    for (int q = 0; q < weights.length; q++) {
      for (double f : frequencies[q]) {
        for (int k = 0; k < at.length; k++) {
          double z = (at[k] - f) / width;
          density[k] += weights[q] * Math.exp(-z * z / 2) / (Math.sqrt(2 * Math.PI) * width);
        }
      }
    }
    return density;
  }

  /** Energy of the ground state of all vibrations, eV. */
  public double zeroPointEnergy() {
    return at(0).energy();
  }

  /**
   * Free energy and its relatives.
   *
   * @param temperature K, not negative
   * @throws CoesiteException if the crystal is unstable: then they do not exist
   */
  public Thermodynamics at(double temperature) {
    if (lowest() < -NO_VIBRATION) {
      throw new CoesiteException(
          "no harmonic free energy: the lowest frequency is " + lowest() + " THz, imaginary");
    }
    double kT = Velocities.BOLTZMANN * temperature;
    double free = 0;
    double energy = 0;
    double heat = 0;
    for (int q = 0; q < weights.length; q++) {
      for (double f : frequencies[q]) {
        if (f > NO_VIBRATION) {
          double quantum = PLANCK * f;
          double x = quantum / kT;
          // e^-x is 0 at zero temperature, where x is infinite
          double boltzmann = Math.exp(-x);
          double occupation = boltzmann / -Math.expm1(-x);
          free += weights[q] * (quantum / 2 + (kT > 0 ? kT * Math.log1p(-boltzmann) : 0));
          energy += weights[q] * quantum * (0.5 + occupation);
          if (boltzmann > 0) {
            heat += weights[q] * Velocities.BOLTZMANN * x * x * occupation * (1 + occupation);
          }
        }
      }
    }
    double entropy = temperature > 0 ? (energy - free) / temperature : 0;
    return new Thermodynamics(free, energy, entropy, heat);
  }
}
