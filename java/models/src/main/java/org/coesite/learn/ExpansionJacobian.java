package org.coesite.learn;

import java.util.Arrays;
import org.coesite.backend.PairList;
import org.coesite.math.HarmonicRecursion;
import org.coesite.math.RadialTable;
import org.coesite.math.SoapBasis;

/**
 * Derivatives of one centre's expansion coefficients, forward mode: for training, where one row is
 * wanted for every sparse point, and one adjoint pass for each would be a waste.
 *
 * <p>Neighbours that are images of one atom move together, so their gradients are summed before
 * anything is contracted: a small cell has many pairs and few atoms. For each neighbour species
 * there are three rows per atom and six rows for the strain, and one column per (l, n, m). Not
 * thread-safe; reused from centre to centre.
 */
final class ExpansionJacobian {
  private static final int[][] VOIGT = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};

  private final SoapBasis basis;
  private final RadialTable radial;
  private final HarmonicRecursion harmonics;
  private final int columns;
  private final double[] value;
  private final double[] slope;
  private final double[] y;
  private final double[] yGradient;
  private final double[] pairGradient;

  private int[] atoms = new int[16];
  private int atomCount;
  private double[] rows = new double[0];

  ExpansionJacobian(SoapBasis basis, RadialTable radial) {
    this.basis = basis;
    this.radial = radial;
    harmonics = new HarmonicRecursion(basis.maxAngular());
    columns = basis.harmonics() * basis.radialFunctions();
    value = new double[radial.functions()];
    slope = new double[radial.functions()];
    y = new double[basis.harmonics()];
    yGradient = new double[3 * basis.harmonics()];
    pairGradient = new double[3 * columns];
  }

  /** Number of columns: n (2 l + 1) of each l, with m fastest. */
  int columns() {
    return columns;
  }

  /** How many atoms the last call found. */
  int atomCount() {
    return atomCount;
  }

  /** Atom {@code k} of the last call; its rows are 3 k to 3 k + 2. */
  int atom(int k) {
    return atoms[k];
  }

  /** [3 atomCount + 6, columns]; the last six rows are strains in Voigt's order, symmetrised. */
  double[] rows() {
    return rows;
  }

  int rowCount() {
    return 3 * atomCount + 6;
  }

  /**
   * Differentiates the coefficients of one centre and one neighbour species.
   *
   * @param species of the atoms of the list's batch
   */
  void differentiate(PairList pairs, int centre, int[] species, int neighbourSpecies) {
    int from = pairs.start()[centre - pairs.first()];
    int to = pairs.start()[centre - pairs.first() + 1];
    findAtoms(pairs, from, to, species, neighbourSpecies);
    int needed = rowCount() * columns;
    if (rows.length < needed) {
      rows = new double[needed];
    }
    Arrays.fill(rows, 0, needed, 0);
    int k = -1;
    for (int p = from; p < to; p++) {
      int j = pairs.j()[p];
      if (species[j] != neighbourSpecies) {
        continue;
      }
      while (k < 0 || atoms[k] != j) {
        k++;
      }
      double r = pairs.distance(p);
      if (r < basis.cutoff()) {
        differentiatePair(pairs, p, r);
        addPair(pairs, p, k);
      }
    }
  }

  /** Neighbours come sorted by atom, so equal ones stand together. */
  private void findAtoms(PairList pairs, int from, int to, int[] species, int wanted) {
    atomCount = 0;
    for (int p = from; p < to; p++) {
      int j = pairs.j()[p];
      if (species[j] == wanted && (atomCount == 0 || atoms[atomCount - 1] != j)) {
        if (atomCount == atoms.length) {
          atoms = Arrays.copyOf(atoms, 2 * atomCount);
        }
        atoms[atomCount++] = j;
      }
    }
  }

  /** d(g_nl(r) Y_lm(u))/dr = g' u Y + g / r (1 - u u^T) dY/du. */
  private void differentiatePair(PairList pairs, int p, double r) {
    double[] u = {
      pairs.vector()[3 * p] / r, pairs.vector()[3 * p + 1] / r, pairs.vector()[3 * p + 2] / r
    };
    evaluateRadial(r);
    evaluateHarmonics(u);
    int n = basis.radialFunctions();
    int harmonicCount = y.length;
    for (int axis = 0; axis < 3; axis++) {
      for (int l = 0; l <= basis.maxAngular(); l++) {
        int width = 2 * l + 1;
        for (int radialIndex = 0; radialIndex < n; radialIndex++) {
          double g = value[l * n + radialIndex] / r;
          double dg = slope[l * n + radialIndex] * u[axis];
          int at = axis * columns + n * l * l + radialIndex * width;
          for (int m = 0; m < width; m++) {
            int lm = l * l + m;
            pairGradient[at + m] = dg * y[lm] + g * yGradient[axis * harmonicCount + lm];
          }
        }
      }
    }
  }

  private void evaluateRadial(double r) {
    double position = (r - radial.start()) / radial.step();
    int knot = Math.clamp((int) position, 0, radial.knots() - 2);
    double t = position - knot;
    double h = radial.step();
    for (int i = 0; i < value.length; i++) {
      double y0 = radial.value(knot, i);
      double y1 = radial.value(knot + 1, i);
      double s0 = radial.slope(knot, i) * h;
      double s1 = radial.slope(knot + 1, i) * h;
      double rise = y1 - y0;
      double quadratic = 3 * rise - 2 * s0 - s1;
      double cubic = s0 + s1 - 2 * rise;
      value[i] = y0 + t * (s0 + t * (quadratic + t * cubic));
      slope[i] = (s0 + t * (2 * quadratic + 3 * t * cubic)) / h;
    }
  }

  private void evaluateHarmonics(double[] u) {
    int count = y.length;
    double cos = 1;
    double sin = 0;
    double cosBefore = 0;
    double sinBefore = 0;
    for (int m = 0; m <= basis.maxAngular(); m++) {
      evaluateOrder(u, m, new double[] {cos, sin, m * cosBefore, m * sinBefore});
      cosBefore = cos;
      sinBefore = sin;
      double next = u[0] * cos - u[1] * sin;
      sin = u[0] * sin + u[1] * cos;
      cos = next;
    }
    for (int lm = 0; lm < count; lm++) {
      double along =
          u[0] * yGradient[lm] + u[1] * yGradient[count + lm] + u[2] * yGradient[2 * count + lm];
      for (int axis = 0; axis < 3; axis++) {
        yGradient[axis * count + lm] -= along * u[axis];
      }
    }
  }

  /**
   * All l of one |m|.
   *
   * @param azimuth c_m, s_m, m c_(m-1), m s_(m-1), with dc_m/dx = m c_(m-1), dc_m/dy = -m s_(m-1),
   *     ds_m/dx = m s_(m-1), ds_m/dy = m c_(m-1)
   */
  private void evaluateOrder(double[] u, int m, double[] azimuth) {
    int count = y.length;
    double before = 0;
    double q = harmonics.start(m);
    double slopeBefore = 0;
    double qSlope = 0;
    for (int l = m; l <= basis.maxAngular(); l++) {
      if (l > m) {
        double next = harmonics.a(l, m) * u[2] * q - harmonics.b(l, m) * before;
        double nextSlope =
            harmonics.a(l, m) * (q + u[2] * qSlope) - harmonics.b(l, m) * slopeBefore;
        before = q;
        slopeBefore = qSlope;
        q = next;
        qSlope = nextSlope;
      }
      int plus = l * l + l + m;
      y[plus] = q * azimuth[0];
      yGradient[plus] = q * azimuth[2];
      yGradient[count + plus] = -q * azimuth[3];
      yGradient[2 * count + plus] = qSlope * azimuth[0];
      if (m > 0) {
        int minus = l * l + l - m;
        y[minus] = q * azimuth[1];
        yGradient[minus] = q * azimuth[3];
        yGradient[count + minus] = q * azimuth[2];
        yGradient[2 * count + minus] = qSlope * azimuth[1];
      }
    }
  }

  private void addPair(PairList pairs, int p, int k) {
    for (int i = 0; i < 3 * columns; i++) {
      rows[3 * k * columns + i] += pairGradient[i];
    }
    for (int v = 0; v < 6; v++) {
      int a = VOIGT[v][0];
      int b = VOIGT[v][1];
      double ra = 0.5 * pairs.vector()[3 * p + a];
      double rb = 0.5 * pairs.vector()[3 * p + b];
      int at = (3 * atomCount + v) * columns;
      for (int i = 0; i < columns; i++) {
        rows[at + i] += ra * pairGradient[b * columns + i] + rb * pairGradient[a * columns + i];
      }
    }
  }
}
