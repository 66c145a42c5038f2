package org.coesite.math;

/**
 * Weight of a neighbour at distance r: rate / (rate + (r / scale)^exponent), Willatt, Musil and
 * Ceriotti, Phys. Chem. Chem. Phys. 20, 29661 (2018); the same as featomic's {@code Willatt2018}.
 *
 * <p>A rate of 0, or an exponent between 0 and 1, would make weights or their slopes infinite at r
 * = 0: these are refused.
 *
 * @param rate c of the paper, positive
 * @param scale r_0 of the paper, angstrom
 * @param exponent m of the paper, at least 1; or 0 for no scaling at all
 */
public record DensityScaling(double rate, double scale, double exponent) {
  /** Every neighbour counts the same. */
  public static final DensityScaling NONE = new DensityScaling(1, 1, 0);

  public DensityScaling {
    if (!(rate > 0) || !(scale > 0) || !(exponent == 0 || exponent >= 1)) {
      throw new IllegalArgumentException(
          "density scaling takes rate > 0, scale > 0, exponent 0 or at least 1, not "
              + rate
              + ", "
              + scale
              + ", "
              + exponent);
    }
  }

  double value(double r) {
    if (exponent == 0) {
      return 1;
    }
    double x = Math.pow(r / scale, exponent);
    return rate / (rate + x);
  }

  double derivative(double r) {
    if (exponent == 0 || (r == 0 && exponent > 1)) {
      return 0;
    }
    if (r == 0 && exponent == 1) {
      return -1 / (rate * scale);
    }
    double x = Math.pow(r / scale, exponent);
    double slope = exponent * x / r;
    return -rate * slope / ((rate + x) * (rate + x));
  }
}
