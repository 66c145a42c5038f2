package org.coesite.conformance;

/**
 * Radial integrals of a Gaussian at distance r with the orthonormalised GTO basis, by quadrature of
 * their definition
 *
 * <pre>
 * I_nl(r) = 4 pi / (pi s^2)^(3/4) int x^2 R_n(x) exp(-(x^2 + r^2) / 2 s^2) i_l(x r / s^2) dx
 * </pre>
 *
 * with i_l the modified spherical Bessel function: no closed form, no hypergeometric function.
 */
public final class ReferenceRadial {
  private static final int NODES = 20;

  private final int functions;
  private final int maxAngular;
  private final double width;
  private final double[] widths;
  private final double[] norms;
  private final double[][] orthonormaliser;
  private final double[] nodes = new double[NODES];
  private final double[] weights = new double[NODES];

  public ReferenceRadial(double cutoff, int maxRadial, int maxAngular, double width) {
    functions = maxRadial + 1;
    this.maxAngular = maxAngular;
    this.width = width;
    widths = new double[functions];
    norms = new double[functions];
    for (int n = 0; n < functions; n++) {
      widths[n] = cutoff * Math.max(Math.sqrt(n), 1) / functions;
      // int x^(2n + 2) exp(-x^2 / s_n^2) dx over [0, inf) is Gamma(n + 3/2) s_n^(2n + 3) / 2
      norms[n] = Math.sqrt(2 / (gammaOfHalf(2 * n + 3) * Math.pow(widths[n], 2 * n + 3)));
    }
    orthonormaliser = new ReferenceOverlap(functions).inverseSquareRoot();
    gaussLegendre();
  }

  /** I_nl(r) at l * functions + n. */
  public double[] at(double r) {
    double[] raw = new double[(maxAngular + 1) * functions];
    double reach = 9 * width; // beyond, the Gaussian is below the last digit
    double from = Math.max(0, r - reach);
    int panels = (int) Math.ceil((r + reach - from) / Math.min(width, widths[0]));
    double half = (r + reach - from) / panels / 2;
    double factor = 4 * Math.PI / Math.pow(Math.PI * width * width, 0.75);
    for (int panel = 0; panel < panels; panel++) {
      for (int k = 0; k < NODES; k++) {
        double x = from + half * (2 * panel + 1 + nodes[k]);
        double gaussian = Math.exp(-(x - r) * (x - r) / (2 * width * width));
        double w = factor * half * weights[k] * gaussian * x * x;
        double[] bessel = scaledBessel(maxAngular, x * r / (width * width));
        for (int n = 0; n < functions; n++) {
          double radial = w * primitive(n, x);
          for (int l = 0; l <= maxAngular; l++) {
            raw[l * functions + n] += radial * bessel[l];
          }
        }
      }
    }
    double[] values = new double[raw.length];
    for (int l = 0; l <= maxAngular; l++) {
      for (int n = 0; n < functions; n++) {
        for (int m = 0; m < functions; m++) {
          values[l * functions + n] += orthonormaliser[n][m] * raw[l * functions + m];
        }
      }
    }
    return values;
  }

  /** The orthonormal radial function n at x. */
  double basis(int n, double x) {
    double value = 0;
    for (int m = 0; m < functions; m++) {
      value += orthonormaliser[n][m] * primitive(m, x);
    }
    return value;
  }

  /** x^n exp(-x^2 / 2 s_n^2), normalised on [0, inf). */
  private double primitive(int n, double x) {
    return norms[n] * Math.pow(x, n) * Math.exp(-x * x / (2 * widths[n] * widths[n]));
  }

  /** Gamma(k / 2). */
  static double gammaOfHalf(int k) {
    double gamma = k % 2 == 0 ? 1 : Math.sqrt(Math.PI);
    for (double x = k % 2 == 0 ? 1 : 0.5; x < k / 2.0 - 0.25; x++) {
      gamma *= x;
    }
    return gamma;
  }

  /** exp(-z) i_l(z) for l = 0 to maxAngular. */
  static double[] scaledBessel(int maxAngular, double z) {
    double[] values = new double[maxAngular + 1];
    if (z < 2) {
      double leading = Math.exp(-z);
      for (int l = 0; l <= maxAngular; l++) {
        // sum_k (z^2 / 2)^k / (k! (2l + 3) (2l + 5) ... (2l + 2k + 1))
        double term = leading;
        for (int k = 1; k <= 20; k++) {
          values[l] += term;
          term *= z * z / 2 / (k * (2 * l + 2 * k + 1));
        }
        leading *= z / (2 * l + 3);
      }
      return values;
    }
    // downward recursion from far above, scaled by the known i_0 (Miller)
    double above = 0;
    double here = 1e-250;
    for (int l = maxAngular + 40 + (int) (9 * Math.sqrt(z)); l > 0; l--) {
      double below = above + (2 * l + 1) / z * here;
      above = here;
      here = below;
      if (l - 1 <= maxAngular) {
        values[l - 1] = here;
      }
    }
    double scale = -Math.expm1(-2 * z) / (2 * z) / values[0];
    for (int l = 0; l <= maxAngular; l++) {
      values[l] *= scale;
    }
    return values;
  }

  /** Nodes and weights on [-1, 1]: the roots of P_20 by Newton's method. */
  private void gaussLegendre() {
    for (int k = 0; k < NODES; k++) {
      double x = Math.cos(Math.PI * (k + 0.75) / (NODES + 0.5));
      double slope = 0;
      for (int step = 0; step < 20; step++) {
        double before = 1;
        double p = x;
        for (int l = 2; l <= NODES; l++) {
          double next = ((2 * l - 1) * x * p - (l - 1) * before) / l;
          before = p;
          p = next;
        }
        slope = NODES * (x * p - before) / (x * x - 1);
        x -= p / slope;
      }
      nodes[k] = x;
      weights[k] = 2 / ((1 - x * x) * slope * slope);
    }
  }
}
