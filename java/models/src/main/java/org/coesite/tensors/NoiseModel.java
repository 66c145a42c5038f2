package org.coesite.tensors;

import org.coesite.CoesiteException;

/**
 * What is expected of the errors of labels, components of one lambda.
 *
 * @param site standard deviation of a site's, in the unit of the tensor
 * @param offset scale of the offset that the sites of a structure share
 * @param freedom degrees of freedom of Student's distribution of offsets; infinity for normal ones
 */
public record NoiseModel(double site, double offset, double freedom) {
  public NoiseModel {
    if (!(site > 0) || !(offset >= 0) || !(freedom > 0) || !Double.isFinite(site + offset)) {
      throw new CoesiteException("noise: site and freedom are positive, offset is not negative");
    }
  }

  /** Whether offsets are found for each structure. */
  boolean robust() {
    return offset > 0 && Double.isFinite(freedom);
  }
}
