package org.coesite.nmr;

/**
 * Anisotropy and asymmetry in Haeberlen's convention, |zz - iso| &gt;= |xx - iso| &gt;= |yy - iso|.
 * The formulas are the same for shieldings and shifts; the sign of the anisotropy is opposite where
 * the slope is negative. At asymmetry 1 that sign is a matter of choice: see {@link
 * AxisOrder#HAEBERLEN}.
 *
 * @param isotropic ppm
 * @param reducedAnisotropy zeta = zz - iso, ppm
 * @param asymmetry eta = (yy - xx)/zeta, 0 to 1; 0 where zeta is 0
 */
public record Haeberlen(double isotropic, double reducedAnisotropy, double asymmetry) {
  /** Of a tensor in ppm. */
  public static Haeberlen of(NmrTensor tensor) {
    PrincipalAxes axes = tensor.principalAxes(AxisOrder.HAEBERLEN);
    double[] v = axes.values();
    double zeta = v[2] - tensor.isotropic();
    double eta = axes.shape() == PrincipalAxes.Shape.ISOTROPIC ? 0 : (v[1] - v[0]) / zeta;
    return new Haeberlen(tensor.isotropic(), zeta, Math.clamp(eta, 0.0, 1.0));
  }

  /** Delta = zz - (xx + yy)/2 = 3/2 zeta, ppm. */
  public double anisotropy() {
    return 1.5 * reducedAnisotropy;
  }
}
