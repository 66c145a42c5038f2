package org.coesite.dos;

/**
 * What a model says of the density of states of one structure. Arrays belong to the caller.
 *
 * @param grid energies, counted from the model's zero
 * @param atoms of the structure
 * @param electrons valence electrons of the structure
 * @param curve states/eV of the whole structure, [grid]
 * @param members the same of each member of the committee, [members][grid]
 * @param level Fermi level as the data have it, learnt beside the curve, eV
 * @param memberLevels the same of each member, [members]
 * @param outside which atoms have environments unlike any in training, [atoms]
 */
public record DosPrediction(
    EnergyGrid grid,
    int atoms,
    double electrons,
    double[] curve,
    double[][] members,
    double level,
    double[] memberLevels,
    boolean[] outside) {
  /** Calibrated standard deviation of the curve, states/eV, [grid]; zeros without a committee. */
  public double[] uncertainty() {
    double[] out = new double[curve.length];
    for (int i = 0; i < out.length; i++) {
      double square = 0;
      for (double[] member : members) {
        square += (member[i] - curve[i]) * (member[i] - curve[i]);
      }
      out[i] = members.length == 0 ? 0 : Math.sqrt(square / members.length);
    }
    return out;
  }
}
