package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * Molecular dynamics of one structure: velocity Verlet at constant energy, or Langevin dynamics at
 * constant temperature, in a fixed cell or at constant pressure.
 *
 * <p>Langevin dynamics is integrated by the BAOAB splitting (Leimkuhler and Matthews, Appl. Math.
 * Res. Express 2013, 34), whose configurations are sampled well at large time steps; without
 * friction it is velocity Verlet. Pressure is kept by stochastic cell rescaling (Bernetti and
 * Bussi, J. Chem. Phys. 153, 114107 (2020)), which samples the volumes of the isothermal-isobaric
 * ensemble and keeps the shape of the cell, or lets it stretch along the axes. The same seed gives
 * the same trajectory.
 *
 * <p>Used by one thread at a time. The calculator stays the caller's.
 */
public final class MolecularDynamics {
  private record Observer(int every, Consumer<MdState> action) {}

  private final Calculator calculator;
  private final double[] masses;
  private final double timeStep;
  private Thermostat thermostat;
  private Barostat barostat;
  private final List<Observer> observers = new ArrayList<>();
  private final double[] velocities;
  private final double[] positions;
  private final double initialVolume;
  private Cell cell;
  private Structure structure;
  private Prediction prediction;
  private long step;
  private double heat;

  /** A bath that exchanges energy with the atoms. */
  private record Thermostat(double temperature, double friction, RandomGenerator random) {}

  /**
   * What the cell gives way to: eV/angstrom^3, and relative volume per eV/angstrom^3 and fs; each
   * axis by itself or all alike.
   */
  private record Barostat(double pressure, double mobility, boolean eachAxis) {}

  private MolecularDynamics(
      Calculator calculator,
      Structure structure,
      double[] velocities,
      double timeStep,
      Thermostat thermostat) {
    if (!(timeStep > 0) || !Double.isFinite(timeStep)) {
      throw new CoesiteException(
          "molecular dynamics: a time step of " + timeStep + " fs; it must be positive");
    }
    if (velocities.length != 3 * structure.atoms()) {
      throw new IllegalArgumentException(
          velocities.length + " velocity components for " + structure.atoms() + " atoms");
    }
    this.calculator = calculator;
    this.timeStep = timeStep;
    this.thermostat = thermostat;
    this.velocities = velocities.clone();
    masses = Velocities.masses(structure);
    positions = structure.positions();
    this.structure = structure;
    cell = structure.cell();
    initialVolume = cell.volume();
    prediction = calculator.evaluate(structure);
  }

  /**
   * Velocity Verlet at constant energy.
   *
   * @param velocities angstrom/fs, [atoms x 3], as from {@link Velocities#maxwellBoltzmann}
   * @param timeStep fs
   */
  public static MolecularDynamics constantEnergy(
      Calculator calculator, Structure structure, double[] velocities, double timeStep) {
    return new MolecularDynamics(calculator, structure, velocities, timeStep, null);
  }

  /**
   * Langevin dynamics at constant temperature.
   *
   * @param timeStep fs
   * @param temperature of the bath, K
   * @param friction how fast the bath takes velocity away, 1/fs: 0.01 couples within 100 fs
   * @param seed of the bath's random kicks
   */
  public static MolecularDynamics langevin(
      Calculator calculator,
      Structure structure,
      double[] velocities,
      double timeStep,
      double temperature,
      double friction,
      long seed) {
    Thermostat bath = bath(temperature, friction, Velocities.random(seed));
    return new MolecularDynamics(calculator, structure, velocities, timeStep, bath);
  }

  private static Thermostat bath(double temperature, double friction, RandomGenerator random) {
    if (!(temperature >= 0) || !(friction > 0)) {
      throw new CoesiteException(
          "Langevin dynamics: a bath of "
              + temperature
              + " K with friction "
              + friction
              + "/fs; the first must not be negative, the second positive");
    }
    return new Thermostat(temperature, friction, random);
  }

  /**
   * Changes the temperature of the bath from the next step on, for heating and quenching.
   *
   * @throws IllegalStateException at constant energy
   */
  public MolecularDynamics temperature(double kelvin) {
    requireBath();
    thermostat = bath(kelvin, thermostat.friction, thermostat.random);
    return this;
  }

  /**
   * Keeps a pressure from the next step on; called again, another.
   *
   * @param pressure eV/angstrom^3
   * @param compressibility about the material's, angstrom^3/eV: it decides, with {@code time}, how
   *     fast the volume answers, not where it goes
   * @param time within which the pressure settles, fs; many time steps
   * @throws IllegalStateException at constant energy
   * @throws CoesiteException if the structure is not periodic in three directions, or a number
   *     makes no sense
   */
  public MolecularDynamics pressure(double pressure, double compressibility, double time) {
    return keepPressure(pressure, compressibility, time, false);
  }

  /**
   * Keeps a pressure along each of the axes x, y and z by itself, from the next step on: the three
   * lengths of a box along the axes change independently, its right angles stay. For crystals that
   * change their symmetry, and others that must not be sheared.
   *
   * <p>With strains e_k = ln L_k and the mobility m = compressibility/(3 time), each follows de_k =
   * m (P_kk - pressure) dt + sqrt(2 k_B T m/V) dW_k, P_kk being the diagonal of the internal
   * pressure, kinetic part included: the drift for which volumes and shapes have the density V^N
   * exp(-(U + pressure V)/k_B T) dL_x dL_y dL_z. (The k_B T of that measure cancels against the
   * derivative of the diffusion, as it does for the volume alone.) The sum of the three is the
   * equation for ln V.
   *
   * @param pressure as in {@link #pressure}
   * @param compressibility as there
   * @param time as there
   * @throws IllegalStateException as there
   * @throws CoesiteException as there
   */
  public MolecularDynamics pressureAlongAxes(double pressure, double compressibility, double time) {
    return keepPressure(pressure, compressibility, time, true);
  }

  private MolecularDynamics keepPressure(
      double pressure, double compressibility, double time, boolean eachAxis) {
    requireBath();
    if (!structure.fullyPeriodic()) {
      throw new CoesiteException(
          "molecular dynamics at constant pressure needs a structure that is periodic in three"
              + " directions");
    }
    if (!Double.isFinite(pressure) || !(compressibility > 0) || !(time >= timeStep)) {
      throw new CoesiteException(
          "molecular dynamics: a pressure of "
              + pressure
              + " eV/angstrom^3 kept with compressibility "
              + compressibility
              + " angstrom^3/eV within "
              + time
              + " fs; the second must be positive, the third not less than a time step");
    }
    barostat = new Barostat(pressure, compressibility / time, eachAxis);
    return this;
  }

  private void requireBath() {
    if (thermostat == null) {
      throw new IllegalStateException("there is no bath at constant energy");
    }
  }

  /** Has something done at the start of the next run and after every so many steps. */
  public MolecularDynamics observe(int every, Consumer<MdState> action) {
    if (every < 1) {
      throw new IllegalArgumentException("observe every " + every + " steps");
    }
    observers.add(new Observer(every, action));
    return this;
  }

  /**
   * Goes on for some steps.
   *
   * @return where it ended
   * @throws CoesiteException if the atoms fly apart or collide, or the cell does, saying at which
   *     step
   */
  public MdState run(int steps) {
    if (step == 0) {
      notifyObservers();
    }
    for (int s = 0; s < steps; s++) {
      advance();
      step++;
      notifyObservers();
    }
    return state();
  }

  /** The present moment. */
  public MdState state() {
    double kinetic = Velocities.kinetic(velocities, masses);
    int freedom = Velocities.degreesOfFreedom(masses.length, thermostat == null);
    return new MdState(
        step,
        step * timeStep,
        structure,
        prediction,
        velocities.clone(),
        kinetic,
        Velocities.temperature(velocities, masses, freedom),
        barostat == null ? prediction.energy() + kinetic - heat : Double.NaN);
  }

  private void notifyObservers() {
    MdState state = null;
    for (Observer observer : observers) {
      if (step % observer.every == 0) {
        state = state == null ? state() : state;
        observer.action.accept(state);
      }
    }
  }

  private void advance() {
    kick(timeStep / 2);
    drift(timeStep / 2);
    if (thermostat != null) {
      exchangeHeat();
    }
    if (barostat != null) {
      rescale();
    }
    drift(timeStep / 2);
    evaluate();
    kick(timeStep / 2);
  }

  private void kick(double time) {
    double[] forces = prediction.forces();
    for (int i = 0; i < velocities.length; i++) {
      velocities[i] += time * Velocities.ACCELERATION * forces[i] / masses[i / 3];
    }
  }

  private void drift(double time) {
    for (int i = 0; i < positions.length; i++) {
      positions[i] += time * velocities[i];
    }
  }

  /** The exact solution of the friction and noise alone. */
  private void exchangeHeat() {
    double before = Velocities.kinetic(velocities, masses);
    double keep = Math.exp(-thermostat.friction * timeStep);
    double noise = Math.sqrt((1 - keep * keep) * Velocities.BOLTZMANN * thermostat.temperature);
    for (int i = 0; i < velocities.length; i++) {
      double deviation = noise * Math.sqrt(Velocities.ACCELERATION / masses[i / 3]);
      velocities[i] = keep * velocities[i] + deviation * thermostat.random.nextGaussian();
    }
    heat += Velocities.kinetic(velocities, masses) - before;
  }

  private void rescale() {
    double[] scale = barostat.eachAxis ? stretch() : growth();
    for (int i = 0; i < positions.length; i++) {
      positions[i] *= scale[i % 3];
      velocities[i] /= scale[i % 3];
    }
    cell = cell.deformed(new double[] {scale[0], 0, 0, 0, scale[1], 0, 0, 0, scale[2]});
  }

  /**
   * A step of the logarithm of the volume, equation 7 of Bernetti and Bussi, with the virial of the
   * last evaluation; momenta shrink as positions grow.
   */
  private double[] growth() {
    double volume = cell.volume();
    double kinetic = 2 * Velocities.kinetic(velocities, masses) / (3 * volume);
    double excess = prediction.pressure() + kinetic - barostat.pressure;
    double scale = Math.exp(change(excess, barostat.mobility) / 3);
    return new double[] {scale, scale, scale};
  }

  /** The same of the three lengths. */
  private double[] stretch() {
    double[] scale = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      double twice = 0;
      for (int i = 0; i < masses.length; i++) {
        double v = velocities[3 * i + axis];
        twice += masses[i] * v * v;
      }
      double kinetic = twice / (Velocities.ACCELERATION * cell.volume());
      double excess = kinetic - prediction.stress()[4 * axis] - barostat.pressure;
      scale[axis] = Math.exp(change(excess, barostat.mobility / 3));
    }
    return scale;
  }

  /** Of a logarithm within a time step, by an excess of pressure and by chance. */
  private double change(double excess, double mobility) {
    double kT = Velocities.BOLTZMANN * thermostat.temperature;
    return mobility * timeStep * excess
        + Math.sqrt(2 * kT * mobility * timeStep / cell.volume())
            * thermostat.random.nextGaussian();
  }

  private void evaluate() {
    Structure next;
    try {
      next = DeformationCoordinates.moved(structure, positions, cell);
    } catch (IllegalArgumentException e) {
      throw new CoesiteException(
          "molecular dynamics, step " + (step + 1) + ": " + e.getMessage(), e);
    }
    String disaster = StructureGuard.collision(next);
    if (disaster == null && barostat != null) {
      disaster = StructureGuard.volumeChange(cell.volume(), initialVolume);
    }
    if (disaster != null) {
      throw new CoesiteException("molecular dynamics, step " + (step + 1) + ": " + disaster);
    }
    structure = next;
    prediction = calculator.evaluate(structure);
    if (!Double.isFinite(prediction.energy())) {
      throw new CoesiteException(
          "molecular dynamics, step " + (step + 1) + ": the energy is " + prediction.energy());
    }
  }
}
