package org.coesite.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
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
}
