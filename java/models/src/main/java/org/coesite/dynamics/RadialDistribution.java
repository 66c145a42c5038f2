package org.coesite.dynamics;

import org.coesite.CoesiteException;
import org.coesite.structure.Structure;

/**
 * The radial distribution function g(r) between two elements, averaged over the structures added:
 * the density of the second around the first over its mean density. Structures are periodic in all
 * directions. Not thread-safe.
 */
public final class RadialDistribution {
  private final int first;
  private final int second;
  private final double range;
  private final double[] counts;
  private double ideal;

  /**
   * @param first an atomic number
   * @param second another, or the same
   * @param range up to which distance, angstrom
   * @param bins how many
   */
  public RadialDistribution(int first, int second, double range, int bins) {
    this.first = first;
    this.second = second;
    this.range = range;
    counts = new double[bins];
  }

  /**
   * Adds a structure to the average.
   *
   * @throws CoesiteException if it is not periodic in all directions
   */
  public void add(Structure structure) {
    if (!structure.fullyPeriodic()) {
      throw new CoesiteException(
          "a radial distribution needs a structure that is periodic in three directions");
    }
    Pairs.forEach(
        structure,
        range,
        (i, j, x, y, z) -> {
          if (structure.species(i) == first && structure.species(j) == second) {
            double r = Math.sqrt(x * x + y * y + z * z);
            counts[Math.min((int) (r / range * counts.length), counts.length - 1)]++;
          }
        });
    int firsts = structure.composition().getOrDefault(first, 0);
    int seconds = structure.composition().getOrDefault(second, 0);
    ideal += (double) firsts * seconds / structure.cell().volume();
  }

  /** Centres of the bins, angstrom. */
  public double[] distances() {
    double[] r = new double[counts.length];
    for (int b = 0; b < r.length; b++) {
      r[b] = (b + 0.5) * range / r.length;
    }
    return r;
  }

  /** g(r) at the centres of the bins; zero where an element is missing. */
  public double[] values() {
    double[] g = new double[counts.length];
    double width = range / counts.length;
    for (int b = 0; b < g.length && ideal > 0; b++) {
      double shell = 4.0 / 3 * Math.PI * (Math.pow((b + 1) * width, 3) - Math.pow(b * width, 3));
      g[b] = counts[b] / (ideal * shell);
    }
    return g;
  }
}
