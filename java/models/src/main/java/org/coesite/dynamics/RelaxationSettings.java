package org.coesite.dynamics;

import org.coesite.CoesiteException;

/**
 * How to relax and when to stop.
 *
 * @param method the optimiser
 * @param cell what the cell may do
 * @param pressure external pressure in eV/angstrom^3 (1 GPa is 0.00624151)
 * @param maxForce converged when no force on an atom is longer, eV/angstrom
 * @param maxStress and no component of stress + pressure, as far as the cell is free, is larger,
 *     eV/angstrom^3
 * @param maxSteps most evaluations after the first
 * @param maxDisplacement longest move of an atom in one step, angstrom
 */
public record RelaxationSettings(
    Method method,
    CellFreedom cell,
    double pressure,
    double maxForce,
    double maxStress,
    int maxSteps,
    double maxDisplacement) {
  /** Optimisers. */
  public enum Method {
    /** Fast inertial relaxation engine: robust, also from bad starts. */
    FIRE,
    /** Limited-memory BFGS: fewest evaluations near a minimum. */
    LBFGS
  }

  /** One GPa in eV/angstrom^3. */
  public static final double GPA = 1 / 160.2176634;

  public RelaxationSettings {
    if (!(maxForce > 0) || !(maxStress > 0) || !(maxDisplacement > 0) || maxSteps < 0) {
      throw new CoesiteException(
          "relaxation: maxForce "
              + maxForce
              + ", maxStress "
              + maxStress
              + " and maxDisplacement "
              + maxDisplacement
              + " must be positive, maxSteps "
              + maxSteps
              + " not negative");
    }
    if (!Double.isFinite(pressure)) {
      throw new CoesiteException("relaxation: the pressure is " + pressure + ", not a number");
    }
  }

  /** L-BFGS of the atoms in a fixed cell, to 0.01 eV/angstrom within 500 steps. */
  public static RelaxationSettings positions() {
    return new RelaxationSettings(Method.LBFGS, CellFreedom.FIXED, 0, 0.01, 1e-4, 500, 0.2);
  }

  /** L-BFGS of atoms and cell, to 0.01 eV/angstrom and 0.016 GPa within 500 steps. */
  public static RelaxationSettings positionsAndCell() {
    return positions().with(CellFreedom.FULL);
  }

  public RelaxationSettings with(Method value) {
    return new RelaxationSettings(
        value, cell, pressure, maxForce, maxStress, maxSteps, maxDisplacement);
  }

  public RelaxationSettings with(CellFreedom value) {
    return new RelaxationSettings(
        method, value, pressure, maxForce, maxStress, maxSteps, maxDisplacement);
  }

  public RelaxationSettings withPressure(double value) {
    return new RelaxationSettings(
        method, cell, value, maxForce, maxStress, maxSteps, maxDisplacement);
  }

  /** Sets both criteria: eV/angstrom and eV/angstrom^3. */
  public RelaxationSettings withCriteria(double force, double stress) {
    return new RelaxationSettings(method, cell, pressure, force, stress, maxSteps, maxDisplacement);
  }

  public RelaxationSettings withMaxSteps(int value) {
    return new RelaxationSettings(
        method, cell, pressure, maxForce, maxStress, value, maxDisplacement);
  }
}
