package org.coesite.examples.silica;

import java.util.stream.DoubleStream;
import org.coesite.nmr.HerzfeldBerger;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Quantity;
import org.coesite.nmr.Referencing;

/**
 * A crystal at a temperature and its shieldings.
 *
 * @param kelvin of the bath
 * @param mean of the trajectory
 * @param moment its last moment
 */
record HeatedPoint(double kelvin, Shielded mean, Shielded moment) {
  CrystalShape shape() {
    return new CrystalShape(mean.structure());
  }

  /** Mean isotropic shift, ppm. */
  double shift(Referencing referencing) {
    return referencing.shift(mean.isotropic());
  }

  /** Standard error of the shift from the length of the trajectory, ppm. */
  double shiftError(Referencing referencing) {
    return Math.abs(referencing.slope()) * mean.isotropicError();
  }

  /** The model's standard deviation of the shift, ppm. */
  double modelError(Referencing referencing) {
    return Math.abs(referencing.slope()) * mean.modelError();
  }

  /** And of the difference to another temperature's shift, ppm. */
  double modelErrorOfDifference(HeatedPoint other, Referencing referencing) {
    return Math.abs(referencing.slope()) * mean.modelErrorOfDifference(other.mean);
  }

  /** Span of the sites' mean shift tensors, mean over the sites, ppm. */
  double span(Referencing referencing) {
    return spans(mean, referencing).average().orElse(Double.NaN);
  }

  /** Span of the shift tensors at one moment, mean over the sites, ppm. */
  double momentarySpan(Referencing referencing) {
    return spans(moment, referencing).average().orElse(Double.NaN);
  }

  private static DoubleStream spans(Shielded sample, Referencing referencing) {
    return sample.shieldings().stream().mapToDouble(tensor -> span(tensor, referencing));
  }

  /** Of a shift tensor, ppm. */
  static double span(NmrTensor shielding, Referencing referencing) {
    return HerzfeldBerger.of(referencing.shift(shielding), Quantity.SHIFT).span();
  }
}
