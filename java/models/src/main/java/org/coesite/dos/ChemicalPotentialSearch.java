package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the chemical potential of a fixed density of states. Immutable and thread-safe.
 *
 * <p>A density of states that is nowhere negative has one. A predicted curve may dip below zero,
 * its count may pass the number of electrons more than once, and then the chemical potential is the
 * one at which mu N + Omega(mu, T) is largest. For a true density of states this is the only
 * stationary point; for any other it makes the free energy a continuous function of the curve with
 * the usual derivative. The curve itself is never altered.
 */
final class ChemicalPotentialSearch {
  /** The count is right to this many electrons, or to {@link #RELATIVE_TOLERANCE} if more. */
  static final double TOLERANCE = 1e-10;

  /** Rounding of sums over very many electrons. */
  private static final double RELATIVE_TOLERANCE = 1e-13;

  /** Samples in a grid step or in k_B T, whichever is wider, where the count is not monotone. */
  private static final int SAMPLES = 4;

  /** Below the grid the count falls off exponentially: steps of this many k_B T look for less. */
  private static final double STEP_BELOW = 10;

  private static final int MOST_STEPS = 300;

  /** Units in the last place of the electrons' number that their count may be off by. */
  private static final double ROUNDING = 4;

  private final EnergyGrid grid;
  private final double[] dos;
  private final OccupiedStates step;
  private final double electrons;
  private final double tolerance;
  private final boolean monotone;

  ChemicalPotentialSearch(EnergyGrid grid, double[] dos, OccupiedStates step, double electrons) {
    this.grid = grid;
    this.dos = dos;
    this.step = step;
    this.electrons = electrons;
    this.tolerance = Math.max(TOLERANCE, RELATIVE_TOLERANCE * electrons);
    boolean negative = false;
    for (double value : dos) {
      negative |= value < 0;
    }
    this.monotone = !negative;
  }

  /**
   * The chemical potential; none if it does not lie within the window.
   *
   * @param kT temperature, eV, 0 or more
   * @param guess where it may be, eV: saves steps
   */
  Optional<ChemicalPotential> at(double kT, double guess) {
    ElectronCount count = new ElectronCount(grid, dos, step, kT);
    ChemicalPotential best = null;
    double highest = Double.NEGATIVE_INFINITY;
    List<Passage> passages = monotone ? whole(count, kT) : passages(count, kT);
    for (Passage passage : passages) {
      ChemicalPotential found = within(count, passage, guess);
      double mu = found.value();
      double potential = passages.size() == 1 ? 0 : mu * electrons - count.integral(mu);
      if (potential > highest) {
        highest = potential;
        best = found;
      }
    }
    return Optional.ofNullable(best);
  }

  /** A stretch of energies with too few electrons at its bottom and too many at its top. */
  private record Passage(double bottom, double top) {}

  /** The stretch from below the grid to its top, where the count is monotone. */
  private List<Passage> whole(ElectronCount count, double kT) {
    double top = grid.end();
    double most = count.at(top) - electrons;
    if (most < -tolerance || (kT > 0 && most <= tolerance)) {
      return List.of();
    }
    double bottom = grid.start();
    while (count.at(bottom) >= electrons - 2 * tolerance) {
      bottom -= STEP_BELOW * kT;
    }
    return List.of(new Passage(bottom, top));
  }

  private ChemicalPotential within(ElectronCount count, Passage passage, double guess) {
    double lower = root(count, electrons - tolerance, passage.bottom, passage.top, guess);
    double most = electrons + tolerance;
    double upper =
        count.at(passage.top) <= most
            ? passage.top
            : root(count, most, lower, passage.top, lower + 2 * tolerance / count.slope(lower));
    return new ChemicalPotential(lower, upper);
  }

  /** All passages, by sampling where the count without the negative parts allows any. */
  private List<Passage> passages(ElectronCount count, double kT) {
    double[] positive = new double[dos.length];
    for (int i = 0; i < dos.length; i++) {
      positive[i] = Math.max(0, dos[i]);
    }
    OccupiedStates positiveStep = new OccupiedStates(grid, positive);
    double excess = positiveStep.count(grid.end()) - step.count(grid.end());
    ElectronCount most = new ElectronCount(grid, positive, positiveStep, kT);
    List<Passage> within = whole(most, kT);
    if (within.isEmpty()) {
      return within;
    }
    double spacing = Math.max(kT, grid.step()) / SAMPLES;
    Passage all = within.getFirst();
    double low = narrowed(most, electrons - 2 * tolerance, all, spacing).bottom;
    double enough = electrons + excess + 2 * tolerance;
    double high = most.at(all.top) <= enough ? all.top : narrowed(most, enough, all, spacing).top;
    return sample(count, low, high, kT);
  }

  /** A passage no longer than the given width in which the count reaches a target. */
  private static Passage narrowed(
      ElectronCount count, double target, Passage passage, double width) {
    double low = passage.bottom;
    double high = passage.top;
    while (high - low > width) {
      double middle = low + (high - low) / 2;
      if (count.at(middle) < target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Passage(low, high);
  }

  private List<Passage> sample(ElectronCount count, double low, double high, double kT) {
    int samples = (int) Math.ceil((high - low) * SAMPLES / Math.max(kT, grid.step())) + 1;
    List<Passage> passages = new ArrayList<>();
    double below = low;
    for (int j = 1; j <= samples; j++) {
      double mu = j == samples ? high : low + (high - low) * j / samples;
      double missing = electrons - count.at(mu);
      if (missing > tolerance) {
        below = mu;
      } else if (missing < -tolerance && !Double.isNaN(below)) {
        passages.add(new Passage(below, mu));
        below = Double.NaN;
      }
    }
    boolean full = kT == 0 && Math.abs(count.at(high) - electrons) <= tolerance;
    if (full && !Double.isNaN(below)) {
      passages.add(new Passage(below, high));
    }
    return passages;
  }

  /**
   * Where the count reaches a target, by Newton's method kept within a bracket that is halved where
   * the steps do not shrink.
   */
  private static double root(
      ElectronCount count, double target, double bottom, double top, double guess) {
    double low = bottom;
    double high = top;
    double x = guess > low && guess < high ? guess : low + (high - low) / 2;
    double last = high - low;
    for (int k = 0; k < MOST_STEPS; k++) {
      double error = count.at(x) - target;
      if (Math.abs(error) <= ROUNDING * Math.ulp(target)) {
        return x;
      }
      if (error < 0) {
        low = x;
      } else {
        high = x;
      }
      double newton = x - error / count.slope(x);
      boolean useful = newton > low && newton < high && Math.abs(newton - x) < last / 2;
      double next = useful ? newton : low + (high - low) / 2;
      last = Math.abs(next - x);
      x = next;
      if (last <= 2 * Math.ulp(Math.max(1, Math.abs(x)))) {
        break;
      }
    }
    return x;
  }
}
