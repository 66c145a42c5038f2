package org.coesite.nmr;

import org.coesite.CoesiteException;

/**
 * From shieldings to shifts: shift = reference + slope x shielding, for the whole tensor, so that a
 * slope scales anisotropies too. Immutable.
 *
 * @param reference ppm: the shielding of the reference compound where the slope is -1
 * @param slope near -1; errors of density functionals make it smaller in size, -0.90 or so
 */
public record Referencing(double reference, double slope) {
  /** Checks the numbers. */
  public Referencing {
    if (!Double.isFinite(reference) || !Double.isFinite(slope) || slope == 0) {
      throw new CoesiteException(
          "shift = reference + slope x shielding needs finite numbers and a slope that is not 0,"
              + " near -1: reference "
              + reference
              + ", slope "
              + slope);
    }
  }

  /** Shieldings as they are: reference 0, slope -1. */
  public static final Referencing NONE = new Referencing(0, -1);

  /** The shift of an isotropic shielding, ppm. */
  public double shift(double shielding) {
    return reference + slope * shielding;
  }

  /** The shift tensor of a shielding tensor, ppm. */
  public NmrTensor shift(NmrTensor shielding) {
    return NmrTensor.isotropic(reference).plus(shielding.scaled(slope));
  }
}
