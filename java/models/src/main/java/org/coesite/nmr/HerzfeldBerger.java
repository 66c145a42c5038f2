package org.coesite.nmr;

/**
 * Span and skew, the Herzfeld-Berger or Maryland convention (J. Mason, Solid State Nucl. Magn.
 * Reson. 2, 285 (1993)).
 *
 * @param quantity what it was computed of; decides the sign of the skew
 * @param isotropic mean of the principal components, ppm
 * @param span Omega, largest less smallest component, ppm, never negative
 * @param skew kappa, -1 to 1: 3 (s_iso - s_22)/Omega of shieldings, 3 (d_22 - d_iso)/Omega of
 *     shifts, the same for both where the slope is negative; 0 where the span is 0
 */
public record HerzfeldBerger(Quantity quantity, double isotropic, double span, double skew) {
  /** Of a tensor in ppm. */
  public static HerzfeldBerger of(NmrTensor tensor, Quantity quantity) {
    PrincipalAxes axes = tensor.principalAxes(AxisOrder.INCREASING);
    double[] v = axes.values();
    double span = v[2] - v[0];
    if (axes.shape() == PrincipalAxes.Shape.ISOTROPIC) {
      return new HerzfeldBerger(quantity, tensor.isotropic(), span, 0);
    }
    double sign = quantity == Quantity.SHIELDING ? 1 : -1;
    double skew = sign * 3 * (tensor.isotropic() - v[1]) / span;
    return new HerzfeldBerger(quantity, tensor.isotropic(), span, Math.clamp(skew, -1.0, 1.0));
  }
}
