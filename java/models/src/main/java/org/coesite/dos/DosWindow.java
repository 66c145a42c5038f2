package org.coesite.dos;

import java.util.List;
import java.util.Locale;
import org.coesite.CoesiteException;

/**
 * The energies at which the curves of several structures are complete: the bands of none are
 * missing, the occupied states of none are cut. All on the common zero, eV. Immutable.
 */
public final class DosWindow {
  /** Widths below the lowest state at which a chosen window starts. */
  private static final double TAIL = 6;

  /** Electrons that a window may cut, of all. */
  private static final double CUT_TOLERANCE = 1e-6;

  private final List<DosFrame> frames;
  private final List<Dos> curves;
  private final EnergyReference reference;
  private final int first;
  private final int incomplete;
  private final int filled;

  /**
   * Looks at the curves of some structures.
   *
   * @param curves of the frames, in their order, all of one width
   * @throws CoesiteException if there is no structure
   */
  public DosWindow(List<DosFrame> frames, List<Dos> curves, EnergyReference reference) {
    if (frames.isEmpty() || frames.size() != curves.size()) {
      throw new CoesiteException(curves.size() + " curves of " + frames.size() + " structures");
    }
    this.frames = List.copyOf(frames);
    this.curves = List.copyOf(curves);
    this.reference = reference;
    int lowest = 0;
    int least = 0;
    int most = 0;
    for (int s = 1; s < curves.size(); s++) {
      lowest = bottom(s) < bottom(lowest) ? s : lowest;
      least = complete(s) < complete(least) ? s : least;
      most = fermi(s) > fermi(most) ? s : most;
    }
    first = lowest;
    incomplete = least;
    filled = most;
  }

  private double bottom(int s) {
    return curves.get(s).bandBottom() - reference.zero(curves.get(s));
  }

  private double complete(int s) {
    return curves.get(s).completeUpTo() - reference.zero(curves.get(s));
  }

  private double fermi(int s) {
    return curves.get(s).fermiLevel() - reference.zero(curves.get(s));
  }

  /** How far up the curves of all structures are complete, eV. */
  public double completeUpTo() {
    return complete(incomplete);
  }

  /** The highest Fermi level, eV. */
  public double highestFermi() {
    return fermi(filled);
  }

  /**
   * The widest grid that is complete, with a step of at most a sixth of the width.
   *
   * @throws CoesiteException if none holds all occupied states
   */
  public EnergyGrid chosen() {
    double width = curves.get(0).width();
    double step = roundStep(width / 6);
    if (completeUpTo() < highestFermi()) {
      throw new CoesiteException(
          String.format(
              Locale.ROOT,
              "no window of energies serves all structures: frame %d is filled up to %.2f eV, but"
                  + " the bands of frame %d give curves that are complete only up to %.2f eV (zero:"
                  + " %s); measure energies from the Fermi level",
              frames.get(filled).number(),
              highestFermi(),
              frames.get(incomplete).number(),
              completeUpTo(),
              reference.description()));
    }
    double start = step * Math.floor((bottom(first) - TAIL * width) / step);
    return EnergyGrid.between(start, step * Math.floor(completeUpTo() / step), step);
  }

  /** The largest of 1, 2, 5 times a power of ten that is not larger. */
  private static double roundStep(double limit) {
    int power = (int) Math.floor(Math.log10(limit) + 1e-9);
    double unit = power < 0 ? 1 / Math.pow(10, -power) : Math.pow(10, power);
    double factor = limit >= 5 * unit * (1 - 1e-9) ? 5 : limit >= 2 * unit * (1 - 1e-9) ? 2 : 1;
    return power < 0 ? factor / Math.pow(10, -power) : factor * unit;
  }

  /**
   * Checks a grid that was asked for.
   *
   * @throws CoesiteException if a band is missing in it, or occupied states are cut
   */
  public void check(EnergyGrid grid) {
    if (grid.end() > completeUpTo() + 1e-9) {
      throw new CoesiteException(
          String.format(
              Locale.ROOT,
              "the window %s reaches beyond %.3f eV, up to which the curves of all frames are"
                  + " complete: bands of frame %d are missing from %.0f widths above it (zero:"
                  + " %s)",
              grid,
              completeUpTo(),
              frames.get(incomplete).number(),
              Dos.MARGIN,
              reference.description()));
    }
    for (int s = 0; s < curves.size(); s++) {
      checkOccupied(grid, s);
    }
  }

  private void checkOccupied(EnergyGrid grid, int s) {
    Dos dos = curves.get(s);
    double cut = dos.statesBelow(grid.start() + reference.zero(dos));
    if (cut > CUT_TOLERANCE * dos.electrons() || grid.end() < fermi(s)) {
      throw new CoesiteException(
          String.format(
              Locale.ROOT,
              "the window %s cuts occupied states of frame %d, which lie from %.3f to %.3f eV and"
                  + " reach %.0f widths of %s eV further down (zero: %s)",
              grid,
              frames.get(s).number(),
              bottom(s),
              fermi(s),
              TAIL,
              dos.width(),
              reference.description()));
    }
  }
}
