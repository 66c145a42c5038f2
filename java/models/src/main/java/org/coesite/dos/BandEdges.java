package org.coesite.dos;

/**
 * The edges of the filled states and of the gap above them, and what they are apart, from a density
 * of states that may be noisy and broadened. Energies in eV on the curve's zero.
 *
 * <p>The <b>bottom</b> of the valence band is where {@link #BOTTOM_STATES} states per atom lie
 * below: fewer are noise. The <b>gap</b> is where, around the Fermi level, the density stays at or
 * below {@link #GAP_PART} of its mean from the bottom to the Fermi level; the <b>pseudo-gap</b>
 * where it stays at or below {@link #PSEUDOGAP_PART} of that, a dip that need not be empty (N. F.
 * Mott, Phil. Mag. 19, 835 (1969)). Both are 0 where the density at the Fermi level is larger. The
 * <b>valence width</b> goes from the bottom to the lower edge of the gap, which in a metal is the
 * Fermi level.
 *
 * <p>What broadening by Gaussians of width w does, for bands that start at a step of density d,
 * with Phi the normal distribution's cumulative function:
 *
 * <ul>
 *   <li>an edge of the gap moves into the gap to where d Phi(-x/w) is the threshold: by 1.64 w
 *       where d is the mean density. A gap is found 3.3 w too small, one of less than that not at
 *       all. Edges that rise slowly, as those of crystals do, lose less.
 *   <li>an edge of the pseudo-gap stays where it is where d is the mean density: its width is
 *       hardly biased, which is why it is the better estimate of a gap from broad curves; bands
 *       that rise slowly make it larger than the gap.
 *   <li>the bottom moves down, from {@link #BOTTOM_STATES}/d above the step to the x where d w [u
 *       Phi(u) + phi(u)] is that, u = x/w: by 0.20 eV for d = 0.3 states/eV/atom and w = 0.3 eV;
 *       for a narrow band of two states per atom by 2.3 w. The valence width grows by as much, and
 *       by what the gap's lower edge moves.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class BandEdges {
  /** States per atom, the spin's two counted, below what is called the bottom of the band. */
  public static final double BOTTOM_STATES = 0.02;

  /** A gap's density of states, as part of the mean over the valence band. */
  public static final double GAP_PART = 0.05;

  /** A pseudo-gap's density of states, as part of the mean over the valence band. */
  public static final double PSEUDOGAP_PART = 0.5;

  private final FixedDos dos;
  private final double bottom;
  private final double mean;

  /**
   * Finds the edges.
   *
   * @param atoms of the structure, 1 or more
   */
  public BandEdges(FixedDos dos, int atoms) {
    if (atoms < 1) {
      throw new IllegalArgumentException(atoms + " atoms have no bands");
    }
    this.dos = dos;
    this.bottom = bottom(Math.min(BOTTOM_STATES * atoms, dos.electrons() / 2));
    this.mean = dos.electrons() / (dos.fermiLevel() - bottom);
  }

  /** Where the valence band starts, eV. */
  public double bottom() {
    return bottom;
  }

  /** From the bottom of the valence band to its top, the Fermi level in a metal, eV. */
  public double valenceWidth() {
    return down(GAP_PART * mean) - bottom;
  }

  /** Width of the gap, eV; 0 in a metal, NaN where the curve ends before states come again. */
  public double gap() {
    return width(GAP_PART * mean);
  }

  /** Width of the pseudo-gap, eV; 0 where there is none, NaN where the curve ends within it. */
  public double pseudogap() {
    return width(PSEUDOGAP_PART * mean);
  }

  private double width(double limit) {
    return up(limit) - down(limit);
  }

  /** The lowest energy below which so many states lie. */
  private double bottom(double states) {
    EnergyGrid grid = dos.grid();
    int i = 1;
    while (dos.statesBelow(grid.energy(i)) < states) {
      i++; // ends before the Fermi level, below which more states lie
    }
    double low = grid.energy(i - 1);
    double high = grid.energy(i);
    while (low + Math.ulp(low) < high && high - low > 1e-12) {
      double middle = 0.5 * (low + high);
      if (dos.statesBelow(middle) < states) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Where the density first exceeds a limit below the Fermi level. */
  private double down(double limit) {
    EnergyGrid grid = dos.grid();
    double fermi = dos.fermiLevel();
    double inside = fermi;
    for (int i = cell(fermi); i >= 0 && dos.at(inside) <= limit; i--) {
      double outside = grid.energy(i);
      if (dos.at(outside) > limit) {
        return crossing(inside, outside, limit);
      }
      inside = outside;
    }
    return Math.max(inside, bottom);
  }

  /** Where the density first exceeds a limit above the Fermi level; NaN where it does not. */
  private double up(double limit) {
    EnergyGrid grid = dos.grid();
    double inside = dos.fermiLevel();
    if (dos.at(inside) > limit) {
      return inside;
    }
    for (int i = cell(inside) + 1; i < grid.count(); i++) {
      double outside = grid.energy(i);
      if (dos.at(outside) > limit) {
        return crossing(inside, outside, limit);
      }
      inside = outside;
    }
    return Double.NaN;
  }

  /** Where the line between two energies passes a limit. */
  private double crossing(double inside, double outside, double limit) {
    double low = dos.at(inside);
    double high = dos.at(outside);
    return inside + (outside - inside) * (limit - low) / (high - low);
  }

  private int cell(double energy) {
    EnergyGrid grid = dos.grid();
    int i = (int) Math.floor((energy - grid.start()) / grid.step());
    return Math.clamp(i, 0, grid.count() - 2);
  }
}
