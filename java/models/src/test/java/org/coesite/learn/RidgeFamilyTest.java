package org.coesite.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.LeastSquares;
import org.coesite.linalg.Matrix;
import org.junit.jupiter.api.Test;

class RidgeFamilyTest {
  private static final int EQUATIONS = 12;
  private static final int SIDES = 3;
  private final Random random = new Random(5);

  private Matrix random(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, random.nextGaussian());
      }
    }
    return matrix;
  }

  /** The ridge solution from a QR of the stacked equations, leaving one of them out. */
  private static double[] reference(Matrix a, Matrix b, int column, double lambda, int without) {
    int unknowns = a.columns();
    try (LeastSquares system = new LeastSquares(unknowns, 1)) {
      for (int i = 0; i < a.rows(); i++) {
        if (i != without) {
          try (Matrix row = Matrix.zeros(1, unknowns);
              Matrix side = Matrix.of(1, 1, b.get(i, column))) {
            for (int j = 0; j < unknowns; j++) {
              row.set(0, j, a.get(i, j));
            }
            system.append(row, side);
          }
        }
      }
      for (int j = 0; j < unknowns; j++) {
        try (Matrix row = Matrix.zeros(1, unknowns);
            Matrix side = Matrix.of(1, 1, 0)) {
          row.set(0, j, Math.sqrt(lambda));
          system.append(row, side);
        }
      }
      try (Matrix solution = system.solve()) {
        return solution.column(0);
      }
    }
  }

  @Test
  void solutionsAreThoseOfEachRegressionAlone() {
    double[] lambdas = {1e-3, 0.5, 20};
    for (int unknowns : new int[] {4, 30}) {
      try (Matrix a = random(EQUATIONS, unknowns);
          Matrix b = random(EQUATIONS, SIDES);
          Matrix copy = a.copy();
          RidgeFamily family = new RidgeFamily(copy);
          Matrix projected = family.project(b);
          Matrix solution = family.solve(projected, lambdas)) {
        for (int c = 0; c < SIDES; c++) {
          double[] expected = reference(a, b, c, lambdas[c], -1);
          for (int j = 0; j < unknowns; j++) {
            assertEquals(expected[j], solution.get(j, c), 1e-10);
          }
        }
      }
    }
  }

  @Test
  void leavingOneOutIsWhatItSays() {
    for (int unknowns : new int[] {4, 30}) {
      try (Matrix a = random(EQUATIONS, unknowns);
          Matrix b = random(EQUATIONS, SIDES);
          Matrix copy = a.copy();
          RidgeFamily family = new RidgeFamily(copy);
          Matrix projected = family.project(b)) {
        double[] residuals = family.leaveOneOut(projected, 1, b.column(1), 0.3);
        for (int i = 0; i < EQUATIONS; i++) {
          double[] x = reference(a, b, 1, 0.3, i);
          double predicted = 0;
          for (int j = 0; j < unknowns; j++) {
            predicted += a.get(i, j) * x[j];
          }
          assertEquals(predicted - b.get(i, 1), residuals[i], 1e-9);
        }
      }
    }
  }

  @Test
  void residualsAreFittedMinusThere() {
    for (int unknowns : new int[] {4, 30}) {
      try (Matrix a = random(EQUATIONS, unknowns);
          Matrix b = random(EQUATIONS, SIDES);
          Matrix copy = a.copy();
          RidgeFamily family = new RidgeFamily(copy);
          Matrix projected = family.project(b)) {
        double[] x = reference(a, b, 2, 0.3, -1);
        double[] residuals = family.residuals(projected, 2, b.column(2), 0.3);
        for (int i = 0; i < EQUATIONS; i++) {
          double fitted = 0;
          for (int j = 0; j < unknowns; j++) {
            fitted += a.get(i, j) * x[j];
          }
          assertEquals(fitted - b.get(i, 2), residuals[i], 1e-10);
        }
      }
    }
  }

  /** Column i of the hat matrix is what is fitted to a side of 0 but for a 1 in row i. */
  @Test
  void theHatMatrixIsWhatUnitSidesAreFittedTo() {
    int[] rows = {7, 0, 11, 4};
    for (int unknowns : new int[] {4, 30}) {
      try (Matrix a = random(EQUATIONS, unknowns);
          Matrix units = Matrix.zeros(EQUATIONS, rows.length);
          Matrix copy = a.copy();
          RidgeFamily family = new RidgeFamily(copy)) {
        for (int c = 0; c < rows.length; c++) {
          units.set(rows[c], c, 1);
        }
        double[] hat = family.hat(rows, 0.7);
        for (int c = 0; c < rows.length; c++) {
          double[] x = reference(a, units, c, 0.7, -1);
          for (int r = 0; r < rows.length; r++) {
            double fitted = 0;
            for (int j = 0; j < unknowns; j++) {
              fitted += a.get(rows[r], j) * x[j];
            }
            assertEquals(fitted, hat[r * rows.length + c], 1e-10);
          }
        }
      }
    }
  }

  /** The covariance of many samples is (A^T A + lambda)^(-1), also where A decides little. */
  @Test
  void samplesAreOfThePosterior() {
    int members = 20_000;
    double lambda = 0.5;
    for (int unknowns : new int[] {3, 15}) {
      try (Matrix a = random(EQUATIONS, unknowns);
          Matrix copy = a.copy();
          RidgeFamily family = new RidgeFamily(copy);
          Matrix sample = family.sample(lambda, members, new Random(6));
          Matrix precision = Matrix.zeros(unknowns, unknowns)) {
        Blas.rankUpdate(1, a, true, 0, precision);
        for (int u = 0; u < unknowns; u++) {
          precision.add(u, u, lambda);
        }
        double[] values = Factorisations.eigen(precision);
        double[][] columns = new double[unknowns][unknowns];
        for (int u = 0; u < unknowns; u++) {
          for (int v = 0; v < unknowns; v++) {
            for (int k = 0; k < unknowns; k++) {
              columns[u][v] += precision.get(u, k) * precision.get(v, k) / values[k];
            }
          }
        }
        for (int u = 0; u < unknowns; u++) {
          for (int v = 0; v <= u; v++) {
            double sum = 0;
            for (int m = 0; m < members; m++) {
              sum += sample.get(u, m) * sample.get(v, m) / members;
            }
            double product = columns[u][u] * columns[v][v] + columns[u][v] * columns[u][v];
            assertEquals(columns[u][v], sum, 5 * Math.sqrt(product / members));
          }
        }
      }
    }
  }

  @Test
  void noMembersAreNoSamples() {
    try (Matrix a = random(EQUATIONS, 3);
        RidgeFamily family = new RidgeFamily(a);
        Matrix sample = family.sample(1, 0, new Random(1))) {
      assertEquals(0, sample.columns());
      assertEquals(3, sample.rows());
    }
  }
}
