package org.coesite.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Factorisations of symmetric matrices, given by their upper triangle, by LAPACK. */
public final class Factorisations {
  static final int COLUMN_MAJOR = 102;

  private Factorisations() {}

  /**
   * Cholesky: the upper triangle of A becomes U with U^T U = A; the lower is set to zero.
   *
   * @throws ArithmeticException if A is not positive definite
   */
  public static void cholesky(Matrix a) {
    int info;
    try {
      info =
          (int)
              OpenBlas.DPOTRF.invokeExact(
                  COLUMN_MAJOR, (byte) 'U', a.rows(), a.segment(), a.leading());
    } catch (Throwable e) {
      throw Blas.rethrow(e);
    }
    if (info != 0) {
      throw new ArithmeticException(
          "the matrix is not positive definite (LAPACK dpotrf says " + info + ")");
    }
    for (int j = 0; j < a.columns(); j++) {
      for (int i = j + 1; i < a.rows(); i++) {
        a.set(i, j, 0);
      }
    }
  }

  /**
   * Eigenvalues of A, ascending; its columns become the eigenvectors.
   *
   * @throws ArithmeticException if the iteration does not converge
   */
  public static double[] eigen(Matrix a) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(JAVA_DOUBLE, Math.max(1, a.rows()));
      int info =
          (int)
              OpenBlas.DSYEVD.invokeExact(
                  COLUMN_MAJOR, (byte) 'V', (byte) 'U', a.rows(), a.segment(), a.leading(), values);
      if (info != 0) {
        throw new ArithmeticException(
            "eigenvalues were not found (LAPACK dsyevd says " + info + ")");
      }
      return values.asSlice(0, (long) a.rows() * Double.BYTES).toArray(JAVA_DOUBLE);
    } catch (Throwable e) {
      throw Blas.rethrow(e);
    }
  }
}
