package org.coesite.dos;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;

/**
 * The Kohn-Sham eigenvalues of one structure: two electrons per state, k and -k listed once.
 * Immutable and thread-safe.
 *
 * <p>k-points are in reciprocal lattice vectors; bands ascend at every k-point.
 */
public final class Eigenvalues {
  /** Electrons that a state holds. */
  public static final int SPINS = 2;

  private static final double WEIGHT_TOLERANCE = 1e-6;

  private final double[] values;
  private final double[] weights;
  private final double[] kPoints;
  private final int bands;
  private final int atoms;
  private final double electrons;
  private final double lowest;
  private final double completeUpTo;

  private Eigenvalues(
      double[] values, double[] weights, double[] kPoints, int atoms, double electrons) {
    this.values = values;
    this.weights = weights;
    this.kPoints = kPoints;
    this.atoms = atoms;
    this.electrons = electrons;
    bands = values.length / weights.length;
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    for (int k = 0; k < weights.length; k++) {
      bottom = Math.min(bottom, value(k, 0));
      top = Math.min(top, value(k, bands - 1));
    }
    lowest = bottom;
    completeUpTo = top;
  }

  /**
   * Checks and copies.
   *
   * @param values eV, [k-points x bands], ascending at each k-point
   * @param weights [k-points], positive, with the sum 1
   * @param kPoints in reciprocal lattice vectors, [k-points x 3]
   * @param atoms of the structure
   * @param electrons that fill the bands: the valence electrons of the pseudopotentials
   * @throws CoesiteException if something is wrong with the numbers, in one line without a file
   */
  public static Eigenvalues of(
      double[] values, double[] weights, double[] kPoints, int atoms, double electrons) {
    if (weights.length == 0 || values.length == 0 || values.length % weights.length != 0) {
      throw new CoesiteException(
          values.length + " eigenvalues at " + weights.length + " k-points do not make bands");
    }
    if (kPoints.length != 3 * weights.length) {
      throw new CoesiteException(
          kPoints.length / 3 + " k-points with " + weights.length + " weights");
    }
    if (atoms < 1 || !(electrons > 0) || !Double.isFinite(electrons)) {
      throw new CoesiteException(electrons + " electrons on " + atoms + " atoms");
    }
    checkWeights(weights);
    if (!Arrays.stream(kPoints).allMatch(Double::isFinite)) {
      throw new CoesiteException("a k-point is not finite");
    }
    checkBands(values, values.length / weights.length, electrons);
    double sum = Arrays.stream(weights).sum(); // so that full bands hold whole electrons
    double[] normalised = Arrays.stream(weights).map(w -> w / sum).toArray();
    return new Eigenvalues(values.clone(), normalised, kPoints.clone(), atoms, electrons);
  }

  private static void checkWeights(double[] weights) {
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      if (!(weights[k] > 0) || !Double.isFinite(weights[k])) {
        throw new CoesiteException(
            "the weight of k-point " + (k + 1) + " is " + weights[k] + ", not above 0");
      }
      sum += weights[k];
    }
    if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) {
      throw new CoesiteException(
          String.format(
              Locale.ROOT, "the weights of the k-points sum to %.8g; 1 is expected", sum));
    }
  }

  private static void checkBands(double[] values, int bands, double electrons) {
    if (SPINS * (double) bands < electrons) {
      throw new CoesiteException(
          String.format(
              Locale.ROOT,
              "%d bands hold %d electrons, fewer than the %s that there are",
              bands,
              SPINS * bands,
              number(electrons)));
    }
    for (int i = 0; i < values.length; i++) {
      String place = "band " + (i % bands + 1) + " at k-point " + (i / bands + 1);
      if (!Double.isFinite(values[i])) {
        throw new CoesiteException(place + " is " + values[i] + ", no energy");
      }
      if (i % bands > 0 && values[i] < values[i - 1]) {
        throw new CoesiteException(place + " lies below the band before it; bands must ascend");
      }
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** The k-points whose new weight is above 0; the new weights sum to 1. */
  Eigenvalues reweighted(double[] newWeights) {
    int[] kept = IntStream.range(0, weights.length).filter(k -> newWeights[k] > 0).toArray();
    double[] keptValues = new double[kept.length * bands];
    double[] keptWeights = new double[kept.length];
    double[] keptPoints = new double[3 * kept.length];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(values, kept[i] * bands, keptValues, i * bands, bands);
      System.arraycopy(kPoints, 3 * kept[i], keptPoints, 3 * i, 3);
      keptWeights[i] = newWeights[kept[i]];
    }
    return new Eigenvalues(keptValues, keptWeights, keptPoints, atoms, electrons);
  }

  /** Number of k-points, k and -k counted once. */
  public int kPoints() {
    return weights.length;
  }

  /** Number of bands at every k-point. */
  public int bands() {
    return bands;
  }

  /** Number of atoms. */
  public int atoms() {
    return atoms;
  }

  /** Valence electrons of the structure. */
  public double electrons() {
    return electrons;
  }

  /** An eigenvalue, eV. */
  public double value(int k, int band) {
    return values[k * bands + band];
  }

  /** Weight of a k-point; all sum to 1. */
  public double weight(int k) {
    return weights[k];
  }

  /** Component 0, 1 or 2 of a k-point, in reciprocal lattice vectors. */
  public double kPoint(int k, int axis) {
    return kPoints[3 * k + axis];
  }

  /** The lowest eigenvalue, eV. */
  public double lowest() {
    return lowest;
  }

  /**
   * How far up no band is missing, eV: the lowest value of the highest band over the k-points. The
   * bands that were not computed lie above.
   */
  public double completeUpTo() {
    return completeUpTo;
  }

  /** Electrons that the states at or below an energy hold. */
  public double electronsBelow(double energy) {
    double electrons = 0;
    for (int i = 0; i < values.length; i++) {
      electrons += values[i] <= energy ? SPINS * weights[i / bands] : 0;
    }
    return electrons;
  }
}
