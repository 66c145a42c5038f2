package org.coesite.dos;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erf;
import org.coesite.CoesiteException;

/**
 * The broadened density of states of one structure, D(E) = 2 sum_k w_k sum_n g(E - e_nk) with g a
 * normalised Gaussian; energies in eV on the zero of the eigenvalues. Number and energy of the
 * states below an energy are closed forms (error functions), not sums over a grid. Immutable and
 * thread-safe.
 */
public final class Dos {
  /** Gaussians are broader than this, eV. */
  public static final double SMALLEST_WIDTH = 1e-3;

  /** Gaussians are narrower than this, eV. */
  public static final double LARGEST_WIDTH = 10;

  /**
   * Widths below the first missing band at which curves end: a band there would add less than 1.4
   * in a thousand of its density.
   */
  public static final double MARGIN = 3;

  /** What a Gaussian holds beyond so many widths is below rounding. */
  private static final double REACH = 8.5;

  /** Part of a width between the levels that stand for interpolated bands. */
  private static final double FINE = 1.0 / 64;

  /** The Fermi level lies amid all energies that hold the right number of electrons to this. */
  private static final double COUNT_TOLERANCE = 1e-7;

  private final Levels levels;
  private final double width;
  private final int atoms;
  private final double electrons;
  private final double lowest;
  private final double completeUpTo;
  private final double fermiLevel;

  private Dos(Levels levels, Eigenvalues eigenvalues, double width) {
    this.levels = levels;
    this.width = width;
    atoms = eigenvalues.atoms();
    electrons = eigenvalues.electrons();
    lowest = eigenvalues.lowest();
    completeUpTo = eigenvalues.completeUpTo() - MARGIN * width;
    fermiLevel = midOf(electrons);
  }

  /**
   * Broadens the eigenvalues at the k-points as they are.
   *
   * @param width standard deviation of the Gaussian, eV
   * @throws CoesiteException if the width is none
   */
  public static Dos gaussian(Eigenvalues eigenvalues, double width) {
    return new Dos(Levels.of(eigenvalues), eigenvalues, checked(width));
  }

  /**
   * Interpolates the bands linearly on the regular k-mesh, then broadens: the linear tetrahedron
   * method, whose states are gathered on levels 1/64 of the width apart (number and mean energy of
   * the states exact, the width broader by 2 in 100,000 at most).
   *
   * @param width standard deviation of the Gaussian, eV
   * @throws CoesiteException if the width is none, or the k-points do not fill a regular mesh
   */
  public static Dos interpolated(DosFrame frame, double width) {
    checked(width);
    Eigenvalues eigenvalues = frame.eigenvalues();
    Levels levels =
        Tetrahedra.levels(eigenvalues, KMesh.of(frame), frame.structure().cell(), FINE * width);
    return new Dos(levels, eigenvalues, width);
  }

  private static double checked(double width) {
    if (!(width >= SMALLEST_WIDTH && width <= LARGEST_WIDTH)) {
      throw new CoesiteException(
          String.format(
              Locale.ROOT,
              "a width of %s eV: %s to %s eV are possible",
              width,
              SMALLEST_WIDTH,
              LARGEST_WIDTH));
    }
    return width;
  }

  /** Standard deviation of the Gaussians, eV. */
  public double width() {
    return width;
  }

  /** Number of atoms. */
  public int atoms() {
    return atoms;
  }

  /** Valence electrons. */
  public double electrons() {
    return electrons;
  }

  /** The lowest eigenvalue, eV: the bottom of the bands. */
  public double bandBottom() {
    return lowest;
  }

  /** How far up the curve is complete, eV: {@link #MARGIN} widths below the first missing band. */
  public double completeUpTo() {
    return completeUpTo;
  }

  /** The curve at an energy, states/eV of the whole structure. */
  public double density(double energy) {
    double sum = 0;
    int end = levels.firstFrom(energy + REACH * width);
    for (int i = levels.firstFrom(energy - REACH * width); i < end; i++) {
      double z = (energy - levels.energy(i)) / width;
      sum += levels.states(i) * Math.exp(-0.5 * z * z);
    }
    return sum / (width * Math.sqrt(2 * Math.PI));
  }

  /** States of the whole structure below an energy: the integral of the curve. */
  public double statesBelow(double energy) {
    int first = levels.firstFrom(energy - REACH * width);
    int end = levels.firstFrom(energy + REACH * width);
    double sum = 0;
    for (int i = first; i < end; i++) {
      sum += levels.states(i) * part(energy - levels.energy(i));
    }
    return levels.statesBelow(first) + sum;
  }

  /** The integral of e D(e) up to an energy, eV. */
  public double energyBelow(double energy) {
    int first = levels.firstFrom(energy - REACH * width);
    int end = levels.firstFrom(energy + REACH * width);
    double sum = 0;
    for (int i = first; i < end; i++) {
      double z = (energy - levels.energy(i)) / width;
      double tail = width / Math.sqrt(2 * Math.PI) * Math.exp(-0.5 * z * z);
      sum += levels.states(i) * (levels.energy(i) * part(energy - levels.energy(i)) - tail);
    }
    return levels.energyBelow(first) + sum;
  }

  /** The part of a Gaussian below a distance from its centre. */
  private double part(double distance) {
    return 0.5 * (1 + Erf.value(distance / (width * Math.sqrt(2))));
  }

  /**
   * The energy below which the curve holds the electrons, to 1e-7 of one, eV. Where many energies
   * do, in a gap wider than the Gaussians' tails, it is the middle of them.
   */
  public double fermiLevel() {
    return fermiLevel;
  }

  /** The band energy: the integral of e D(e) over the occupied part, eV of the whole structure. */
  public double bandEnergy() {
    return energyBelow(fermiLevel);
  }

  /** The middle of all energies that hold this many electrons to the tolerance. */
  private double midOf(double count) {
    double bottom = levels.energy(0) - REACH * width;
    double top = levels.energy(levels.count() - 1) + REACH * width;
    double all = levels.statesBelow(levels.count());
    double low = root(Math.min(count, all) - COUNT_TOLERANCE, bottom, top);
    double high = count + COUNT_TOLERANCE >= all ? top : root(count + COUNT_TOLERANCE, low, top);
    return 0.5 * (low + high);
  }

  /** Where the cumulative curve has a value: Newton's steps, kept inside a shrinking bracket. */
  private double root(double count, double from, double to) {
    double low = from;
    double high = to;
    double energy = 0.5 * (low + high);
    for (int i = 0; i < 200; i++) {
      double excess = statesBelow(energy) - count;
      if (excess < 0) {
        low = energy;
      } else {
        high = energy;
      }
      double newton = energy - excess / density(energy);
      boolean inside = newton > low && newton < high;
      double next = inside ? newton : 0.5 * (low + high);
      if (Math.abs(next - energy) <= 1e-13 * Math.max(1, Math.abs(energy))) {
        return next;
      }
      energy = next;
    }
    return energy;
  }

  /**
   * The curve on a grid, states/eV/atom, [count].
   *
   * @param zero the energy that the grid calls 0, eV
   */
  public double[] curve(EnergyGrid grid, double zero) {
    return perAtom(grid, zero, this::density);
  }

  /**
   * States per atom below each energy of a grid, [count].
   *
   * @param zero the energy that the grid calls 0, eV
   */
  public double[] cumulative(EnergyGrid grid, double zero) {
    return perAtom(grid, zero, this::statesBelow);
  }

  private double[] perAtom(EnergyGrid grid, double zero, DoubleUnaryOperator value) {
    double[] curve = new double[grid.count()];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = value.applyAsDouble(zero + grid.energy(i)) / atoms;
    }
    return curve;
  }
}
