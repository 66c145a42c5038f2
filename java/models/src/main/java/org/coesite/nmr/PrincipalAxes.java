package org.coesite.nmr;

import org.coesite.math.SymmetricEigen;

/**
 * Principal values and axes of a symmetric tensor in one {@link AxisOrder}: T = R diag(values) R^t.
 *
 * <p>Axes have no sign, and where two values agree only their common plane is defined. The choice
 * here depends on the tensor alone: R is the matrix of {@link #euler}, a proper rotation.
 *
 * @param values x, y and z, [3]
 * @param axes R: column k is the unit vector of value k, [3 x 3] row by row
 * @param order how the values are ordered
 * @param shape which values agree
 * @param euler the angles of R, in the ranges of {@link EulerAngles#canonical}
 */
public record PrincipalAxes(
    double[] values, double[] axes, AxisOrder order, Shape shape, EulerAngles euler) {
  /** Values closer than this part of the span are one value. */
  private static final double DEGENERATE = 1e-6;

  /** A span below this part of the largest value is rounding. */
  private static final double ROUNDING = 1e-12;

  /** Which principal values agree, to 1e-6 of the span. */
  public enum Shape {
    /** All three: no axis is defined. */
    ISOTROPIC,
    /** x and y: the axis of z is defined. */
    AXIAL_Z,
    /** y and z: the axis of x is defined. */
    AXIAL_X,
    /** None: all axes are defined, but for their signs. */
    GENERAL
  }

  static PrincipalAxes of(NmrTensor tensor, AxisOrder order) {
    SymmetricEigen eigen = SymmetricEigen.of(tensor.symmetric().toArray(), 3);
    double[] ascending = eigen.values();
    int[] places = order.places(ascending[0], ascending[1], ascending[2]);
    double[] values = new double[3];
    double[] axes = new double[9];
    for (int k = 0; k < 3; k++) {
      values[k] = ascending[places[k]];
      for (int i = 0; i < 3; i++) {
        axes[3 * i + k] = eigen.vectors()[3 * i + places[k]];
      }
    }
    Shape shape = shape(values);
    EulerAngles euler =
        switch (shape) {
          case ISOTROPIC -> EulerAngles.ZERO;
          case AXIAL_Z -> EulerAngles.turningZTo(axes[2], axes[5], axes[8]);
          case AXIAL_X -> EulerAngles.turningXTo(axes[0], axes[3], axes[6]);
          case GENERAL -> EulerAngles.of(rightHanded(axes)).canonical();
        };
    return new PrincipalAxes(values, euler.matrix(), order, shape, euler);
  }

  private static Shape shape(double[] v) {
    double high = Math.max(v[0], Math.max(v[1], v[2]));
    double low = Math.min(v[0], Math.min(v[1], v[2]));
    double span = high - low;
    if (span <= ROUNDING * Math.max(Math.abs(high), Math.abs(low))) {
      return Shape.ISOTROPIC;
    }
    double limit = DEGENERATE * span;
    if (Math.abs(v[0] - v[1]) <= limit) {
      return Shape.AXIAL_Z;
    }
    return Math.abs(v[1] - v[2]) <= limit ? Shape.AXIAL_X : Shape.GENERAL;
  }

  private static double[] rightHanded(double[] axes) {
    double[] proper = axes.clone();
    double determinant =
        axes[0] * (axes[4] * axes[8] - axes[5] * axes[7])
            - axes[1] * (axes[3] * axes[8] - axes[5] * axes[6])
            + axes[2] * (axes[3] * axes[7] - axes[4] * axes[6]);
    if (determinant < 0) {
      proper[2] = -axes[2];
      proper[5] = -axes[5];
      proper[8] = -axes[8];
    }
    return proper;
  }

  /** The unit vector of value {@code k}, [3]. */
  public double[] axis(int k) {
    return new double[] {axes[k], axes[3 + k], axes[6 + k]};
  }

  /** Angle between the axes of value {@code k} of two tensors, 0 to pi/2, radians. */
  public double angle(PrincipalAxes other, int k) {
    double[] a = axis(k);
    double[] b = other.axis(k);
    double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    double x = a[1] * b[2] - a[2] * b[1];
    double y = a[2] * b[0] - a[0] * b[2];
    double z = a[0] * b[1] - a[1] * b[0];
    return Math.atan2(Math.sqrt(x * x + y * y + z * z), Math.abs(dot));
  }
}
