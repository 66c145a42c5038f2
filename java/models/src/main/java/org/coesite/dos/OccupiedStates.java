package org.coesite.dos;

/**
 * Exact integrals up to an energy of a density of states that is linear between the points of a
 * grid and zero outside it: all that a step of the occupation needs. Immutable and thread-safe.
 */
final class OccupiedStates {
  private final EnergyGrid grid;
  private final double[] dos;
  private final double[] states;
  private final double[] levers;

  /** Integrates; the curve, states/eV, is not copied and must not change. */
  OccupiedStates(EnergyGrid grid, double[] dos) {
    this.grid = grid;
    this.dos = dos;
    double h = grid.step();
    states = new double[grid.count()];
    levers = new double[grid.count()];
    for (int i = 0; i + 1 < grid.count(); i++) {
      states[i + 1] = states[i] + h * (dos[i] + dos[i + 1]) / 2;
      levers[i + 1] = levers[i] + h * states[i] + h * h * (2 * dos[i] + dos[i + 1]) / 6;
    }
  }

  /** The density of states, states/eV. */
  double dos(double energy) {
    if (!(energy >= grid.start()) || energy > grid.end()) {
      return 0;
    }
    int i = cell(energy);
    return dos[i] + place(i, energy) * (dos[i + 1] - dos[i]);
  }

  /** How many states lie below an energy. */
  double count(double energy) {
    if (energy <= grid.start()) {
      return 0;
    }
    if (energy >= grid.end()) {
      return states[grid.count() - 1];
    }
    int i = cell(energy);
    double s = place(i, energy);
    return states[i] + grid.step() * s * (dos[i] + s * (dos[i + 1] - dos[i]) / 2);
  }

  /** The integral of D(e) (energy - e) over e up to an energy, eV. */
  double lever(double energy) {
    if (energy <= grid.start()) {
      return 0;
    }
    int last = grid.count() - 1;
    if (energy >= grid.end()) {
      return levers[last] + states[last] * (energy - grid.end());
    }
    int i = cell(energy);
    double s = place(i, energy);
    double h = grid.step();
    double inCell = s * s * (3 * dos[i] + s * (dos[i + 1] - dos[i])) / 6;
    return levers[i] + h * s * states[i] + h * h * inCell;
  }

  /**
   * The integral of D(e) (to - e) over e from one energy to another, eV, in either order: the
   * energy of moving the step. Summed over the cells between, so that small shifts keep their
   * digits.
   */
  double shift(double from, double to) {
    double low = Math.max(Math.min(from, to), grid.start());
    double high = Math.min(Math.max(from, to), grid.end());
    double sum = 0;
    double left = low;
    for (int i = cell(low); left < high; i++) {
      double right = Math.min(high, i + 2 < grid.count() ? grid.energy(i + 1) : high);
      double dosLeft = inCell(i, left);
      double dosRight = inCell(i, right);
      double leverLeft = Math.abs(to - left);
      double leverRight = Math.abs(to - right);
      sum +=
          Math.max(0, right - left)
              / 6
              * (dosLeft * (2 * leverLeft + leverRight) + dosRight * (leverLeft + 2 * leverRight));
      left = Math.max(left, right);
    }
    return sum;
  }

  /** The derivative of {@link #count} by each grid value, eV, [grid points]. */
  double[] countWeights(double energy) {
    double[] weights = new double[grid.count()];
    double h = grid.step();
    for (int i = 0; i + 1 < grid.count() && grid.energy(i) < energy; i++) {
      double s = Math.min(1, place(i, energy));
      weights[i] += h * s * (1 - s / 2);
      weights[i + 1] += h * s * s / 2;
    }
    return weights;
  }

  /** The derivative of {@link #lever} by each grid value, eV^2, [grid points]. */
  double[] leverWeights(double energy) {
    double[] weights = new double[grid.count()];
    double h2 = grid.step() * grid.step();
    for (int i = 0; i + 1 < grid.count() && grid.energy(i) < energy; i++) {
      double s = place(i, energy);
      if (s >= 1) {
        weights[i] += h2 * (s / 2 - 1.0 / 6);
        weights[i + 1] += h2 * (s / 2 - 1.0 / 3);
      } else {
        weights[i] += h2 * s * s * (3 - s) / 6;
        weights[i + 1] += h2 * s * s * s / 6;
      }
    }
    return weights;
  }

  private double inCell(int i, double energy) {
    return dos[i] + place(i, energy) * (dos[i + 1] - dos[i]);
  }

  private int cell(double energy) {
    int i = (int) Math.floor((energy - grid.start()) / grid.step());
    return Math.clamp(i, 0, grid.count() - 2);
  }

  private double place(int i, double energy) {
    return (energy - grid.energy(i)) / grid.step();
  }
}
