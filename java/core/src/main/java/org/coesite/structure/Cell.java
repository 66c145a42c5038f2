package org.coesite.structure;

import java.util.Arrays;

/**
 * A simulation cell: three vectors in angstrom, the rows of a matrix C, so that {@code r = f C}
 * takes fractional to Cartesian coordinates. Immutable and thread-safe.
 *
 * <p>A cell says nothing about periodicity; {@link Structure#periodic(int)} does. Directions that
 * are not periodic may have zero vectors.
 */
public final class Cell {
  /** No extent in any direction: the cell of a molecule. */
  public static final Cell NONE = new Cell(new double[9]);

  private final double[] rows;

  private Cell(double[] rows) {
    this.rows = rows;
  }

  /**
   * A cell from its vectors.
   *
   * @param rows nine numbers, the vectors a, b, c one after the other, in angstrom
   * @throws IllegalArgumentException if there are not nine finite numbers
   */
  public static Cell of(double... rows) {
    if (rows.length != 9) {
      throw new IllegalArgumentException("a cell has 9 numbers, not " + rows.length);
    }
    for (double x : rows) {
      if (!Double.isFinite(x)) {
        throw new IllegalArgumentException("a cell vector is not finite: " + Arrays.toString(rows));
      }
    }
    return new Cell(rows.clone());
  }

  /**
   * A cell from lengths (angstrom) and angles (degrees): a along x, b in the xy plane, as
   * crystallographers set it.
   *
   * @throws IllegalArgumentException if no such cell exists
   */
  public static Cell of(double a, double b, double c, double alpha, double beta, double gamma) {
    double cosAlpha = cosine(alpha);
    double cosBeta = cosine(beta);
    double cosGamma = cosine(gamma);
    double sinGamma = Math.sqrt(1 - cosGamma * cosGamma);
    double cx = c * cosBeta;
    double cy = c * (cosAlpha - cosBeta * cosGamma) / sinGamma;
    double cz2 = c * c - cx * cx - cy * cy;
    boolean angles = isAngle(alpha) && isAngle(beta) && isAngle(gamma);
    if (!(a > 0 && b > 0 && c > 0) || !angles || !(cz2 > 0)) {
      throw new IllegalArgumentException(
          "no cell has lengths "
              + a
              + ", "
              + b
              + ", "
              + c
              + " and angles "
              + alpha
              + ", "
              + beta
              + ", "
              + gamma);
    }
    return of(a, 0, 0, b * cosGamma, b * sinGamma, 0, cx, cy, Math.sqrt(cz2));
  }

  private static boolean isAngle(double degrees) {
    return degrees > 0 && degrees < 180;
  }

  /** Exact for the angles that matter, so that orthogonal cells have exact zeros. */
  private static double cosine(double degrees) {
    if (degrees == 90) {
      return 0;
    }
    if (degrees == 120) {
      return -0.5;
    }
    if (degrees == 60) {
      return 0.5;
    }
    return Math.cos(Math.toRadians(degrees));
  }

  /**
   * Component {@code axis} (0, 1, 2 for x, y, z) of cell vector {@code vector} (0, 1, 2 for a, b,
   * c), angstrom.
   */
  public double get(int vector, int axis) {
    return rows[3 * vector + axis];
  }

  /** A copy of the nine numbers, row by row, angstrom. */
  public double[] toArray() {
    return rows.clone();
  }

  /** Length of a cell vector, angstrom. */
  public double length(int vector) {
    double x = rows[3 * vector];
    double y = rows[3 * vector + 1];
    double z = rows[3 * vector + 2];
    return Math.sqrt(x * x + y * y + z * z);
  }

  /**
   * Angle in degrees between the two vectors other than {@code vector}: 0 is alpha, 1 beta, 2
   * gamma.
   */
  public double angle(int vector) {
    int p = (vector + 1) % 3;
    int q = (vector + 2) % 3;
    double dot = 0;
    for (int k = 0; k < 3; k++) {
      dot += get(p, k) * get(q, k);
    }
    double cosine = dot / (length(p) * length(q));
    return Math.toDegrees(Math.acos(Math.clamp(cosine, -1.0, 1.0)));
  }

  /** Signed volume, a . (b x c), angstrom^3. */
  public double signedVolume() {
    double[] c = rows;
    return c[0] * (c[4] * c[8] - c[5] * c[7])
        - c[1] * (c[3] * c[8] - c[5] * c[6])
        + c[2] * (c[3] * c[7] - c[4] * c[6]);
  }

  /** Volume, angstrom^3; zero where a direction has no extent. */
  public double volume() {
    return Math.abs(signedVolume());
  }

  /**
   * The inverse matrix, row by row, so that {@code f = r C^-1}.
   *
   * @throws ArithmeticException if the cell has no volume
   */
  public double[] inverse() {
    double det = signedVolume();
    if (det == 0 || !Double.isFinite(1 / det)) {
      throw new ArithmeticException("the cell has no volume: " + this);
    }
    double[] c = rows;
    double s = 1 / det;
    return new double[] {
      s * (c[4] * c[8] - c[5] * c[7]), s * (c[2] * c[7] - c[1] * c[8]),
          s * (c[1] * c[5] - c[2] * c[4]),
      s * (c[5] * c[6] - c[3] * c[8]), s * (c[0] * c[8] - c[2] * c[6]),
          s * (c[2] * c[3] - c[0] * c[5]),
      s * (c[3] * c[7] - c[4] * c[6]), s * (c[1] * c[6] - c[0] * c[7]),
          s * (c[0] * c[4] - c[1] * c[3])
    };
  }

  /** The cell after the deformation r -> r D, with D nine numbers row by row. */
  public Cell deformed(double[] d) {
    double[] out = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          out[3 * i + j] += rows[3 * i + k] * d[3 * k + j];
        }
      }
    }
    return of(out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cell cell && Arrays.equals(rows, cell.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return Arrays.toString(rows);
  }
}
