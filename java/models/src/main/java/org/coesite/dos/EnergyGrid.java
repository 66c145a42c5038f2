package org.coesite.dos;

import java.util.Arrays;
import org.coesite.CoesiteException;

/**
 * Evenly spaced energies, eV. Immutable.
 *
 * @param start the first energy, eV
 * @param step the distance between neighbours, eV, positive
 * @param count how many there are, 2 to {@link #LARGEST_COUNT}
 */
public record EnergyGrid(double start, double step, int count) {
  /** More points than this are taken for a mistake. */
  public static final int LARGEST_COUNT = 4_000_000;

  /** Part of a step by which an end may miss the grid and still belong to it. */
  private static final double SLACK = 1e-6;

  /**
   * Checks the numbers.
   *
   * @throws CoesiteException if they describe no grid
   */
  public EnergyGrid {
    if (!Double.isFinite(start) || !Double.isFinite(step) || step <= 0) {
      throw new CoesiteException(
          "an energy grid from "
              + start
              + " in steps of "
              + step
              + " eV: the step must be above 0");
    }
    if (count < 2 || count > LARGEST_COUNT) {
      throw new CoesiteException(
          "an energy grid of " + count + " points: 2 to " + LARGEST_COUNT + " are possible");
    }
  }

  /**
   * The grid from one energy up to another, which belongs to it where a whole number of steps leads
   * there.
   *
   * @throws CoesiteException if these are no such energies
   */
  public static EnergyGrid between(double start, double end, double step) {
    if (!(step > 0) || !(end > start)) {
      throw new CoesiteException(
          "an energy grid from "
              + start
              + " to "
              + end
              + " eV in steps of "
              + step
              + ": the end must lie above the start, the step above 0");
    }
    double steps = Math.floor((end - start) / step + SLACK);
    if (!(steps < LARGEST_COUNT)) {
      throw new CoesiteException(
          "an energy grid of more than "
              + LARGEST_COUNT
              + " points, from "
              + start
              + " to "
              + end
              + " eV in steps of "
              + step
              + ": take longer steps");
    }
    return new EnergyGrid(start, step, 1 + (int) steps);
  }

  /**
   * Reads {@code start:end:step}, such as {@code -20:10:0.05}.
   *
   * @throws CoesiteException if the text is none, in one line
   */
  public static EnergyGrid parse(String text) {
    String[] parts = text.split(":", -1);
    double[] numbers;
    try {
      numbers = Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      numbers = new double[0];
    }
    if (numbers.length != 3 || !Arrays.stream(numbers).allMatch(Double::isFinite)) {
      throw new CoesiteException(
          "\"" + text + "\" is no energy grid: START:END:STEP in eV is expected, as -20:10:0.05");
    }
    return between(numbers[0], numbers[1], numbers[2]);
  }

  /** Energy number {@code i}, eV. */
  public double energy(int i) {
    return start + i * step;
  }

  /** The last energy, eV. */
  public double end() {
    return energy(count - 1);
  }

  /** The same grid with all energies higher by some eV. */
  public EnergyGrid shifted(double energy) {
    return new EnergyGrid(start + energy, step, count);
  }

  /**
   * A curve of this grid at the energies of another, on straight lines between its points.
   *
   * @param curve [count]
   * @param below its value below this grid
   * @param above its value above this grid
   * @return [count of the other grid]
   */
  public double[] resampled(double[] curve, EnergyGrid onto, double below, double above) {
    double[] out = new double[onto.count];
    for (int i = 0; i < out.length; i++) {
      double place = (onto.energy(i) - start) / step;
      if (place < -SLACK) {
        out[i] = below;
      } else if (place > count - 1 + SLACK) {
        out[i] = above;
      } else {
        int k = Math.clamp((int) Math.floor(place), 0, Math.max(0, count - 2));
        double part = Math.clamp(place - k, 0, 1);
        out[i] = part == 0 ? curve[k] : curve[k] + part * (curve[k + 1] - curve[k]);
      }
    }
    return out;
  }

  /** All energies, eV, [count]. */
  public double[] energies() {
    double[] energies = new double[count];
    Arrays.setAll(energies, this::energy);
    return energies;
  }

  /** As {@link #parse} reads it, rounded to 1e-9 eV. */
  @Override
  public String toString() {
    return plain(start) + ":" + plain(end()) + ":" + plain(step);
  }

  private static String plain(double energy) {
    double rounded = Math.rint(energy * 1e9) / 1e9;
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9
        ? Long.toString((long) rounded)
        : Double.toString(rounded);
  }
}
