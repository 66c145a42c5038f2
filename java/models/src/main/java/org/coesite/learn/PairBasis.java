package org.coesite.learn;

import java.util.Arrays;
import org.coesite.backend.PairList;
import org.coesite.backend.PairSplines;
import org.coesite.linalg.Matrix;

/**
 * Two-body energies as cubic B-splines on a uniform grid, for each unordered pair of species. The
 * last functions are left out, so that energy, force and its slope vanish at the cutoff.
 *
 * <p>Function k is centred on knot k - 1, knot 0 at {@code start}. Below that, energies go on as
 * straight lines, as {@link PairSplines} has it. Immutable.
 */
final class PairBasis {
  private final int[] species;
  private final double start;
  private final double step;
  private final int functions;
  private final double amplitude;
  private final double roughness;

  PairBasis(int[] species, PotentialConfig.Pair config) {
    this.species = species;
    functions = config.functions();
    start = config.start();
    // function k reaches knot k + 1: the last one ends at the cutoff
    step = functions == 0 ? 1 : (config.cutoff() - start) / functions;
    amplitude = config.amplitude();
    roughness = config.roughness();
  }

  private int pairs() {
    return species.length * (species.length + 1) / 2;
  }

  /** Unknowns: functions of every pair of species. */
  int columns() {
    return functions * pairs();
  }

  double cutoff() {
    return functions == 0 ? 0 : start + step * functions;
  }

  private int pair(int a, int b) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    return low * species.length - low * (low - 1) / 2 + high - low;
  }

  /**
   * Energies, forces and virial of a structure for unit coefficients.
   *
   * @param target receives [frame rows x columns], row by row; zero on entry
   */
  void fill(TrainingFrame frame, PairList pairs, double[] target) {
    int columns = columns();
    if (columns == 0) {
      return;
    }
    int[] centreSpecies = frame.structure().species();
    double[] value = new double[4];
    double[] slope = new double[4];
    for (int i = 0; i < frame.atoms(); i++) {
      for (int p = pairs.start()[i]; p < pairs.start()[i + 1]; p++) {
        double r = pairs.distance(p);
        if (r >= cutoff()) {
          continue;
        }
        int j = pairs.j()[p];
        int a = Arrays.binarySearch(species, centreSpecies[i]);
        int b = Arrays.binarySearch(species, centreSpecies[j]);
        int first = evaluate(r, value, slope);
        for (int k = 0; k < 4 && first + k < functions; k++) {
          int column = pair(a, b) * functions + first + k;
          target[column] += 0.5 * value[k];
          addDerivatives(frame, pairs, i, p, 0.5 * slope[k] / r, column, target);
        }
      }
    }
  }

  private void addDerivatives(
      TrainingFrame frame,
      PairList pairs,
      int i,
      int p,
      double scale,
      int column,
      double[] target) {
    int columns = columns();
    double x = pairs.vector()[3 * p];
    double y = pairs.vector()[3 * p + 1];
    double z = pairs.vector()[3 * p + 2];
    if (frame.forces() != null) {
      for (int axis = 0; axis < 3; axis++) {
        double g = scale * pairs.vector()[3 * p + axis];
        target[(frame.firstForceRow() + 3 * pairs.j()[p] + axis) * columns + column] -= g;
        target[(frame.firstForceRow() + 3 * i + axis) * columns + column] += g;
      }
    }
    if (frame.stress() != null) {
      double[] products = {x * x, y * y, z * z, y * z, x * z, x * y};
      for (int v = 0; v < 6; v++) {
        target[(frame.firstStressRow() + v) * columns + column] += scale * products[v];
      }
    }
  }

  /** The four functions that differ from zero at r, and their derivatives; returns the first. */
  private int evaluate(double r, double[] value, double[] slope) {
    double position = Math.max(0, (r - start) / step);
    int interval = Math.min((int) position, functions - 1);
    double t = position - interval;
    double u = 1 - t;
    value[0] = u * u * u / 6;
    value[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
    value[2] = (3 * u * u * u - 6 * u * u + 4) / 6;
    value[3] = t * t * t / 6;
    slope[0] = -u * u / (2 * step);
    slope[1] = (3 * t * t - 4 * t) / (2 * step);
    slope[2] = -(3 * u * u - 4 * u) / (2 * step);
    slope[3] = t * t / (2 * step);
    if (r < start) {
      for (int k = 0; k < 4; k++) {
        value[k] += slope[k] * (r - start);
      }
    }
    return interval;
  }

  /** The prior as equations: each row times the coefficients is a standard normal number. */
  Matrix prior() {
    int perPair = 2 * functions;
    Matrix rows = Matrix.zeros(perPair * pairs(), columns());
    double[] difference = {1, -2, 1};
    for (int q = 0; q < pairs(); q++) {
      for (int k = 0; k < functions; k++) {
        rows.set(q * perPair + k, q * functions + k, 1 / amplitude);
        for (int d = 0; d < 3 && k + d < functions; d++) {
          rows.set(q * perPair + functions + k, q * functions + k + d, difference[d] / roughness);
        }
      }
    }
    return rows;
  }

  /** The splines of given coefficients, [columns]; null where there is no two-body part. */
  PairSplines splines(double[] coefficients) {
    if (functions == 0) {
      return null;
    }
    int knots = functions + 1;
    double[] values = new double[pairs() * knots];
    double[] slopes = new double[pairs() * knots];
    for (int q = 0; q < pairs(); q++) {
      for (int knot = 0; knot < knots; knot++) {
        // the functions centred on the knot before, on it, and after it
        double before = coefficient(coefficients, q, knot);
        double on = coefficient(coefficients, q, knot + 1);
        double after = coefficient(coefficients, q, knot + 2);
        values[q * knots + knot] = (before + 4 * on + after) / 6;
        slopes[q * knots + knot] = (after - before) / (2 * step);
      }
    }
    return new PairSplines(species, start, step, knots, values, slopes);
  }

  private double coefficient(double[] coefficients, int pair, int k) {
    return k < functions ? coefficients[pair * functions + k] : 0;
  }
}
