package org.coesite.math;

/**
 * The radial integrals I_nl(r) of a Gaussian density in an orthonormalised Gaussian-type basis,
 * exactly.
 *
 * <p>Functions R_n(r) ~ r^n exp(-d_n r^2), d_n = 1 / (2 s_n^2), s_n = r_c max(sqrt n, 1) / N, each
 * normalised with weight r^2 on [0, inf), then the set orthonormalised by S^(-1/2): featomic's
 * {@code Gto} basis (Musil et al., J. Chem. Phys. 154, 114109 (2021), appendix). Immutable and
 * thread-safe.
 */
public final class GtoRadialIntegral {
  private final int radialFunctions;
  private final int maxAngular;
  private final double c;
  private final double[] d;
  private final double prefactor;

  /** S^(-1/2) times the normalisation of each function, [n, m]. */
  private final double[] orthonormal;

  public GtoRadialIntegral(SoapBasis basis) {
    radialFunctions = basis.radialFunctions();
    maxAngular = basis.maxAngular();
    c = 1 / (2 * basis.density() * basis.density());
    prefactor =
        Math.pow(Math.PI, 1.5) / Math.pow(Math.PI * basis.density() * basis.density(), 0.75);
    d = new double[radialFunctions];
    for (int n = 0; n < radialFunctions; n++) {
      double width = basis.cutoff() * Math.max(Math.sqrt(n), 1) / radialFunctions;
      d[n] = 1 / (2 * width * width);
    }
    orthonormal = orthonormalise();
  }

  private double[] orthonormalise() {
    int size = radialFunctions;
    double[] norm = new double[size];
    for (int n = 0; n < size; n++) {
      norm[n] = 1 / Math.sqrt(momentIntegral(2 * n, 2 * d[n]));
    }
    double[] overlap = new double[size * size];
    for (int n = 0; n < size; n++) {
      for (int m = 0; m < size; m++) {
        overlap[n * size + m] = norm[n] * norm[m] * momentIntegral(n + m, d[n] + d[m]);
      }
    }
    double[] out = SymmetricEigen.of(overlap, size).apply(x -> 1 / Math.sqrt(x));
    for (int n = 0; n < size; n++) {
      for (int m = 0; m < size; m++) {
        out[n * size + m] *= norm[m];
      }
    }
    return out;
  }

  /** Integral of r^(k + 2) exp(-e r^2) over [0, inf). */
  private static double momentIntegral(int k, double e) {
    return 0.5 * SpecialFunctions.gammaOfHalf(k + 3) * Math.pow(e, -0.5 * (k + 3));
  }

  /** Values per distance: (maxAngular + 1) x radialFunctions, n fastest. */
  public int size() {
    return (maxAngular + 1) * radialFunctions;
  }

  /** What the centre's own Gaussian adds to its coefficients of l = 0: I_n0(0) Y_00, [n]. */
  public double[] ofCentre() {
    double[] values = new double[size()];
    evaluate(0, values, values.clone());
    double[] out = new double[radialFunctions];
    for (int n = 0; n < radialFunctions; n++) {
      out[n] = values[n] / Math.sqrt(4 * Math.PI);
    }
    return out;
  }

  /**
   * Evaluates all I_nl and their derivatives.
   *
   * @param r distance in angstrom; a negative one gives the function's smooth continuation (-1)^l
   *     I_nl(-r)
   * @param values receives I_nl at l N + n
   * @param derivatives receives dI_nl/dr at the same places
   */
  public void evaluate(double r, double[] values, double[] derivatives) {
    double[] plain = new double[radialFunctions];
    double[] plainSlope = new double[radialFunctions];
    for (int l = 0; l <= maxAngular; l++) {
      for (int n = 0; n < radialFunctions; n++) {
        primitive(n, l, r, plain, plainSlope);
      }
      for (int n = 0; n < radialFunctions; n++) {
        double value = 0;
        double slope = 0;
        for (int m = 0; m < radialFunctions; m++) {
          value += orthonormal[n * radialFunctions + m] * plain[m];
          slope += orthonormal[n * radialFunctions + m] * plainSlope[m];
        }
        values[l * radialFunctions + n] = value;
        derivatives[l * radialFunctions + n] = slope;
      }
    }
  }

  private void primitive(int n, int l, double r, double[] value, double[] slope) {
    double a = 0.5 * (n + l + 3);
    double b = l + 1.5;
    double sum = c + d[n];
    double z = c * c * r * r / sum;
    // exp(-c r^2) 1F1(z) = exp(-c d r^2 / (c + d)) [exp(-z) 1F1(z)]
    double gaussian = Math.exp(-c * d[n] / sum * r * r);
    double scale =
        prefactor
            * Math.pow(sum, -a)
            * SpecialFunctions.gammaOfHalf(n + l + 3)
            / SpecialFunctions.gammaOfHalf(2 * l + 3)
            * gaussian;
    double kummer = SpecialFunctions.scaledKummer(a, b, z);
    double kummerSlope = a / b * SpecialFunctions.scaledKummer(a + 1, b + 1, z);
    double power = Math.pow(c * r, l);
    double powerSlope = l == 0 ? 0 : l * c * Math.pow(c * r, l - 1);
    value[n] = scale * power * kummer;
    slope[n] =
        scale
            * (power * (kummerSlope * 2 * c * c * r / sum - 2 * c * r * kummer)
                + powerSlope * kummer);
  }
}
