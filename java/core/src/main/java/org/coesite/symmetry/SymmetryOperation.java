package org.coesite.symmetry;

import java.util.Arrays;
import java.util.Locale;
import org.coesite.CoesiteException;

/**
 * A crystallographic symmetry operation x' = R x + t on fractional coordinates, modulo lattice
 * translations. Immutable, compared by value, exact: translations are multiples of 1/{@value
 * #DENOMINATOR}.
 */
public final class SymmetryOperation {
  /** Divisible by all denominators that occur, of space groups and of supercells. */
  public static final int DENOMINATOR = 20160;

  /** The identity, x,y,z. */
  public static final SymmetryOperation IDENTITY =
      new SymmetryOperation(new int[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new int[3]);

  private static final String AXES = "xyz";

  private final int[] rotation;
  private final int[] translation;

  /**
   * An operation from its parts.
   *
   * @param rotation the matrix R row by row, nine numbers
   * @param translation t in units of 1/{@value #DENOMINATOR}; taken modulo 1
   */
  public SymmetryOperation(int[] rotation, int[] translation) {
    this.rotation = rotation.clone();
    this.translation = new int[3];
    for (int i = 0; i < 3; i++) {
      this.translation[i] = Math.floorMod(translation[i], DENOMINATOR);
    }
  }

  /**
   * Parses the notation of CIF and of the International Tables, such as {@code x,y+1/2,-z}, {@code
   * -Y, X-Y, 0.3333+Z}.
   *
   * @throws CoesiteException if the text is no such operation, or has no inverse on the lattice
   */
  public static SymmetryOperation parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).replaceAll("\\s", "").split(",", -1);
    if (parts.length != 3) {
      throw wrong(text);
    }
    int[] rotation = new int[9];
    int[] translation = new int[3];
    for (int row = 0; row < 3; row++) {
      double[] affine = AffineRow.parse(parts[row], text);
      for (int k = 0; k < 3; k++) {
        rotation[3 * row + k] = (int) Math.rint(affine[k]);
        if (rotation[3 * row + k] != affine[k] || Math.abs(affine[k]) > 9) {
          throw wrong(text);
        }
      }
      translation[row] = snapped(affine[3]);
    }
    SymmetryOperation operation = new SymmetryOperation(rotation, translation);
    if (Math.abs(operation.determinant()) != 1) {
      throw wrong(text);
    }
    return operation;
  }

  static CoesiteException wrong(String text) {
    return new CoesiteException(
        "'" + text + "' is not a symmetry operation; one such as -x,y+1/2,-z was expected");
  }

  /** Nearest multiple of 1/24 where decimals such as 0.3333 mean one, else of the denominator. */
  static int snapped(double translation) {
    double fraction = translation - Math.floor(translation);
    double near = Math.rint(24 * fraction);
    double multiple =
        Math.abs(fraction - near / 24) < 1e-3
            ? near * (DENOMINATOR / 24)
            : Math.rint(fraction * DENOMINATOR);
    return Math.floorMod((int) multiple, DENOMINATOR);
  }

  /** Element of R. */
  public int rotation(int row, int column) {
    return rotation[3 * row + column];
  }

  /** Component of t, in [0, 1). */
  public double translation(int row) {
    return (double) translation[row] / DENOMINATOR;
  }

  /** The matrix R, row by row. */
  int[] rotation() {
    return rotation.clone();
  }

  /** 1 for a proper rotation, -1 for an improper one. */
  public int determinant() {
    int[] r = rotation;
    return r[0] * (r[4] * r[8] - r[5] * r[7])
        - r[1] * (r[3] * r[8] - r[5] * r[6])
        + r[2] * (r[3] * r[7] - r[4] * r[6]);
  }

  /** The image of a point in fractional coordinates, three numbers, not wrapped into the cell. */
  public double[] apply(double[] point) {
    double[] image = new double[3];
    for (int i = 0; i < 3; i++) {
      image[i] =
          rotation[3 * i] * point[0]
              + rotation[3 * i + 1] * point[1]
              + rotation[3 * i + 2] * point[2]
              + translation(i);
    }
    return image;
  }

  /** This operation after another one. */
  public SymmetryOperation after(SymmetryOperation first) {
    int[] r = new int[9];
    int[] t = new int[3];
    for (int i = 0; i < 3; i++) {
      long sum = translation[i];
      for (int k = 0; k < 3; k++) {
        sum += (long) rotation[3 * i + k] * first.translation[k];
        for (int j = 0; j < 3; j++) {
          r[3 * i + j] += rotation[3 * i + k] * first.rotation[3 * k + j];
        }
      }
      t[i] = Math.floorMod(sum, DENOMINATOR);
    }
    return new SymmetryOperation(r, t);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SymmetryOperation operation
        && Arrays.equals(rotation, operation.rotation)
        && Arrays.equals(translation, operation.translation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(rotation) + Arrays.hashCode(translation);
  }

  /** The notation that {@link #parse} reads, such as {@code x,-y,z+1/2}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      out.append(i > 0 ? "," : "");
      int start = out.length();
      for (int k = 0; k < 3; k++) {
        int r = rotation[3 * i + k];
        if (r != 0) {
          out.append(r < 0 ? "-" : out.length() > start ? "+" : "");
          out.append(Math.abs(r) == 1 ? "" : Math.abs(r) + "*").append(AXES.charAt(k));
        }
      }
      if (translation[i] != 0) {
        int divisor = divisor(translation[i], DENOMINATOR);
        out.append('+').append(translation[i] / divisor).append('/');
        out.append(DENOMINATOR / divisor);
      }
    }
    return out.toString();
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
