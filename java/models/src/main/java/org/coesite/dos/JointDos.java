package org.coesite.dos;

import java.util.Arrays;
import org.coesite.CoesiteException;

/**
 * The joint density of states of nondirect transitions at 0 K, from any filled state to any empty
 * one an energy w higher, k conserved or not (the k-random approximation: exact selection rules
 * fall with the order of a crystal):
 *
 * <p>J(w) = integral of d(e) f(e) d(e + w) [1 - f(e + w)] de,
 *
 * <p>with d the density of states per atom, the spin's two counted, and f the step at the Fermi
 * level. J is per atom twice, as it counts pairs of a filled and an empty state: states^2/(eV
 * atom^2), the same for a cell and its supercell. Its integral is the electrons per atom times the
 * empty states per atom. Half of the pairs keep their spin. With matrix elements of the momentum
 * that do not depend on energy, absorption follows: epsilon_2(w) is proportional to J(w)/w^2.
 *
 * <p>J. Tauc, R. Grigorovici and A. Vancu, phys. stat. sol. 15, 627 (1966); E. A. Davis and N. F.
 * Mott, Phil. Mag. 22, 903 (1970); N. F. Mott and E. A. Davis, Electronic Processes in
 * Non-Crystalline Materials (Oxford, 1979).
 *
 * <p>Exact for the piecewise linear curve. The curve ends at the top of its window, so J is
 * complete only as far as the highest filled state reaches that top: up to {@link #highest}. A
 * curve broadened by Gaussians of width s gives a J broadened about as much as by one of sqrt(2) s,
 * with a tail of that width below the gap.
 *
 * <p>Immutable and thread-safe.
 */
public final class JointDos {
  private final FixedDos dos;
  private final double pairs;

  /**
   * Of a filled density of states.
   *
   * @param atoms of the structure, 1 or more
   */
  public JointDos(FixedDos dos, int atoms) {
    if (atoms < 1) {
      throw new IllegalArgumentException(atoms + " atoms have no joint density of states");
    }
    this.dos = dos;
    this.pairs = (double) atoms * atoms;
  }

  /** The highest energy of a transition for which no final state is missing, eV. */
  public double highest() {
    return dos.grid().end() - dos.fermiLevel();
  }

  /**
   * The joint density of states at an energy, states^2/(eV atom^2).
   *
   * @param energy of the transition, eV, from 0 to {@link #highest}
   * @throws CoesiteException if it is not: final states would be missing
   */
  public double at(double energy) {
    if (!(energy >= 0 && energy <= highest())) {
      throw new CoesiteException(
          "a joint density of states at "
              + energy
              + " eV: it is complete from 0 to "
              + highest()
              + " eV, the window's top above the Fermi level");
    }
    double fermi = dos.fermiLevel();
    double from = Math.max(fermi - energy, dos.grid().start());
    return from < fermi ? integral(energy, from, fermi) / pairs : 0;
  }

  /**
   * The joint density of states at several energies, states^2/(eV atom^2).
   *
   * @throws CoesiteException if one of them is none that {@link #at} knows
   */
  public double[] at(double[] energies) {
    return Arrays.stream(energies).map(this::at).toArray();
  }

  /**
   * The integral of D(e) D(e + energy) over e. Between two neighbouring corners of either factor
   * the product is a parabola, for which Simpson's rule is exact.
   */
  private double integral(double energy, double from, double to) {
    EnergyGrid grid = dos.grid();
    double sum = 0;
    double left = from;
    // the next corner of the filled states, and the next of the empty ones as seen from these
    int filled = next(grid, from);
    int empty = next(grid, from + energy);
    while (left < to) {
      double right = Math.min(corner(grid, filled, 0), corner(grid, empty, energy));
      filled += corner(grid, filled, 0) <= right ? 1 : 0;
      empty += corner(grid, empty, energy) <= right ? 1 : 0;
      right = Math.min(right, to);
      if (right > left) {
        double middle = 0.5 * (left + right);
        sum +=
            (right - left)
                / 6
                * (product(left, energy) + 4 * product(middle, energy) + product(right, energy));
        left = right;
      }
    }
    return sum;
  }

  private double product(double e, double energy) {
    return dos.at(e) * dos.at(Math.min(e + energy, dos.grid().end()));
  }

  private static double corner(EnergyGrid grid, int i, double shift) {
    return i < grid.count() ? grid.energy(i) - shift : Double.POSITIVE_INFINITY;
  }

  /** The first grid point above an energy. */
  private static int next(EnergyGrid grid, double energy) {
    int i = Math.max(0, (int) Math.floor((energy - grid.start()) / grid.step()));
    while (i < grid.count() && grid.energy(i) <= energy) {
      i++;
    }
    return i;
  }
}
