package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Lattice vibrations of a crystal in the harmonic approximation, by finite displacements in a
 * supercell (Parlinski, Li and Kawazoe, Phys. Rev. Lett. 78, 4063 (1997)). Immutable and
 * thread-safe.
 *
 * <p>Force constants reach to the nearest image of each atom of the supercell, and are shared among
 * images that are equally near. They are made symmetric and free of forces under translation.
 *
 * <p>Frequencies are in THz (times {@link #PER_CENTIMETRE} for 1/cm); those of unstable modes,
 * which are imaginary, are given as negative numbers. Wave vectors q are in reciprocal lattice
 * vectors of the unit cell.
 */
public final class Phonons {
  /** One THz in 1/cm. */
  public static final double PER_CENTIMETRE = 33.35640952;

  /** sqrt(eV/angstrom^2/u) as a frequency, THz. */
  private static final double THZ = 1e3 * Math.sqrt(Velocities.ACCELERATION) / (2 * Math.PI);

  /** Images whose distances differ by less, in angstrom, are equally near. */
  private static final double SAME_DISTANCE = 1e-3;

  /** Atoms handed to the calculator at once. */
  private static final int ATOMS_IN_BATCH = 20_000;

  /**
   * A cell of the crystal in which an image of an atom lies, and its share of the force constant.
   */
  private record Image(int[] cell, double share) {}

  private final Supercell supercell;
  private final double[] masses;
  private final double[][] constants;
  private final Image[][][] images;

  private Phonons(Supercell supercell, double[][] constants) {
    this.supercell = supercell;
    this.constants = constants;
    masses = Velocities.masses(supercell.unit());
    images = new Image[supercell.unit().atoms()][supercell.atoms()][];
    for (int i = 0; i < images.length; i++) {
      for (int s = 0; s < images[i].length; s++) {
        images[i][s] = nearest(i, s);
      }
    }
  }

  /**
   * Computes force constants, displacing each atom of the unit cell both ways along each axis.
   *
   * @param supercell of a relaxed unit cell, about twice as wide as interactions reach
   * @param displacement angstrom, 0.01 as a rule
   * @throws CoesiteException if the displacement is not positive
   */
  public static Phonons of(Calculator calculator, Supercell supercell, double displacement) {
    if (!(displacement > 0)) {
      throw new CoesiteException(
          "phonons: displacements of " + displacement + " angstrom; they must be positive");
    }
    Structure unit = supercell.unit();
    double[][] constants = new double[3 * unit.atoms()][];
    int together = Math.max(1, ATOMS_IN_BATCH / (2 * supercell.atoms()));
    for (int first = 0; first < constants.length; first += together) {
      int last = Math.min(first + together, constants.length);
      displace(calculator, supercell, displacement, constants, first, last);
    }
    symmetrise(supercell, constants);
    keepTranslationsFree(supercell, constants);
    return new Phonons(supercell, constants);
  }

  /** Rows of force constants by central differences: minus d(force on s)/d(coordinate k). */
  private static void displace(
      Calculator calculator,
      Supercell supercell,
      double displacement,
      double[][] constants,
      int first,
      int last) {
    List<Structure> structures = new ArrayList<>();
    for (int k = first; k < last; k++) {
      structures.add(supercell.displaced(k, displacement));
      structures.add(supercell.displaced(k, -displacement));
    }
    List<Prediction> predictions =
        calculator.evaluate(Batch.of(structures), Calculator.Derivatives.FIRST);
    for (int k = first; k < last; k++) {
      double[] plus = predictions.get(2 * (k - first)).forces();
      double[] minus = predictions.get(2 * (k - first) + 1).forces();
      constants[k] = new double[plus.length];
      for (int m = 0; m < plus.length; m++) {
        constants[k][m] = (minus[m] - plus[m]) / (2 * displacement);
      }
    }
  }

  /** Atom i acts on s as s, brought home, acts on the image of i that goes with it. */
  private static void symmetrise(Supercell supercell, double[][] constants) {
    int n = supercell.unit().atoms();
    for (int i = 0; i < n; i++) {
      for (int s = 0; s < supercell.atoms(); s++) {
        int j = supercell.home(s);
        int back = supercell.mirrored(s, i);
        for (int x = 0; x < 3; x++) {
          for (int y = 0; y < 3; y++) {
            double mean =
                (constants[3 * i + x][3 * s + y] + constants[3 * j + y][3 * back + x]) / 2;
            constants[3 * i + x][3 * s + y] = mean;
            constants[3 * j + y][3 * back + x] = mean;
          }
        }
      }
    }
  }

  /**
   * Projects out, from both sides of the symmetric matrix, what a translation of all would feel.
   */
  private static void keepTranslationsFree(Supercell supercell, double[][] constants) {
    int n = supercell.unit().atoms();
    double[][] rowMeans = new double[3 * n][3];
    double[][] mean = new double[3][3];
    for (int k = 0; k < 3 * n; k++) {
      for (int m = 0; m < constants[k].length; m++) {
        rowMeans[k][m % 3] += constants[k][m] / supercell.atoms();
        mean[k % 3][m % 3] += constants[k][m] / supercell.atoms() / n;
      }
    }
    for (int k = 0; k < 3 * n; k++) {
      for (int m = 0; m < constants[k].length; m++) {
        int j = supercell.home(m / 3);
        constants[k][m] -= rowMeans[k][m % 3] + rowMeans[3 * j + m % 3][k % 3];
        constants[k][m] += mean[k % 3][m % 3];
      }
    }
  }

  private Image[] nearest(int i, int s) {
    List<int[]> cells = supercell.nearestImages(i, s, SAME_DISTANCE);
    return cells.stream().map(cell -> new Image(cell, 1.0 / cells.size())).toArray(Image[]::new);
  }

  /** Modes of the unit cell: three per atom. */
  public int modes() {
    return constants.length;
  }

  /**
   * Frequencies at a wave vector, THz, ascending; negative where the crystal is unstable.
   *
   * @param q in reciprocal lattice vectors of the unit cell, [3]
   */
  public double[] frequencies(double... q) {
    boolean gamma = q[0] == 0 && q[1] == 0 && q[2] == 0;
    int size = modes();
    // a Hermitian matrix A + iB has the eigenvalues of [[A, -B], [B, A]], each there twice
    try (Matrix matrix = Matrix.zeros(gamma ? size : 2 * size, gamma ? size : 2 * size)) {
      fill(matrix, q, gamma);
      double[] squares = Factorisations.eigen(matrix);
      double[] result = new double[size];
      for (int k = 0; k < size; k++) {
        double square = gamma ? squares[k] : squares[2 * k];
        result[k] = Math.signum(square) * Math.sqrt(Math.abs(square)) * THZ;
      }
      return result;
    }
  }

  private void fill(Matrix matrix, double[] q, boolean gamma) {
    int size = modes();
    int n = masses.length;
    for (int i = 0; i < n; i++) {
      for (int s = 0; s < supercell.atoms(); s++) {
        int j = supercell.home(s);
        double real = 0;
        double imaginary = 0;
        for (Image image : images[i][s]) {
          int[] cell = image.cell;
          double phase = 2 * Math.PI * (q[0] * cell[0] + q[1] * cell[1] + q[2] * cell[2]);
          real += image.share * Math.cos(phase);
          imaginary += image.share * Math.sin(phase);
        }
        double mass = Math.sqrt(masses[i] * masses[j]);
        for (int x = 0; x < 3; x++) {
          for (int y = 0; y < 3; y++) {
            double c = constants[3 * i + x][3 * s + y] / mass;
            int row = 3 * i + x;
            int column = 3 * j + y;
            matrix.add(row, column, c * real);
            if (!gamma) {
              matrix.add(size + row, size + column, c * real);
              matrix.add(size + row, column, c * imaginary);
              matrix.add(row, size + column, -c * imaginary);
            }
          }
        }
      }
    }
  }

  /**
   * Whether no mode that keeps the cell's periodicity is unstable.
   *
   * @param tolerance how far below zero a frequency may lie, THz: 0.1 allows for numerical noise
   */
  public boolean stableAtGamma(double tolerance) {
    return Arrays.stream(frequencies(0, 0, 0)).min().orElse(0) > -tolerance;
  }

  /**
   * Frequencies on a mesh of wave vectors, shifted by half a step off the origin; q and -q are
   * computed once.
   */
  public PhononSpectrum mesh(int a, int b, int c) {
    List<double[]> frequencies = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    int points = a * b * c;
    for (int p = 0; p < points; p++) {
      int i = p / (b * c);
      int j = p / c % b;
      int k = p % c;
      int opposite = ((a - 1 - i) * b + b - 1 - j) * c + c - 1 - k;
      if (p <= opposite) {
        frequencies.add(frequencies((i + 0.5) / a, (j + 0.5) / b, (k + 0.5) / c));
        weights.add((p == opposite ? 1.0 : 2.0) / points);
      }
    }
    return new PhononSpectrum(
        frequencies.toArray(double[][]::new),
        weights.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
