package org.coesite.nmr.spectrum;

import java.util.Optional;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Quadrupole;

/**
 * A nucleus at its place in a crystal. Immutable.
 *
 * @param shift chemical shift tensor, ppm, in the frame of the crystal
 * @param quadrupole coupling in the same frame, whose axes need not be those of the shift; empty
 *     where there is none or it does not matter
 * @param weight how many there are, in any unit; not negative
 */
public record Site(NmrTensor shift, Optional<Quadrupole> quadrupole, double weight) {
  /** Checks the weight. */
  public Site {
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException("a site's weight is finite and not negative: " + weight);
    }
  }

  /** A site of weight 1 without a quadrupole coupling. */
  public static Site of(NmrTensor shift) {
    return new Site(shift, Optional.empty(), 1);
  }

  /** A site of weight 1. */
  public static Site of(NmrTensor shift, Quadrupole quadrupole) {
    return new Site(shift, Optional.of(quadrupole), 1);
  }

  /** The same site, more or less often. */
  public Site times(double factor) {
    return new Site(shift, quadrupole, factor * weight);
  }
}
