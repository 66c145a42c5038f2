package org.coesite.learn;

import org.coesite.structure.Structure;

/**
 * A labelled structure.
 *
 * @param index its place in the data, from 0
 * @param kind group of configurations it belongs to
 * @param energy eV, the one that the forces belong to
 * @param forces eV/angstrom, [atoms x 3]; null where there are none
 * @param stress eV/angstrom^3, positive in tension, [9]; null where there is none
 */
public record TrainingFrame(
    Structure structure, int index, String kind, double energy, double[] forces, double[] stress) {
  /** Number of atoms. */
  public int atoms() {
    return structure.atoms();
  }

  /** Equations: one for the energy, three per atom for forces, six for the stress. */
  int rows() {
    return 1 + (forces == null ? 0 : 3 * atoms()) + (stress == null ? 0 : 6);
  }

  int firstForceRow() {
    return 1;
  }

  int firstStressRow() {
    return rows() - 6;
  }

  boolean hasDerivatives() {
    return forces != null || stress != null;
  }

  /** Labels in the order of the equations: energy, forces, virial dE/d(strain) in Voigt's order. */
  double[] targets() {
    double[] out = new double[rows()];
    out[0] = energy;
    if (forces != null) {
      System.arraycopy(forces, 0, out, firstForceRow(), forces.length);
    }
    if (stress != null) {
      double volume = structure.cell().volume();
      int[] voigt = {0, 4, 8, 5, 2, 1};
      for (int v = 0; v < 6; v++) {
        out[firstStressRow() + v] = stress[voigt[v]] * volume;
      }
    }
    return out;
  }
}
