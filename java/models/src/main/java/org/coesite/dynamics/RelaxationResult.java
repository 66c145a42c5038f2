package org.coesite.dynamics;

import org.coesite.models.Prediction;
import org.coesite.structure.Structure;

/**
 * Where a relaxation ended. Failures are results too: the last structure that could be evaluated is
 * kept, with what went wrong.
 *
 * @param structure the last structure evaluated; the given one if none was
 * @param prediction its prediction; null if not even the given structure could be evaluated
 * @param outcome how it ended
 * @param message one line for people
 * @param steps evaluations after the first
 * @param maxForce longest force on an atom, eV/angstrom; NaN without prediction
 * @param maxStress largest component of stress + pressure in the cell's freedom, eV/angstrom^3; 0
 *     where the cell is fixed, NaN without prediction
 */
public record RelaxationResult(
    Structure structure,
    Prediction prediction,
    Outcome outcome,
    String message,
    int steps,
    double maxForce,
    double maxStress) {
  /** How a relaxation ended. */
  public enum Outcome {
    /** Forces and stress are within the criteria. */
    CONVERGED,
    /** The steps ran out. */
    OUT_OF_STEPS,
    /** Two atoms came closer than {@value StructureGuard#CLOSEST} angstrom. */
    ATOMS_COLLIDED,
    /** The cell collapsed or blew up. */
    CELL_DIVERGED,
    /** Energy, forces or stress are not numbers. */
    NOT_FINITE,
    /** The calculator refused the structure. */
    REFUSED
  }

  public boolean converged() {
    return outcome == Outcome.CONVERGED;
  }

  /** Energy in eV; NaN without prediction. */
  public double energy() {
    return prediction == null ? Double.NaN : prediction.energy();
  }
}
