package org.coesite.linalg;

/**
 * Least squares min |A x - b|, with the rows of A given block by block: a QR factorisation that is
 * updated, so that only its triangle is kept. The normal equations, which would square the
 * condition number, are never formed. Several right-hand sides share the factorisation.
 *
 * <p>Not thread-safe.
 */
public final class LeastSquares implements AutoCloseable {
  private static final int PANEL = 64;

  private final Matrix triangle;
  private final Matrix rotated;
  private final Matrix reflectors;
  private final int unknowns;

  /** An empty problem. */
  public LeastSquares(int unknowns, int rightHandSides) {
    this.unknowns = unknowns;
    triangle = Matrix.zeros(unknowns, unknowns);
    rotated = Matrix.zeros(unknowns, rightHandSides);
    reflectors = Matrix.zeros(Math.min(PANEL, unknowns), unknowns);
  }

  /**
   * Adds equations.
   *
   * @param rows their coefficients, [any number x unknowns]; overwritten
   * @param rightHandSides [the same number x right-hand sides]; overwritten
   * @throws ArithmeticException if a number among them is not finite
   */
  public void append(Matrix rows, Matrix rightHandSides) {
    if (rows.columns() != unknowns
        || rightHandSides.columns() != rotated.columns()
        || rows.rows() != rightHandSides.rows()) {
      throw new IllegalArgumentException(
          "shapes do not fit: " + rows + ", " + rightHandSides + ", " + unknowns + " unknowns");
    }
    if (rows.rows() == 0) {
      return;
    }
    int panel = reflectors.rows();
    try {
      check(
          (int)
              OpenBlas.DTPQRT.invokeExact(
                  Factorisations.COLUMN_MAJOR,
                  rows.rows(),
                  unknowns,
                  0,
                  panel,
                  triangle.segment(),
                  triangle.leading(),
                  rows.segment(),
                  rows.leading(),
                  reflectors.segment(),
                  reflectors.leading()),
          "dtpqrt");
      check(
          (int)
              OpenBlas.DTPMQRT.invokeExact(
                  Factorisations.COLUMN_MAJOR,
                  (byte) 'L',
                  (byte) 'T',
                  rows.rows(),
                  rotated.columns(),
                  unknowns,
                  0,
                  panel,
                  rows.segment(),
                  rows.leading(),
                  reflectors.segment(),
                  reflectors.leading(),
                  rotated.segment(),
                  rotated.leading(),
                  rightHandSides.segment(),
                  rightHandSides.leading()),
          "dtpmqrt");
    } catch (Throwable e) {
      throw Blas.rethrow(e);
    }
  }

  private static void check(int info, String routine) {
    if (info != 0) {
      throw new ArithmeticException(
          "an equation has a coefficient that is not finite (LAPACK "
              + routine
              + " says "
              + info
              + ")");
    }
  }

  /**
   * The solution for every right-hand side.
   *
   * @return [unknowns x right-hand sides], the caller's
   * @throws ArithmeticException if the equations do not determine the unknowns
   */
  public Matrix solve() {
    for (int i = 0; i < unknowns; i++) {
      if (triangle.get(i, i) == 0) {
        throw new ArithmeticException("the equations do not determine unknown " + (i + 1));
      }
    }
    Matrix solution = rotated.copy();
    Blas.solveUpper(triangle, false, solution);
    return solution;
  }

  /** R of the QR factorisation, upper triangular, shared. */
  public Matrix triangle() {
    return triangle;
  }

  @Override
  public void close() {
    triangle.close();
    rotated.close();
    reflectors.close();
  }
}
