package org.coesite.dynamics;

import org.coesite.models.Prediction;
import org.coesite.structure.Structure;

/**
 * One moment of a molecular dynamics run.
 *
 * @param step number of steps done
 * @param time since the start, fs
 * @param structure atoms and cell
 * @param prediction energy, forces and stress there
 * @param velocities angstrom/fs, [atoms x 3]
 * @param kinetic kinetic energy, eV
 * @param temperature from the kinetic energy and the degrees of freedom, K
 * @param conserved what exact dynamics would conserve, eV: potential and kinetic energy, less the
 *     heat that a thermostat put in; NaN where the volume is not fixed
 */
public record MdState(
    long step,
    double time,
    Structure structure,
    Prediction prediction,
    double[] velocities,
    double kinetic,
    double temperature,
    double conserved) {
  /** The instantaneous pressure: that of the forces and that of motion, eV/angstrom^3. */
  public double pressure() {
    return prediction.pressure() + 2 * kinetic / (3 * structure.cell().volume());
  }
}
