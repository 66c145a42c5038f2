package org.coesite.nmr;

/**
 * Principal components in IUPAC's convention, which is Mehring's: 11 is the end of high frequency,
 * 33 that of low frequency (R. K. Harris et al., Pure Appl. Chem. 80, 59 (2008)).
 *
 * @param quantity shieldings: s_11 &lt;= s_22 &lt;= s_33; shifts: d_11 &gt;= d_22 &gt;= d_33
 * @param isotropic their mean
 * @param c11 ppm
 * @param c22 ppm
 * @param c33 ppm
 */
public record Iupac(Quantity quantity, double isotropic, double c11, double c22, double c33) {
  /** Of a tensor in ppm. */
  public static Iupac of(NmrTensor tensor, Quantity quantity) {
    AxisOrder order = quantity == Quantity.SHIELDING ? AxisOrder.INCREASING : AxisOrder.DECREASING;
    double[] v = tensor.principalAxes(order).values();
    return new Iupac(quantity, tensor.isotropic(), v[0], v[1], v[2]);
  }
}
