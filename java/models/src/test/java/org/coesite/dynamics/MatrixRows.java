package org.coesite.dynamics;

/** Rows of three times a 3 x 3 matrix. */
final class MatrixRows {
  private MatrixRows() {}

  static double[] times(double[] rows, double[] d) {
    double[] out = new double[rows.length];
    for (int i = 0; i < rows.length; i += 3) {
      for (int axis = 0; axis < 3; axis++) {
        for (int k = 0; k < 3; k++) {
          out[i + axis] += rows[i + k] * d[3 * k + axis];
        }
      }
    }
    return out;
  }
}
