package org.coesite.math;

/**
 * Hyperparameters of a spherical expansion, named as featomic names them.
 *
 * @param cutoff radius of environments, angstrom
 * @param smoothing width of the shifted-cosine switch before the cutoff, angstrom; 0 is a step
 * @param maxRadial largest n; there are maxRadial + 1 radial functions
 * @param maxAngular largest l
 * @param density width of the Gaussians that stand for atoms, angstrom
 * @param scaling how neighbours fade with distance
 */
public record SoapBasis(
    double cutoff,
    double smoothing,
    int maxRadial,
    int maxAngular,
    double density,
    DensityScaling scaling) {
  public SoapBasis {
    if (!(cutoff > 0) || !Double.isFinite(cutoff)) {
      throw new IllegalArgumentException("cutoff is a positive length, not " + cutoff);
    }
    if (!(smoothing >= 0) || smoothing > cutoff) {
      throw new IllegalArgumentException("smoothing is between 0 and the cutoff, not " + smoothing);
    }
    if (maxRadial < 0 || maxRadial > 30) {
      throw new IllegalArgumentException("maxRadial is from 0 to 30, not " + maxRadial);
    }
    if (maxAngular < 0 || maxAngular > 20) {
      throw new IllegalArgumentException("maxAngular is from 0 to 20, not " + maxAngular);
    }
    if (!(density > 0)) {
      throw new IllegalArgumentException("density is a positive length, not " + density);
    }
  }

  /** Without density scaling. */
  public SoapBasis(double cutoff, double smoothing, int maxRadial, int maxAngular, double density) {
    this(cutoff, smoothing, maxRadial, maxAngular, density, DensityScaling.NONE);
  }

  /** Number of radial functions N. */
  public int radialFunctions() {
    return maxRadial + 1;
  }

  /** Number of (l, m) pairs, (maxAngular + 1)^2. */
  public int harmonics() {
    return (maxAngular + 1) * (maxAngular + 1);
  }

  /** f_c(r): 1, then half a cosine period down to 0 at the cutoff; times the density scaling. */
  public double weight(double r) {
    return switchFunction(r) * scaling.value(r);
  }

  /** df_c/dr of {@link #weight}. */
  public double weightDerivative(double r) {
    return switchDerivative(r) * scaling.value(r) + switchFunction(r) * scaling.derivative(r);
  }

  private double switchFunction(double r) {
    if (r >= cutoff) {
      return 0;
    }
    double x = r - (cutoff - smoothing);
    return x <= 0 ? 1 : 0.5 * (1 + Math.cos(Math.PI * x / smoothing));
  }

  private double switchDerivative(double r) {
    double x = r - (cutoff - smoothing);
    return x <= 0 || r >= cutoff
        ? 0
        : -0.5 * Math.PI / smoothing * Math.sin(Math.PI * x / smoothing);
  }
}
