package org.coesite.math;

/**
 * The radial functions f_c(r) I_nl(r) of a basis as cubic Hermite splines on a uniform grid.
 *
 * <p>The grid has knots where the smoothing begins and ends, so that the kinks of its second
 * derivative fall between pieces. Its step is halved until the splines agree with the exact
 * functions within the basis's {@link SoapBasis#splineAccuracy()} between knots. Immutable and
 * thread-safe.
 */
public final class RadialTable {
  private static final int MAX_KNOTS = 400_000;

  private final int functions;
  private final int knots;
  private final double start;
  private final double step;
  private final double[] values;
  private final double[] slopes;

  /** Tabulates the radial functions of a basis. */
  public static RadialTable of(SoapBasis basis) {
    double piece = basis.smoothing() > 0 ? basis.smoothing() : basis.cutoff();
    int divisions = Math.max(1, (int) Math.ceil(piece / (0.25 * basis.density())));
    RadialTable table = new RadialTable(basis, piece / divisions);
    while (table.error(basis) > basis.splineAccuracy() && 2 * table.knots < MAX_KNOTS) {
      divisions *= 2;
      table = new RadialTable(basis, piece / divisions);
    }
    return table;
  }

  private RadialTable(SoapBasis basis, double step) {
    this.step = step;
    GtoRadialIntegral integral = new GtoRadialIntegral(basis);
    functions = integral.size();
    int intervals = (int) Math.ceil(basis.cutoff() / step - 1e-9);
    knots = intervals + 1;
    start = basis.cutoff() - intervals * step;
    values = new double[knots * functions];
    slopes = new double[knots * functions];
    double[] value = new double[functions];
    double[] slope = new double[functions];
    for (int k = 0; k < knots; k++) {
      exact(basis, integral, start + k * step, value, slope, k == knots - 1);
      System.arraycopy(value, 0, values, k * functions, functions);
      System.arraycopy(slope, 0, slopes, k * functions, functions);
    }
  }

  /**
   * Weighted integral; at the last knot the limit from the left, so that a step keeps its height.
   */
  private static void exact(
      SoapBasis basis,
      GtoRadialIntegral integral,
      double r,
      double[] value,
      double[] slope,
      boolean last) {
    integral.evaluate(r, value, slope);
    double inside = last ? Math.nextDown(basis.cutoff()) : Math.abs(r);
    double weight = basis.weight(inside);
    double weightSlope = basis.weightDerivative(inside) * (r < 0 ? -1 : 1);
    for (int i = 0; i < value.length; i++) {
      slope[i] = slope[i] * weight + value[i] * weightSlope;
      value[i] *= weight;
    }
  }

  private double error(SoapBasis basis) {
    GtoRadialIntegral integral = new GtoRadialIntegral(basis);
    double[] value = new double[functions];
    double[] slope = new double[functions];
    double largest = 0;
    int stride = Math.max(1, knots / 400);
    for (int k = 0; k + 1 < knots; k += stride) {
      double r = start + (k + 0.5) * step;
      if (r <= 0) {
        continue;
      }
      exact(basis, integral, r, value, slope, false);
      for (int i = 0; i < functions; i++) {
        int at = k * functions + i;
        double middle =
            0.5 * (values[at] + values[at + functions])
                + 0.125 * step * (slopes[at] - slopes[at + functions]);
        largest = Math.max(largest, Math.abs(middle - value[i]));
      }
    }
    return largest;
  }

  /** Functions per knot, (maxAngular + 1) x radialFunctions, n fastest. */
  public int functions() {
    return functions;
  }

  public int knots() {
    return knots;
  }

  /** Distance of the first knot: zero, or up to a step below it. */
  public double start() {
    return start;
  }

  /** Distance between knots, angstrom. */
  public double step() {
    return step;
  }

  /** Value of function {@code i} at knot {@code k}. */
  public double value(int k, int i) {
    return values[k * functions + i];
  }

  /** Derivative of function {@code i} at knot {@code k}, 1/angstrom. */
  public double slope(int k, int i) {
    return slopes[k * functions + i];
  }
}
