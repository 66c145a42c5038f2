package org.coesite.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** OpenBLAS against plain loops. */
class LinearAlgebraTest {
  private final Random random = new Random(20261122);

  private Matrix random(int rows, int columns) {
    Matrix m = Matrix.zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m.set(i, j, random.nextGaussian());
      }
    }
    return m;
  }

  private static double product(Matrix a, boolean ta, Matrix b, boolean tb, int i, int j) {
    double sum = 0;
    int k = ta ? a.rows() : a.columns();
    for (int p = 0; p < k; p++) {
      sum += (ta ? a.get(p, i) : a.get(i, p)) * (tb ? b.get(j, p) : b.get(p, j));
    }
    return sum;
  }

  @Test
  void multipliesInAllFourTranspositions() {
    for (boolean ta : new boolean[] {false, true}) {
      for (boolean tb : new boolean[] {false, true}) {
        try (Matrix a = ta ? random(5, 7) : random(7, 5);
            Matrix b = tb ? random(3, 5) : random(5, 3);
            Matrix c = random(7, 3);
            Matrix before = c.copy()) {
          Blas.multiply(2, a, ta, b, tb, 0.5, c);
          for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 3; j++) {
              double expected = 2 * product(a, ta, b, tb, i, j) + 0.5 * before.get(i, j);
              assertEquals(expected, c.get(i, j), 1e-13);
            }
          }
        }
      }
    }
  }

  @Test
  void multipliesRowMajorSegmentsInBothPrecisions() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2, 3, 4, 5, 6);
      MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 0, 2, 0, 1, 1);
      MemorySegment c = arena.allocate(ValueLayout.JAVA_DOUBLE, 4);
      Blas.dgemm(false, true, 2, 2, 3, 1, a, 3, b, 3, 0, c, 2);
      assertArrayEquals(new double[] {7, 5, 16, 11}, c.toArray(ValueLayout.JAVA_DOUBLE));
      MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4, 5, 6);
      MemorySegment y = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 0, 2, 0, 1, 1);
      MemorySegment z = arena.allocate(ValueLayout.JAVA_FLOAT, 4);
      Blas.sgemm(false, true, 2, 2, 3, 1, x, 3, y, 3, 0, z, 2);
      assertArrayEquals(new float[] {7, 5, 16, 11}, z.toArray(ValueLayout.JAVA_FLOAT));
    }
  }

  @Test
  void choleskySolvesAndRefusesIndefinite() {
    try (Matrix a = random(9, 6);
        Matrix gram = Matrix.zeros(6, 6);
        Matrix x = random(6, 2)) {
      Blas.rankUpdate(1, a, true, 0, gram);
      Matrix u = gram.copy();
      Factorisations.cholesky(u);
      Matrix b = x.copy();
      Blas.solveUpper(u, true, b);
      Blas.solveUpper(u, false, b);
      for (int i = 0; i < 6; i++) {
        double sum = 0;
        for (int k = 0; k < 6; k++) {
          sum += (i <= k ? gram.get(i, k) : gram.get(k, i)) * b.get(k, 0);
        }
        assertEquals(x.get(i, 0), sum, 1e-11);
      }
      Matrix row = Matrix.of(1, 6, 1, 2, 3, 4, 5, 6);
      Matrix solved = row.copy();
      Blas.solveUpperFromRight(u, false, solved);
      for (int j = 0; j < 6; j++) {
        assertEquals(row.get(0, j), product(solved, false, u, false, 0, j), 1e-12);
      }
      u.close();
      b.close();
      row.close();
      solved.close();
    }
    try (Matrix bad = Matrix.of(2, 2, 1, 2, 2, 1)) {
      assertThrows(ArithmeticException.class, () -> Factorisations.cholesky(bad));
    }
  }

  @Test
  void eigenvectorsDiagonalise() {
    try (Matrix a = Matrix.of(3, 3, 2, 1, 0, 1, 2, 1, 0, 1, 2);
        Matrix v = a.copy()) {
      double[] values = Factorisations.eigen(v);
      assertArrayEquals(new double[] {2 - Math.sqrt(2), 2, 2 + Math.sqrt(2)}, values, 1e-14);
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 3; i++) {
          assertEquals(values[k] * v.get(i, k), product(a, false, v, false, i, k), 1e-14);
        }
      }
    }
  }

  @Test
  void blockedLeastSquaresLeavesAResidualOrthogonalToTheRows() {
    int unknowns = 90;
    try (Matrix a = random(300, unknowns);
        Matrix b = random(300, 2);
        LeastSquares problem = new LeastSquares(unknowns, 2)) {
      int[] cuts = {0, 50, 51, 171, 300};
      for (int c = 1; c < cuts.length; c++) {
        try (Matrix rows = a.view(cuts[c - 1], 0, cuts[c] - cuts[c - 1], unknowns).copy();
            Matrix rhs = b.view(cuts[c - 1], 0, cuts[c] - cuts[c - 1], 2).copy()) {
          problem.append(rows, rhs);
        }
      }
      try (Matrix x = problem.solve();
          Matrix residual = b.copy()) {
        Blas.multiply(-1, a, false, x, false, 1, residual);
        for (int j = 0; j < unknowns; j++) {
          assertEquals(0, product(a, true, residual, false, j, 0), 1e-11);
          assertEquals(0, product(a, true, residual, false, j, 1), 1e-11);
        }
      }
    }
  }

  @Test
  void tooFewEquationsAndNaNAreRefused() {
    try (LeastSquares problem = new LeastSquares(2, 1);
        Matrix row = Matrix.of(1, 2, 1, 1);
        Matrix rhs = Matrix.of(1, 1, 1)) {
      problem.append(row, rhs);
      assertThrows(ArithmeticException.class, problem::solve);
      row.set(0, 0, Double.NaN);
      assertThrows(ArithmeticException.class, () -> problem.append(row, rhs));
    }
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    try (Matrix a = Matrix.zeros(2, 3)) {
      assertThrows(
          IllegalArgumentException.class, () -> Blas.multiply(1, a, false, a, false, 0, a));
      assertThrows(IndexOutOfBoundsException.class, () -> a.get(2, 0));
      assertThrows(IndexOutOfBoundsException.class, () -> a.view(1, 1, 2, 2));
    }
  }

  @Test
  void singularValuesMakeUpTheMatrix() {
    for (int[] shape : new int[][] {{5, 3}, {3, 7}, {4, 4}, {0, 3}, {1, 1}}) {
      try (Matrix a = random(shape[0], shape[1]);
          Matrix copy = a.copy();
          SingularValues svd = SingularValues.of(copy)) {
        double[] values = svd.values();
        assertEquals(Math.min(shape[0], shape[1]), values.length);
        for (int k = 1; k < values.length; k++) {
          assertEquals(true, values[k] <= values[k - 1] && values[k] >= 0);
        }
        for (int i = 0; i < shape[0]; i++) {
          for (int j = 0; j < shape[1]; j++) {
            double sum = 0;
            for (int k = 0; k < values.length; k++) {
              sum += svd.left().get(i, k) * values[k] * svd.rightTransposed().get(k, j);
            }
            assertEquals(a.get(i, j), sum, 1e-13);
          }
        }
      }
    }
    try (Matrix broken = Matrix.of(1, 1, Double.NaN)) {
      assertThrows(ArithmeticException.class, () -> SingularValues.of(broken).close());
    }
  }
}
