package org.coesite.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PivotedCholeskyTest {
  /** B B^T of random B, [size x rank]. */
  private static double[] covariance(int size, int rank) {
    Random random = new Random(3);
    double[] b = random.doubles((long) size * rank, -1, 1).toArray();
    double[] a = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < rank; k++) {
          a[i * size + j] += b[i * rank + k] * b[j * rank + k];
        }
      }
    }
    return a;
  }

  @Test
  void asManyColumnsAsTheRankGiveTheMatrix() {
    int size = 9;
    double[] a = covariance(size, 4);
    try (Matrix matrix = Matrix.of(size, size, a)) {
      PivotedCholesky factor = PivotedCholesky.of(matrix, size, 1e-12);
      assertEquals(4, factor.rank());
      double[] product = new double[size * size];
      for (double[] column : factor.columns()) {
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            product[i * size + j] += column[i] * column[j];
          }
        }
      }
      assertArrayEquals(a, product, 1e-12);
    }
  }

  @Test
  void theWorstExplainedVariableIsTakenNextAndIsExactThereafter() {
    try (Matrix matrix = Matrix.of(3, 3, 1, 0.9, 0, 0.9, 4, 0, 0, 0, 2)) {
      PivotedCholesky factor = PivotedCholesky.of(matrix, 2, 0);
      assertArrayEquals(new int[] {1, 2}, factor.pivots());
      assertEquals(2, factor.columns()[0][1], 1e-15);
      assertEquals(0.45, factor.columns()[0][0], 1e-15);
      assertEquals(Math.sqrt(2), factor.columns()[1][2], 1e-15);
    }
  }

  @Test
  void zerosHaveNoColumns() {
    try (Matrix zeros = Matrix.zeros(4, 4)) {
      assertTrue(PivotedCholesky.of(zeros, 4, 1e-12).pivots().length == 0);
    }
  }
}
