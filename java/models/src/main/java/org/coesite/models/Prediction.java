package org.coesite.models;

import org.coesite.structure.Structure;

/**
 * What a {@link Calculator} says of one structure. Arrays belong to the caller.
 *
 * @param energy eV
 * @param atomEnergies their parts per atom in eV, [atoms]
 * @param forces eV/angstrom, [atoms x 3]; null where no derivatives were asked for
 * @param stress (1/V) dE/d(strain) in eV/angstrom^3, positive in tension, [9], symmetric; null
 *     without derivatives or where the structure is not periodic in all directions
 * @param uncertainty calibrated standard deviation of the energy, eV; NaN where the calculator has
 *     none
 * @param committee energies of the committee members, eV; empty where there is none
 * @param outside which atoms have environments unlike any in training, [atoms]
 */
public record Prediction(
    double energy,
    double[] atomEnergies,
    double[] forces,
    double[] stress,
    double uncertainty,
    double[] committee,
    boolean[] outside) {
  /**
   * The stress that a derivative by the strain is, eV/angstrom^3, [9].
   *
   * @param virial dE/d(strain), eV, [9]
   * @return null where the structure is not periodic in all directions
   */
  public static double[] stress(Structure structure, double[] virial) {
    double volume = structure.cell().volume();
    if (!structure.fullyPeriodic() || volume == 0) {
      return null;
    }
    double[] stress = new double[9];
    for (int k = 0; k < 9; k++) {
      stress[k] = virial[k] / volume;
    }
    return stress;
  }

  /** Largest length of a force, eV/angstrom. */
  public double maxForce() {
    double largest = 0;
    for (int i = 0; i < forces.length; i += 3) {
      double square =
          forces[i] * forces[i] + forces[i + 1] * forces[i + 1] + forces[i + 2] * forces[i + 2];
      largest = Math.max(largest, square);
    }
    return Math.sqrt(largest);
  }

  /** Hydrostatic pressure in eV/angstrom^3: minus a third of the trace of the stress. */
  public double pressure() {
    return -(stress[0] + stress[4] + stress[8]) / 3;
  }
}
