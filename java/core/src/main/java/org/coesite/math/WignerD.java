package org.coesite.math;

/**
 * How our real harmonics turn: for an orthogonal matrix R,
 *
 * <pre>
 *   Y_lm(R u) = sum over m' of D^l_mm'(R) Y_lm'(u)
 * </pre>
 *
 * <p>D^1 is R itself in the order (y, z, x) of m = -1, 0, 1. Each next degree is the part of D^1
 * (x) D^(l-1) that {@link ClebschGordan} (1, l - 1, l) picks out. Those are projections, so that
 * nothing is divided and errors do not grow: they stay below 1e-14 up to l = 10. R may be improper
 * (a rotation with an inversion): D then holds for harmonics, whose parity is (-1)^l; see {@link
 * #of(Irrep)} for other parities. Immutable.
 */
public final class WignerD {
  /** The axis of m = -1, 0, 1. */
  private static final int[] AXIS = {1, 2, 0};

  private static final double TOLERANCE = 1e-9;

  private final double[][] matrices;
  private final boolean improper;

  /**
   * The matrices of all degrees up to one.
   *
   * @param rotation R, row by row, so that a column vector r goes to R r, [9]
   * @throws IllegalArgumentException if R is not orthogonal
   */
  public WignerD(int maxDegree, double[] rotation) {
    requireOrthogonal(rotation);
    improper = determinant(rotation) < 0;
    matrices = new double[maxDegree + 1][];
    matrices[0] = new double[] {1};
    if (maxDegree > 0) {
      matrices[1] = new double[9];
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          matrices[1][3 * a + b] = rotation[3 * AXIS[a] + AXIS[b]];
        }
      }
    }
    for (int l = 2; l <= maxDegree; l++) {
      matrices[l] = next(matrices[1], matrices[l - 1], l);
    }
  }

  private static void requireOrthogonal(double[] r) {
    for (int a = 0; a < 3; a++) {
      for (int b = a; b < 3; b++) {
        double dot =
            r[3 * a] * r[3 * b] + r[3 * a + 1] * r[3 * b + 1] + r[3 * a + 2] * r[3 * b + 2];
        // written so that NaN is refused
        if (!(Math.abs(dot - (a == b ? 1 : 0)) <= TOLERANCE)) {
          throw new IllegalArgumentException("the rotation is not orthogonal");
        }
      }
    }
  }

  private static double determinant(double[] r) {
    return r[0] * (r[4] * r[8] - r[5] * r[7])
        - r[1] * (r[3] * r[8] - r[5] * r[6])
        + r[2] * (r[3] * r[7] - r[4] * r[6]);
  }

  private static double[] next(double[] one, double[] before, int l) {
    int size = 2 * l + 1;
    int sizeBefore = 2 * l - 1;
    double[] out = new double[size * size];
    var entries = ClebschGordan.of(1, l - 1, l).entries();
    for (ClebschGordan.Entry row : entries) {
      for (ClebschGordan.Entry column : entries) {
        out[(row.m3() + l) * size + column.m3() + l] +=
            row.value()
                * column.value()
                * one[3 * (row.m1() + 1) + column.m1() + 1]
                * before[(row.m2() + l - 1) * sizeBefore + column.m2() + l - 1];
      }
    }
    return out;
  }

  /** D^l, row by row, rows and columns m = -l..l. */
  public double[] matrix(int l) {
    return matrices[l].clone();
  }

  /** D^l_mm'. */
  public double value(int l, int m, int other) {
    return matrices[l][(m + l) * (2 * l + 1) + other + l];
  }

  /**
   * What R does to an array of one degree and parity, row by row: D^l, with the sign changed where
   * R is improper and the parity is not (-1)^l.
   */
  public double[] of(Irrep irrep) {
    double[] out = matrix(irrep.degree());
    if (improper && !irrep.isHarmonic()) {
      for (int k = 0; k < out.length; k++) {
        out[k] = -out[k];
      }
    }
    return out;
  }
}
