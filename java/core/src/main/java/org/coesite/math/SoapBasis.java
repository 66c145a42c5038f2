package org.coesite.math;

/**
 * Hyperparameters of a spherical expansion, named as featomic names them.
 *
 * @param cutoff radius of environments, angstrom
 * @param smoothing width of the shifted-cosine switch before the cutoff, angstrom; 0 is a step
 * @param maxRadial largest n, at most 20; there are maxRadial + 1 radial functions
 * @param maxAngular largest l
 * @param density width of the Gaussians that stand for atoms, angstrom
 * @param scaling how neighbours fade with distance
 * @param splineAccuracy largest error of the tabulated radial functions (which are of order one);
 *     in single precision nothing below 1e-6 is kept
 */
public record SoapBasis(
    double cutoff,
    double smoothing,
    int maxRadial,
    int maxAngular,
    double density,
    DensityScaling scaling,
    double splineAccuracy) {
  /**
   * The functions are nearly dependent: beyond this, S has eigenvalues below its rounding errors.
   */
  private static final int MOST_RADIAL = 20;

  public SoapBasis {
    if (!(cutoff > 0) || !Double.isFinite(cutoff)) {
      throw new IllegalArgumentException("cutoff is a positive length, not " + cutoff);
    }
    if (!(smoothing >= 0) || smoothing > cutoff) {
      throw new IllegalArgumentException("smoothing is between 0 and the cutoff, not " + smoothing);
    }
    if (maxRadial < 0 || maxRadial > MOST_RADIAL) {
      throw new IllegalArgumentException(
          "maxRadial is from 0 to " + MOST_RADIAL + ", not " + maxRadial);
    }
    if (maxAngular < 0 || maxAngular > 20) {
      throw new IllegalArgumentException("maxAngular is from 0 to 20, not " + maxAngular);
    }
    if (!(density > 0)) {
      throw new IllegalArgumentException("density is a positive length, not " + density);
    }
    if (!(splineAccuracy >= 1e-13) || splineAccuracy > 1e-2) {
      throw new IllegalArgumentException(
          "splineAccuracy is from 1e-13 to 1e-2, not " + splineAccuracy);
    }
  }

  /** The accuracy of radial functions unless one asks for another. */
  public static final double SPLINE_ACCURACY = 1e-8;

  /** With the usual spline accuracy. */
  public SoapBasis(
      double cutoff,
      double smoothing,
      int maxRadial,
      int maxAngular,
      double density,
      DensityScaling scaling) {
    this(cutoff, smoothing, maxRadial, maxAngular, density, scaling, SPLINE_ACCURACY);
  }

  /** Without density scaling, with the usual spline accuracy. */
  public SoapBasis(double cutoff, double smoothing, int maxRadial, int maxAngular, double density) {
    this(cutoff, smoothing, maxRadial, maxAngular, density, DensityScaling.NONE);
  }

  /** The same basis, tabulated to another accuracy. */
  public SoapBasis withSplineAccuracy(double accuracy) {
    return new SoapBasis(cutoff, smoothing, maxRadial, maxAngular, density, scaling, accuracy);
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
