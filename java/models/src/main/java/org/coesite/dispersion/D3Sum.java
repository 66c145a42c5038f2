package org.coesite.dispersion;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.dynamics.Lattice;
import org.coesite.models.Prediction;
import org.coesite.structure.Structure;

/**
 * The D3(BJ) energy of one structure, E = -1/2 sum_ij C6_ij S_ij with C6_ij interpolated between
 * reference systems by the coordination numbers of i and j, and S_ij a lattice sum that knows
 * nothing of them. In atomic units inside. Every loop is over centres with sums of their own, so
 * that threads cannot change an order of summation.
 */
final class D3Sum {
  private static final double BOHR = 0.529177210903;
  private static final double HARTREE = 27.211386245988;

  /** Steepness of the count of neighbours (k1 of the paper). */
  private static final double COUNT_STEEPNESS = 16;

  /** Scale of covalent radii (k2). */
  private static final double RADIUS_SCALE = 4.0 / 3;

  /** Sharpness of the interpolation in coordination numbers (k3). */
  private static final double INTERPOLATION = 4;

  /** Over which distance sums are faded out. */
  private static final double FADE = 1 / BOHR;

  /** Sums of one pair over its images: S, then of S' r/|r| and of S' r (x) r/|r|. */
  private static final int SUM = 0;

  private static final int FORCE = 1;
  private static final int VIRIAL = 4;
  private static final int PER_PAIR = 10;

  private final D3Parameters parameters;
  private final Structure structure;
  private final int atoms;
  private final D3References.Entry[] entries;
  private final double[] positions;
  private final double[] fractional;
  private final double[] rows = new double[9];
  private final double[] heights = new double[3];
  private final double cutoff;
  private final double countCutoff;
  private final double[][] weights;
  private final double[][] weightSlopes;

  D3Sum(D3Parameters parameters, double cutoff, double coordinationCutoff, Structure structure) {
    this.parameters = parameters;
    this.structure = structure;
    this.cutoff = cutoff / BOHR;
    countCutoff = coordinationCutoff / BOHR;
    atoms = structure.atoms();
    entries = new D3References.Entry[atoms];
    for (int i = 0; i < atoms; i++) {
      entries[i] = D3References.TABLE.entry(structure.species(i));
    }
    positions = new double[3 * atoms];
    fractional = new double[3 * atoms];
    weights = new double[atoms][];
    weightSlopes = new double[atoms][];
    place(new Lattice(structure));
  }

  private void place(Lattice lattice) {
    for (int k = 0; k < 3; k++) {
      heights[k] = lattice.periodic(k) ? lattice.height(k) / BOHR : Double.POSITIVE_INFINITY;
      for (int axis = 0; axis < 3; axis++) {
        rows[3 * k + axis] = lattice.get(k, axis) / BOHR;
      }
    }
    for (int i = 0; i < atoms; i++) {
      double x = structure.position(i, 0);
      double y = structure.position(i, 1);
      double z = structure.position(i, 2);
      for (int k = 0; k < 3; k++) {
        positions[3 * i + k] = structure.position(i, k) / BOHR;
        fractional[3 * i + k] = lattice.fractional(x, y, z, k);
      }
    }
  }

  Prediction evaluate(boolean derivatives) {
    IntStream.range(0, atoms).parallel().forEach(this::weigh);
    double[] energies = new double[atoms];
    double[] forces = new double[3 * atoms];
    double[] virials = new double[6 * atoms];
    double[] byCoordination = new double[atoms];
    IntStream.range(0, atoms)
        .parallel()
        .forEach(i -> sumPairs(i, derivatives, energies, forces, virials, byCoordination));
    if (derivatives) {
      IntStream.range(0, atoms)
          .parallel()
          .forEach(i -> addCoordinationForces(i, byCoordination, forces, virials));
    }
    return prediction(derivatives, energies, forces, virials);
  }

  private Prediction prediction(
      boolean derivatives, double[] energies, double[] forces, double[] virials) {
    double energy = 0;
    for (int i = 0; i < atoms; i++) {
      energies[i] *= HARTREE;
      energy += energies[i];
    }
    for (int i = 0; i < 3 * atoms; i++) {
      forces[i] *= HARTREE / BOHR;
    }
    double[] stress = null;
    if (derivatives && structure.fullyPeriodic()) {
      double[] v = new double[6];
      for (int i = 0; i < 6 * atoms; i++) {
        v[i % 6] += virials[i] * HARTREE / structure.cell().volume();
      }
      stress = new double[] {v[0], v[1], v[2], v[1], v[3], v[4], v[2], v[4], v[5]};
    }
    return new Prediction(
        energy,
        energies,
        derivatives ? forces : null,
        stress,
        Double.NaN,
        new double[0],
        new boolean[atoms]);
  }

  /** Receives the vector from a centre to one image of an atom, and its length. */
  @FunctionalInterface
  private interface Visitor {
    void image(double x, double y, double z, double r);
  }

  private void forEachImage(int i, int j, double range, Visitor visitor) {
    int[] low = new int[3];
    int[] high = new int[3];
    for (int k = 0; k < 3; k++) {
      if (heights[k] < Double.POSITIVE_INFINITY) {
        double f = fractional[3 * j + k] - fractional[3 * i + k];
        low[k] = (int) Math.ceil(-f - range / heights[k]);
        high[k] = (int) Math.floor(-f + range / heights[k]);
      }
    }
    double dx = positions[3 * j] - positions[3 * i];
    double dy = positions[3 * j + 1] - positions[3 * i + 1];
    double dz = positions[3 * j + 2] - positions[3 * i + 2];
    for (int a = low[0]; a <= high[0]; a++) {
      for (int b = low[1]; b <= high[1]; b++) {
        for (int c = low[2]; c <= high[2]; c++) {
          double x = dx + a * rows[0] + b * rows[3] + c * rows[6];
          double y = dy + a * rows[1] + b * rows[4] + c * rows[7];
          double z = dz + a * rows[2] + b * rows[5] + c * rows[8];
          double square = x * x + y * y + z * z;
          if (square < range * range && !(i == j && a == 0 && b == 0 && c == 0)) {
            visitor.image(x, y, z, Math.sqrt(square));
          }
        }
      }
    }
  }

  /** Weights of an atom's reference systems, after its coordination number. */
  private void weigh(int i) {
    double coordination = coordination(i);
    double[] reference = entries[i].coordination();
    double[] w = new double[reference.length];
    double[] slope = new double[reference.length];
    double nearest = Double.POSITIVE_INFINITY;
    for (double c : reference) {
      nearest = Math.min(nearest, Math.abs(coordination - c));
    }
    double sum = 0;
    double slopeSum = 0;
    for (int k = 0; k < w.length; k++) {
      double off = coordination - reference[k];
      // relative to the nearest, so that not all underflow
      w[k] = Math.exp(-INTERPOLATION * (off * off - nearest * nearest));
      slope[k] = -2 * INTERPOLATION * off * w[k];
      sum += w[k];
      slopeSum += slope[k];
    }
    for (int k = 0; k < w.length; k++) {
      slope[k] = (slope[k] - w[k] * slopeSum / sum) / sum;
      w[k] /= sum;
    }
    weights[i] = w;
    weightSlopes[i] = slope;
  }

  private double coordination(int i) {
    double[] sum = new double[1];
    for (int j = 0; j < atoms; j++) {
      double bond = bond(i, j);
      int other = j;
      forEachImage(
          i,
          j,
          countCutoff,
          (x, y, z, r) -> {
            if (!(r > 0)) {
              throw new CoesiteException(
                  "atoms " + (i + 1) + " and " + (other + 1) + " are at one place");
            }
            sum[0] += count(r, bond) * fade(r, countCutoff);
          });
    }
    return sum[0];
  }

  /** Sum of scaled covalent radii. */
  private double bond(int i, int j) {
    return RADIUS_SCALE * (entries[i].radius() + entries[j].radius()) / BOHR;
  }

  private static double count(double r, double bond) {
    return 1 / (1 + Math.exp(-COUNT_STEEPNESS * (bond / r - 1)));
  }

  private static double countSlope(double r, double bond) {
    double c = count(r, bond);
    return -c * (1 - c) * COUNT_STEEPNESS * bond / (r * r);
  }

  /** From 1 to 0 over the last part of a range, with two continuous derivatives. */
  private static double fade(double r, double range) {
    double t = (range - r) / FADE;
    return t >= 1 ? 1 : t * t * t * (10 + t * (6 * t - 15));
  }

  private static double fadeSlope(double r, double range) {
    double t = (range - r) / FADE;
    return t >= 1 ? 0 : -30 * t * t * (1 - t) * (1 - t) / FADE;
  }

  /** Energy of a centre, its force at fixed coefficients, and what its coordination costs. */
  private void sumPairs(
      int i,
      boolean derivatives,
      double[] energies,
      double[] forces,
      double[] virials,
      double[] byCoordination) {
    double[] pair = new double[PER_PAIR];
    for (int j = 0; j < atoms; j++) {
      sumImages(i, j, derivatives, pair);
      double c6 = interpolate(weights[i], i, j);
      energies[i] -= c6 * pair[SUM] / 2;
      if (derivatives) {
        byCoordination[i] -= interpolate(weightSlopes[i], i, j) * pair[SUM];
        for (int k = 0; k < 3; k++) {
          forces[3 * i + k] -= c6 * pair[FORCE + k];
        }
        for (int k = 0; k < 6; k++) {
          virials[6 * i + k] -= c6 * pair[VIRIAL + k] / 2;
        }
      }
    }
  }

  private double interpolate(double[] wi, int i, int j) {
    double[] wj = weights[j];
    double c6 = 0;
    for (int a = 0; a < wi.length; a++) {
      for (int b = 0; b < wj.length; b++) {
        c6 += wi[a] * wj[b] * D3References.TABLE.c6(entries[i].first() + a, entries[j].first() + b);
      }
    }
    return c6;
  }

  private void sumImages(int i, int j, boolean derivatives, double[] pair) {
    Arrays.fill(pair, 0);
    double ratio = 3 * stretch(i) * stretch(j);
    double damping = parameters.a1() * Math.sqrt(ratio) + parameters.a2();
    double damping2 = damping * damping;
    double damping6 = damping2 * damping2 * damping2;
    double damping8 = damping6 * damping2;
    double s6 = parameters.s6();
    double s8 = parameters.s8() * ratio;
    forEachImage(
        i,
        j,
        cutoff,
        (x, y, z, r) -> {
          double r2 = r * r;
          double r4 = r2 * r2;
          double six = 1 / (r4 * r2 + damping6);
          double eight = 1 / (r4 * r4 + damping8);
          double value = s6 * six + s8 * eight;
          double fade = fade(r, cutoff);
          pair[SUM] += value * fade;
          if (derivatives) {
            double slope = -(6 * s6 * six * six + 8 * s8 * eight * eight * r2) * r4 * r;
            addTo(pair, (slope * fade + value * fadeSlope(r, cutoff)) / r, x, y, z);
          }
        });
  }

  /** Square root of C8/(3 C6) of an atom with its like. */
  private double stretch(int i) {
    return Math.sqrt(0.5 * Math.sqrt(structure.species(i)) * entries[i].r4r2());
  }

  private static void addTo(double[] pair, double g, double x, double y, double z) {
    pair[FORCE] += g * x;
    pair[FORCE + 1] += g * y;
    pair[FORCE + 2] += g * z;
    pair[VIRIAL] += g * x * x;
    pair[VIRIAL + 1] += g * x * y;
    pair[VIRIAL + 2] += g * x * z;
    pair[VIRIAL + 3] += g * y * y;
    pair[VIRIAL + 4] += g * y * z;
    pair[VIRIAL + 5] += g * z * z;
  }

  /** What moving a centre does to coordination numbers, its own and its neighbours'. */
  private void addCoordinationForces(
      int i, double[] byCoordination, double[] forces, double[] virials) {
    double[] pair = new double[PER_PAIR];
    for (int j = 0; j < atoms; j++) {
      double bond = bond(i, j);
      Arrays.fill(pair, 0);
      forEachImage(
          i,
          j,
          countCutoff,
          (x, y, z, r) -> {
            double slope =
                countSlope(r, bond) * fade(r, countCutoff)
                    + count(r, bond) * fadeSlope(r, countCutoff);
            addTo(pair, slope / r, x, y, z);
          });
      for (int k = 0; k < 3; k++) {
        forces[3 * i + k] += (byCoordination[i] + byCoordination[j]) * pair[FORCE + k];
      }
      for (int k = 0; k < 6; k++) {
        virials[6 * i + k] += byCoordination[i] * pair[VIRIAL + k];
      }
    }
  }
}
