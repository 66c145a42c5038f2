package org.coesite.linalg;

import java.lang.foreign.MemorySegment;
import org.coesite.CoesiteException;

/**
 * Dense products and triangular solves by OpenBLAS.
 *
 * <p>Calls may come from several threads at once. OpenBLAS runs each on {@link #threads(int)}
 * threads of its own: one, unless somebody asked for more, since the kernels have a pool of their
 * own and results must not depend on how work is split.
 */
public final class Blas {
  private static final int ROW_MAJOR = 101;
  private static final int COLUMN_MAJOR = 102;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;
  private static final int UPPER = 121;
  private static final int NON_UNIT = 131;
  private static final int LEFT = 141;
  private static final int RIGHT = 142;

  static {
    if (OpenBlas.missing().isEmpty()) {
      setThreads(1);
    }
  }

  private Blas() {}

  /**
   * Makes sure that OpenBLAS is there.
   *
   * @throws CoesiteException if it is not, saying why
   */
  public static void require() {
    OpenBlas.missing()
        .ifPresent(
            why -> {
              throw new CoesiteException(why.getMessage(), why);
            });
  }

  /** OpenBLAS's own account of its version, build and chip. */
  @SuppressWarnings("restricted")
  public static String description() {
    require();
    try {
      MemorySegment text = (MemorySegment) OpenBlas.GET_CONFIG.invokeExact();
      return text.reinterpret(1024).getString(0).strip();
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /**
   * Sets how many threads a call uses, for the whole process.
   *
   * @return what it was before
   */
  public static int threads(int count) {
    int before;
    try {
      before = (int) OpenBlas.GET_NUM_THREADS.invokeExact();
    } catch (Throwable e) {
      throw rethrow(e);
    }
    setThreads(count);
    return before;
  }

  private static void setThreads(int count) {
    try {
      OpenBlas.SET_NUM_THREADS.invokeExact(count);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /**
   * C = alpha op(A) op(B) + beta C in double, rows stored one after the other.
   *
   * @param transposeA whether op(A), [m x k], is the transpose of what is stored
   * @param transposeB whether op(B), [k x n], is the transpose of what is stored
   * @param lda numbers from one stored row of A to the next; likewise {@code ldb}, {@code ldc}
   */
  public static void dgemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      double beta,
      MemorySegment c,
      int ldc) {
    dgemm(ROW_MAJOR, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }

  private static void dgemm(
      int order,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      double beta,
      MemorySegment c,
      int ldc) {
    try {
      OpenBlas.DGEMM.invokeExact(
          order, flag(transposeA), flag(transposeB), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** {@link #dgemm} in single precision. */
  public static void sgemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      float beta,
      MemorySegment c,
      int ldc) {
    try {
      OpenBlas.SGEMM.invokeExact(
          ROW_MAJOR,
          flag(transposeA),
          flag(transposeB),
          m,
          n,
          k,
          alpha,
          a,
          lda,
          b,
          ldb,
          beta,
          c,
          ldc);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** C = alpha op(A) op(B) + beta C. */
  public static void multiply(
      double alpha,
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      double beta,
      Matrix c) {
    int m = transposeA ? a.columns() : a.rows();
    int k = transposeA ? a.rows() : a.columns();
    int n = transposeB ? b.rows() : b.columns();
    if (k != (transposeB ? b.columns() : b.rows()) || m != c.rows() || n != c.columns()) {
      throw new IllegalArgumentException("shapes do not fit: " + a + " by " + b + " into " + c);
    }
    if (m == 0 || n == 0) {
      return;
    }
    dgemm(
        COLUMN_MAJOR,
        transposeA,
        transposeB,
        m,
        n,
        k,
        alpha,
        a.segment(),
        a.leading(),
        b.segment(),
        b.leading(),
        beta,
        c.segment(),
        c.leading());
  }

  /** Upper triangle of C = alpha op(A) op(A)^T + beta C; the lower is not touched. */
  public static void rankUpdate(double alpha, Matrix a, boolean transposeA, double beta, Matrix c) {
    int n = transposeA ? a.columns() : a.rows();
    if (c.rows() != n || c.columns() != n) {
      throw new IllegalArgumentException("shapes do not fit: " + a + " into " + c);
    }
    try {
      OpenBlas.DSYRK.invokeExact(
          COLUMN_MAJOR,
          UPPER,
          flag(transposeA),
          n,
          transposeA ? a.rows() : a.columns(),
          alpha,
          a.segment(),
          a.leading(),
          beta,
          c.segment(),
          c.leading());
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** Solves op(U) X = B in place of B, U upper triangular. */
  public static void solveUpper(Matrix u, boolean transpose, Matrix b) {
    triangularSolve(LEFT, u, transpose, b, b.rows());
  }

  /** Solves X op(U) = B in place of B, U upper triangular. */
  public static void solveUpperFromRight(Matrix u, boolean transpose, Matrix b) {
    triangularSolve(RIGHT, u, transpose, b, b.columns());
  }

  private static void triangularSolve(int side, Matrix u, boolean transpose, Matrix b, int extent) {
    if (u.rows() != u.columns() || u.rows() != extent) {
      throw new IllegalArgumentException("shapes do not fit: " + u + " and " + b);
    }
    try {
      OpenBlas.DTRSM.invokeExact(
          COLUMN_MAJOR,
          side,
          UPPER,
          flag(transpose),
          NON_UNIT,
          b.rows(),
          b.columns(),
          1.0,
          u.segment(),
          u.leading(),
          b.segment(),
          b.leading());
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  private static int flag(boolean transpose) {
    return transpose ? TRANSPOSE : NO_TRANSPOSE;
  }

  static RuntimeException rethrow(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }
}
