package org.coesite.nmr;

import java.util.function.ToDoubleFunction;

/**
 * What a model says of the atoms of one structure that are of its element.
 *
 * @param atoms which they are, ascending; not to be written to
 * @param tensors of each
 * @param members what each member of the committee says, [atoms][members]
 * @param outside whether an atom's environment is unlike all that the model was trained on
 */
public record NmrPrediction(
    int[] atoms, NmrTensor[] tensors, NmrTensor[][] members, boolean[] outside) {
  /** Number of atoms that have a tensor. */
  public int sites() {
    return atoms.length;
  }

  /**
   * Standard deviation of a number that is derived from the tensor of a site, by the committee:
   * calibrated, and NaN without one.
   *
   * @param quantity the number, {@code NmrTensor::isotropic} say
   */
  public double uncertainty(int site, ToDoubleFunction<NmrTensor> quantity) {
    double mean = quantity.applyAsDouble(tensors[site]);
    double sum = 0;
    for (NmrTensor member : members[site]) {
      double off = quantity.applyAsDouble(member) - mean;
      sum += off * off;
    }
    return Math.sqrt(sum / members[site].length);
  }
}
