package org.coesite.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The thin singular value decomposition A = P S Q^T of an m x n matrix by LAPACK, with r = min(m,
 * n) values. Owned and closed by the caller.
 *
 * @param left P, [m x r]
 * @param values S, descending, [r]
 * @param rightTransposed Q^T, [r x n]
 */
public record SingularValues(Matrix left, double[] values, Matrix rightTransposed)
    implements AutoCloseable {

  /**
   * Decomposes a matrix, which is overwritten.
   *
   * @throws ArithmeticException if a number in it is not finite, or the iteration does not converge
   */
  public static SingularValues of(Matrix a) {
    int rank = Math.min(a.rows(), a.columns());
    Matrix left = Matrix.zeros(a.rows(), rank);
    Matrix right = Matrix.zeros(rank, a.columns());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(JAVA_DOUBLE, Math.max(1, rank));
      int info = rank == 0 ? 0 : decompose(a, values, left, right);
      if (info != 0) {
        throw new ArithmeticException(
            "singular values were not found (LAPACK dgesdd says " + info + ")");
      }
      return new SingularValues(
          left, values.asSlice(0, (long) rank * Double.BYTES).toArray(JAVA_DOUBLE), right);
    } catch (RuntimeException | Error failure) {
      left.close();
      right.close();
      throw failure;
    }
  }

  private static int decompose(Matrix a, MemorySegment values, Matrix left, Matrix right) {
    try {
      return (int)
          OpenBlas.DGESDD.invokeExact(
              Factorisations.COLUMN_MAJOR,
              (byte) 'S',
              a.rows(),
              a.columns(),
              a.segment(),
              a.leading(),
              values,
              left.segment(),
              left.leading(),
              right.segment(),
              right.leading());
    } catch (Throwable e) {
      throw Blas.rethrow(e);
    }
  }

  @Override
  public void close() {
    left.close();
    rightTransposed.close();
  }
}
