package org.coesite.dos;

/**
 * Integrals of a {@link FermiKernel} with a curve that is linear between the points of an energy
 * grid and zero outside it, at one temperature: exact to rounding however the grid's step compares
 * with k_B T. Immutable and thread-safe.
 *
 * <p>A cell much wider than k_B T is integrated in closed form, with polylogarithms of arguments
 * between -1 and 0, so that nothing overflows. In a cell narrower than half of k_B T closed forms
 * would cancel, and Gauss-Legendre quadrature is exact to rounding: the kernels' nearest poles lie
 * pi k_B T away.
 */
final class FermiIntegrals {
  /** Cells farther from the chemical potential than this, in k_B T, hold less than 1e-25. */
  private static final double REACH = 60;

  /** Beyond this a tail underflows. */
  private static final double NOTHING_LEFT = 740;

  /** Cells narrower than this, in k_B T, are integrated by quadrature. */
  private static final double NARROW = 0.5;

  /** Gauss-Legendre points of (0, 1), and their weights. */
  private static final double[] NODES = {
    0.03376524289842399,
    0.16939530676686773,
    0.38069040695840156,
    0.6193095930415984,
    0.8306046932331322,
    0.966234757101576
  };

  private static final double[] NODE_WEIGHTS = {
    0.08566224618958518,
    0.1803807865240693,
    0.23395696728634552,
    0.23395696728634552,
    0.1803807865240693,
    0.08566224618958518
  };

  private final EnergyGrid grid;
  private final double kT;

  /**
   * Prepares integrals.
   *
   * @param grid where the curves are given
   * @param kT temperature, eV, above 0
   */
  FermiIntegrals(EnergyGrid grid, double kT) {
    this.grid = grid;
    this.kT = kT;
  }

  /** The integral of kernel times curve over energy. */
  double of(FermiKernel kernel, double mu, double[] curve) {
    double[] weights = weights(kernel, mu);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * curve[i];
    }
    return sum;
  }

  /**
   * What each grid point adds to the integral: the integrals of the kernel with the points' hat
   * functions, eV, [grid points].
   */
  double[] weights(FermiKernel kernel, double mu) {
    double[] weights = new double[grid.count()];
    int last = Math.min(grid.count() - 2, cell(mu + REACH * kT));
    for (int i = Math.max(0, cell(mu - REACH * kT)); i <= last; i++) {
      addCell(weights, i, kernel, mu);
    }
    return weights;
  }

  private int cell(double energy) {
    return (int) Math.floor((energy - grid.start()) / grid.step());
  }

  private void addCell(double[] weights, int i, FermiKernel kernel, double mu) {
    double left = grid.energy(i) - mu;
    double right = grid.energy(i + 1) - mu;
    if (left >= 0) {
      addSide(weights, i, kernel, 1, left, right, 0, 1);
    } else if (right <= 0) {
      addSide(weights, i, kernel, kernel.signBelow(), -right, -left, 1, 0);
    } else {
      double place = left / (left - right);
      addSide(weights, i, kernel, kernel.signBelow(), 0, -left, place, 0);
      addSide(weights, i, kernel, 1, 0, right, place, 1);
    }
  }

  /**
   * Adds the part of cell i that lies between two distances, near and far, on one side of mu; these
   * ends are at the given parts of the cell, 0 at its left and 1 at its right end.
   */
  private void addSide(
      double[] weights,
      int i,
      FermiKernel kernel,
      double sign,
      double near,
      double far,
      double nearPlace,
      double farPlace) {
    double from = near / kT;
    double to = far / kT;
    double whole;
    double farPart;
    if (to - from < NARROW) {
      whole = 0;
      farPart = 0;
      for (int q = 0; q < NODES.length; q++) {
        double term = NODE_WEIGHTS[q] * kernel.value(from + (to - from) * NODES[q]);
        whole += term;
        farPart += NODES[q] * term;
      }
      whole *= to - from;
      farPart *= to - from;
    } else {
      boolean ends = to < NOTHING_LEFT;
      double farFirst = ends ? kernel.first(to) : 0;
      double farSecond = ends ? kernel.second(to) : 0;
      whole = kernel.first(from) - farFirst;
      farPart = (kernel.second(from) - farSecond) / (to - from) - farFirst;
    }
    double scale = sign * kT;
    double toRight = (whole - farPart) * nearPlace + farPart * farPlace;
    weights[i] += scale * (whole - toRight);
    weights[i + 1] += scale * toRight;
  }
}
