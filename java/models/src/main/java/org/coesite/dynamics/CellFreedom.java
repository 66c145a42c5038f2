package org.coesite.dynamics;

/** How far the cell takes part in a relaxation. */
public enum CellFreedom {
  /** The cell stays; only atoms move. */
  FIXED,
  /** Volume and shape relax under the given pressure. */
  FULL,
  /** The shape relaxes at constant volume. */
  SHAPE,
  /** The volume relaxes, the shape stays. */
  VOLUME;

  /** The part of a symmetric 3 x 3 tensor that belongs to the freedom. */
  double[] project(double[] tensor) {
    double third = (tensor[0] + tensor[4] + tensor[8]) / 3;
    double[] out = new double[9];
    switch (this) {
      case FIXED -> {}
      case FULL -> System.arraycopy(tensor, 0, out, 0, 9);
      case SHAPE -> {
        System.arraycopy(tensor, 0, out, 0, 9);
        for (int k = 0; k < 9; k += 4) {
          out[k] -= third;
        }
      }
      case VOLUME -> {
        for (int k = 0; k < 9; k += 4) {
          out[k] = third;
        }
      }
    }
    return out;
  }
}
