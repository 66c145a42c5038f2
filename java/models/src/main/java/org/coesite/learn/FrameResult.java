package org.coesite.learn;

/**
 * What the trained potential says of one labelled structure.
 *
 * @param frame the structure and its labels
 * @param test whether it was held out
 * @param band its distance in energy from the lowest structure of its polymorph, or what it is
 * @param energy predicted, eV
 * @param forces predicted, eV/angstrom; null where there are no labels
 * @param stress predicted, eV/angstrom^3; null where there is no label
 * @param uncertainty calibrated standard deviation of the energy, eV
 * @param outside how many of its atoms are flagged as unlike any in training
 */
public record FrameResult(
    TrainingFrame frame,
    boolean test,
    String band,
    double energy,
    double[] forces,
    double[] stress,
    double uncertainty,
    int outside) {
  /** Predicted minus labelled energy, meV/atom. */
  public double energyError() {
    return 1000 * (energy - frame.energy()) / frame.atoms();
  }
}
