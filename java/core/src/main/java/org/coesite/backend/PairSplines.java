package org.coesite.backend;

/**
 * Pair energies as cubic Hermite splines on a uniform grid, one for each unordered pair of species,
 * zero from the cutoff on.
 *
 * @param species atomic numbers, ascending, [S]
 * @param start first knot in angstrom; below it a spline goes on as a straight line
 * @param step distance of knots in angstrom
 * @param knots number of knots; the last lies at the cutoff
 * @param values energy in eV at the knots, [S (S + 1) / 2, knots], pairs (a, b), a &lt;= b, in
 *     lexical order
 * @param slopes derivative in eV/angstrom at the knots, same shape
 */
public record PairSplines(
    int[] species, double start, double step, int knots, double[] values, double[] slopes) {
  /** Angstrom. */
  public double cutoff() {
    return start + step * (knots - 1);
  }

  /** Row of the pair of species with indices {@code a} and {@code b}. */
  public int pair(int a, int b) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    return low * species.length - low * (low - 1) / 2 + high - low;
  }
}
