package org.coesite.examples.heatcapacity;

import org.coesite.dos.DosModel;
import org.coesite.dos.ElectronicState;
import org.coesite.dos.FixedDos;
import org.coesite.dos.HotElectrons;
import org.coesite.dynamics.MdState;
import org.coesite.dynamics.MolecularDynamics;
import org.coesite.dynamics.Velocities;
import org.coesite.examples.dynamics.BlockAverage;
import org.coesite.models.Calculator;
import org.coesite.models.Potential;
import org.coesite.models.SumCalculator;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * The enthalpy of a structure at one temperature and pressure from molecular dynamics. Forces are
 * those of the electrons' free energy A; the internal energy is U = A + T S, so H = A + T S +
 * kinetic energy + P V.
 */
final class Enthalpy {
  private static final double TIME_STEP = 1.0;
  private static final double FRICTION = 0.02;

  /** About silicon's, angstrom^3/eV: decides only how fast the volume answers. */
  private static final double COMPRESSIBILITY = 1.6;

  private static final double SETTLING = 500;
  private static final int SAMPLED_EVERY = 10;

  private final Potential potential;
  private final DosModel model;
  private final double pressure;

  /**
   * Prepares.
   *
   * @param model of the density of states; null for cold electrons
   * @param pressure eV/angstrom^3
   */
  Enthalpy(Potential potential, DosModel model, double pressure) {
    this.potential = potential;
    this.model = model;
    this.pressure = pressure;
  }

  /**
   * What was found, per atom.
   *
   * @param enthalpy eV, and its standard error
   * @param volume angstrom^3
   * @param electronic heat capacity of the electrons at constant volume, k_B
   * @param last where it ended
   */
  record Result(double enthalpy, double error, double volume, double electronic, Structure last) {}

  /** Runs. */
  Result at(double temperature, Structure start, int equilibration, int steps, long seed) {
    HotElectrons hot = model == null ? null : new HotElectrons(model, temperature);
    // the parts stay the caller's: the sum is not closed
    Calculator calculator = hot == null ? potential : new SumCalculator(potential, hot);
    double[] velocities = Velocities.maxwellBoltzmann(Velocities.masses(start), temperature, seed);
    MolecularDynamics dynamics =
        MolecularDynamics.langevin(
                calculator, start, velocities, TIME_STEP, temperature, FRICTION, seed)
            .pressure(pressure, COMPRESSIBILITY, SETTLING);
    dynamics.run(equilibration);
    BlockAverage enthalpy = new BlockAverage();
    BlockAverage volume = new BlockAverage();
    BlockAverage electronic = new BlockAverage();
    for (int step = 0; step < steps; step += SAMPLED_EVERY) {
      MdState state = dynamics.run(SAMPLED_EVERY);
      double atoms = start.atoms();
      double own = state.structure().cell().volume();
      double sum = state.prediction().energy() + state.kinetic() + pressure * own;
      if (hot != null) {
        ElectronicState electrons =
            hot.filled(Batch.of(state.structure())).get(0).curves().model().state(temperature);
        sum += temperature * electrons.entropy();
        electronic.add(electrons.heatCapacity() / FixedDos.BOLTZMANN / atoms);
      }
      enthalpy.add(sum / atoms);
      volume.add(own / atoms);
    }
    return new Result(
        enthalpy.mean(),
        enthalpy.error(),
        volume.mean(),
        electronic.mean(),
        dynamics.state().structure());
  }
}
