package org.coesite.dos;

import org.coesite.CoesiteException;

/**
 * Takes the leading bias of Gaussian broadening off a smooth density of states: D - (w^2/2)
 * d^2D/de^2, by second differences on the grid. It shifts no energy and keeps the states.
 *
 * <p>Good for thermal quantities where k_B T is not much smaller than the width; a Fermi level or a
 * gap of the corrected curve means little. The correction is linear in the curve, and {@link
 * #transpose} carries adjoints back through it. Immutable and thread-safe.
 *
 * @param grid where curves are given
 * @param width the standard deviation of the Gaussian they were broadened with, eV, 0 or more
 */
public record BroadeningCorrection(EnergyGrid grid, double width) {
  /**
   * Checks the width.
   *
   * @throws CoesiteException if it is negative or not finite
   */
  public BroadeningCorrection {
    if (!Double.isFinite(width) || width < 0) {
      throw new CoesiteException("a broadening of " + width + " eV: 0 or more is expected");
    }
  }

  /** The corrected curve, [grid points]; a new array. The curve's two ends stay as they are. */
  public double[] apply(double[] curve) {
    double[] corrected = curve.clone();
    double factor = factor();
    for (int i = 1; i + 1 < grid.count(); i++) {
      corrected[i] -= factor * (curve[i - 1] - 2 * curve[i] + curve[i + 1]);
    }
    return corrected;
  }

  /**
   * Derivatives by the curve from derivatives by the corrected curve, [grid points]; a new array.
   */
  public double[] transpose(double[] weights) {
    double[] carried = weights.clone();
    double factor = factor();
    for (int i = 1; i + 1 < grid.count(); i++) {
      carried[i - 1] -= factor * weights[i];
      carried[i] += 2 * factor * weights[i];
      carried[i + 1] -= factor * weights[i];
    }
    return carried;
  }

  private double factor() {
    return width * width / (2 * grid.step() * grid.step());
  }
}
