package org.coesite.nmr;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A real rank-2 tensor in Cartesian components: a magnetic shielding or shift (ppm), an electric
 * field gradient. Immutable and thread-safe; it knows neither units nor conventions.
 *
 * <p>T = iso 1 + A + S: isotropic part, antisymmetric part (l = 1) and traceless symmetric part (l
 * = 2). Spectra of powders show only the first and the last, to first order.
 */
public final class NmrTensor {
  /** All components 0. */
  public static final NmrTensor ZERO = new NmrTensor(new double[9]);

  private final double[] t;

  private NmrTensor(double[] components) {
    t = components;
  }

  /**
   * A tensor from its components.
   *
   * @param components nine finite numbers row by row: xx, xy, xz, yx, ...
   * @throws IllegalArgumentException if there are not nine finite numbers
   */
  public static NmrTensor of(double... components) {
    if (components.length != 9) {
      throw new IllegalArgumentException(
          "a tensor has 9 components row by row, not " + components.length);
    }
    for (double x : components) {
      if (!Double.isFinite(x)) {
        throw new IllegalArgumentException(
            "a tensor's components are finite: " + Arrays.toString(components));
      }
    }
    return new NmrTensor(components.clone());
  }

  /** A diagonal tensor. */
  public static NmrTensor diagonal(double xx, double yy, double zz) {
    return of(xx, 0, 0, 0, yy, 0, 0, 0, zz);
  }

  /** The isotropic tensor of a value. */
  public static NmrTensor isotropic(double value) {
    return diagonal(value, value, value);
  }

  /** Component (row, column), each 0, 1, 2 for x, y, z. */
  public double get(int row, int column) {
    return t[3 * row + column];
  }

  /** A copy of the nine components, row by row. */
  public double[] toArray() {
    return t.clone();
  }

  /** A third of the trace. */
  public double isotropic() {
    return (t[0] + t[4] + t[8]) / 3;
  }

  /** (T + T^t) / 2. */
  public NmrTensor symmetric() {
    return plus(transposed()).scaled(0.5);
  }

  /** (T - T^t) / 2. */
  public NmrTensor antisymmetric() {
    return plus(transposed().scaled(-1)).scaled(0.5);
  }

  /** The symmetric part without the isotropic one: what has l = 2. */
  public NmrTensor tracelessSymmetric() {
    return symmetric().plus(isotropic(-isotropic()));
  }

  /** Rows become columns. */
  public NmrTensor transposed() {
    return new NmrTensor(new double[] {t[0], t[3], t[6], t[1], t[4], t[7], t[2], t[5], t[8]});
  }

  /** The sum of two tensors. */
  public NmrTensor plus(NmrTensor other) {
    double[] sum = new double[9];
    for (int k = 0; k < 9; k++) {
      sum[k] = t[k] + other.t[k];
    }
    return of(sum);
  }

  /** All components times a factor. */
  public NmrTensor scaled(double factor) {
    double[] scaled = new double[9];
    for (int k = 0; k < 9; k++) {
      scaled[k] = factor * t[k];
    }
    return of(scaled);
  }

  /**
   * The tensor of a sample turned as a whole: R T R^t.
   *
   * @param rotation an orthogonal matrix, [3 x 3] row by row, that turns vectors by v -&gt; R v
   */
  public NmrTensor rotated(double[] rotation) {
    double[] rotated = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            sum += rotation[3 * i + a] * t[3 * a + b] * rotation[3 * j + b];
          }
        }
        rotated[3 * i + j] = sum;
      }
    }
    return of(rotated);
  }

  /** The square root of the sum of the squares of all components. */
  public double norm() {
    double sum = 0;
    for (double x : t) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  /** The principal values and axes of the symmetric part in an order. */
  public PrincipalAxes principalAxes(AxisOrder order) {
    return PrincipalAxes.of(this, order);
  }

  /**
   * The mean of tensors: of the sites of a structure, or of one site over a trajectory, where the
   * motion is fast against the differences. Anisotropies of a mean are not means of anisotropies.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static NmrTensor mean(Collection<NmrTensor> tensors) {
    double[] weights = new double[tensors.size()];
    Arrays.fill(weights, 1);
    return mean(List.copyOf(tensors), weights);
  }

  /**
   * The weighted mean of tensors.
   *
   * @param weights one for each, not negative, not all 0; need not add up to 1
   * @throws IllegalArgumentException if there are none, or the weights do not fit
   */
  public static NmrTensor mean(List<NmrTensor> tensors, double[] weights) {
    if (tensors.isEmpty() || tensors.size() != weights.length) {
      throw new IllegalArgumentException(
          "a mean needs tensors and a weight for each: "
              + tensors.size()
              + " tensors, "
              + weights.length
              + " weights");
    }
    double total = Arrays.stream(weights).sum();
    if (!(total > 0) || Arrays.stream(weights).anyMatch(w -> !(w >= 0))) {
      throw new IllegalArgumentException("weights are not negative and not all 0");
    }
    double[] mean = new double[9];
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; k < 9; k++) {
        mean[k] += weights[i] / total * tensors.get(i).t[k];
      }
    }
    return of(mean);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NmrTensor tensor && Arrays.equals(t, tensor.t);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(t);
  }

  @Override
  public String toString() {
    return Arrays.toString(t);
  }
}
