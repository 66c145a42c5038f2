package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Structure;

/**
 * Molecular dynamics of one structure in a fixed cell: velocity Verlet at constant energy, or
 * Langevin dynamics at constant temperature.
 *
 * <p>Langevin dynamics is integrated by the BAOAB splitting (Leimkuhler and Matthews, Appl. Math.
 * Res. Express 2013, 34), whose configurations are sampled well at large time steps; without
 * friction it is velocity Verlet. The same seed gives the same trajectory.
 *
 * <p>Used by one thread at a time. The calculator stays the caller's.
 */
public final class MolecularDynamics {
  private record Observer(int every, Consumer<MdState> action) {}

  private final Calculator calculator;
  private final double[] masses;
  private final double timeStep;
  private final Thermostat thermostat;
  private final List<Observer> observers = new ArrayList<>();
  private final double[] velocities;
  private final double[] positions;
  private Structure structure;
  private Prediction prediction;
  private long step;
  private double heat;

  /** A bath that exchanges energy with the atoms. */
  private record Thermostat(double temperature, double friction, RandomGenerator random) {}

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
    if (!(temperature >= 0) || !(friction > 0)) {
      throw new CoesiteException(
          "Langevin dynamics: a bath of "
              + temperature
              + " K with friction "
              + friction
              + "/fs; the first must not be negative, the second positive");
    }
    Thermostat bath = new Thermostat(temperature, friction, Velocities.random(seed));
    return new MolecularDynamics(calculator, structure, velocities, timeStep, bath);
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
   * @throws CoesiteException if the atoms fly apart or collide, saying at which step
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
        prediction.energy() + kinetic - heat);
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

  private void evaluate() {
    Structure next;
    try {
      next = DeformationCoordinates.moved(structure, positions, structure.cell());
    } catch (IllegalArgumentException e) {
      throw new CoesiteException(
          "molecular dynamics, step " + (step + 1) + ": " + e.getMessage(), e);
    }
    String collision = StructureGuard.collision(next);
    if (collision != null) {
      throw new CoesiteException("molecular dynamics, step " + (step + 1) + ": " + collision);
    }
    structure = next;
    prediction = calculator.evaluate(structure);
    if (!Double.isFinite(prediction.energy())) {
      throw new CoesiteException(
          "molecular dynamics, step " + (step + 1) + ": the energy is " + prediction.energy());
    }
  }
}
