package org.coesite.dynamics;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.coesite.CoesiteException;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** Velocities of atoms in angstrom/fs, [atoms x 3]; masses in u, temperatures in K. */
public final class Velocities {
  /** Boltzmann's constant, eV/K. */
  static final double BOLTZMANN = 8.617333262e-5;

  /** (eV/angstrom)/u in angstrom/fs^2. */
  static final double ACCELERATION = 9.648533212e-3;

  private Velocities() {}

  /** Standard masses of a structure's atoms, u. */
  public static double[] masses(Structure structure) {
    double[] masses = new double[structure.atoms()];
    for (int i = 0; i < masses.length; i++) {
      masses[i] = Element.mass(structure.species(i));
    }
    return masses;
  }

  /**
   * Draws velocities from the Maxwell-Boltzmann distribution, takes out the motion of the centre of
   * mass and scales what is left to exactly the temperature asked for.
   *
   * @throws CoesiteException if the temperature is negative or not finite
   */
  public static double[] maxwellBoltzmann(double[] masses, double temperature, long seed) {
    if (!(temperature >= 0) || !Double.isFinite(temperature)) {
      throw new CoesiteException("velocities: a temperature of " + temperature + " K");
    }
    RandomGenerator random = random(seed);
    double[] v = new double[3 * masses.length];
    for (int i = 0; i < v.length; i++) {
      double deviation = Math.sqrt(BOLTZMANN * temperature * ACCELERATION / masses[i / 3]);
      v[i] = deviation * random.nextGaussian();
    }
    removeDrift(v, masses);
    double now = temperature(v, masses, degreesOfFreedom(masses.length, true));
    for (int i = 0; i < v.length && now > 0; i++) {
      v[i] *= Math.sqrt(temperature / now);
    }
    return v;
  }

  /** The generator of every seeded draw: its algorithm is specified, so runs can be repeated. */
  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Subtracts the velocity of the centre of mass. */
  static void removeDrift(double[] v, double[] masses) {
    for (int axis = 0; axis < 3; axis++) {
      double momentum = 0;
      double mass = 0;
      for (int i = 0; i < masses.length; i++) {
        momentum += masses[i] * v[3 * i + axis];
        mass += masses[i];
      }
      for (int i = 0; i < masses.length; i++) {
        v[3 * i + axis] -= momentum / mass;
      }
    }
  }

  /** Kinetic energy, eV. */
  public static double kinetic(double[] v, double[] masses) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += masses[i / 3] * v[i] * v[i];
    }
    return sum / (2 * ACCELERATION);
  }

  /** Temperature of a kinetic energy spread over some degrees of freedom, K. */
  static double temperature(double[] v, double[] masses, int degreesOfFreedom) {
    return degreesOfFreedom == 0 ? 0 : 2 * kinetic(v, masses) / (degreesOfFreedom * BOLTZMANN);
  }

  /** Three per atom, less three where momentum is conserved. */
  static int degreesOfFreedom(int atoms, boolean momentumConserved) {
    return momentumConserved ? Math.max(0, 3 * atoms - 3) : 3 * atoms;
  }
}
