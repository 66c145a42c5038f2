package org.coesite.math;

/**
 * Cartesian tensors of rank 2 as spherical ones, and back: an orthogonal change of basis.
 *
 * <p>T_ij, row by row, i being the induced and j the applied direction, against nine components (l,
 * m) at l^2 + l + m:
 *
 * <pre>
 *   t_lm = sum over m1, m2 of C(1 m1, 1 m2; l m) T_axis(m1)axis(m2),  axis(-1, 0, 1) = y, z, x
 * </pre>
 *
 * with {@link ClebschGordan}'s coefficients. So t_00 = trace / sqrt 3, t_1m = (T_zx - T_xz, T_xy -
 * T_yx, T_yz - T_zy) / sqrt 2 in the order (y, z, x) of m = -1, 0, 1, and t_2m holds the symmetric
 * traceless part: t_2m = sqrt(8 pi / 15) Y_2m(u) for u (x) u. The sum of squares stays the same. Of
 * a proper tensor all three parts are of even parity.
 */
public final class RankTwo {
  private static final int SIZE = 9;
  private static final int[] AXIS = {1, 2, 0};

  /** Rows (l, m), columns i j. */
  private static final double[] MAP = map();

  private RankTwo() {}

  private static double[] map() {
    double[] map = new double[SIZE * SIZE];
    for (int l = 0; l <= 2; l++) {
      for (ClebschGordan.Entry c : ClebschGordan.of(1, 1, l).entries()) {
        int row = l * l + l + c.m3();
        map[SIZE * row + 3 * AXIS[c.m1() + 1] + AXIS[c.m2() + 1]] = c.value();
      }
    }
    return map;
  }

  /**
   * Spherical components of a tensor.
   *
   * @param cartesian T_ij row by row, [9]
   * @return t_lm at l^2 + l + m, [9]
   */
  public static double[] toSpherical(double[] cartesian) {
    double[] out = new double[SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int k = 0; k < SIZE; k++) {
        out[row] += MAP[SIZE * row + k] * cartesian[k];
      }
    }
    return out;
  }

  /** The tensor of spherical components, row by row: what {@link #toSpherical} takes. */
  public static double[] toCartesian(double[] spherical) {
    double[] out = new double[SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int k = 0; k < SIZE; k++) {
        out[k] += MAP[SIZE * row + k] * spherical[row];
      }
    }
    return out;
  }
}
