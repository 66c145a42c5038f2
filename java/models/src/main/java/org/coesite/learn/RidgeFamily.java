package org.coesite.learn;

import java.util.Random;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Matrix;
import org.coesite.linalg.SingularValues;

/**
 * Ridge regressions min |A x - b|^2 + lambda |x|^2 that share their equations: after one singular
 * value decomposition of A, any number of right-hand sides b, each with any number of lambdas, cost
 * little. The normal equations are never formed. Immutable; closed by its owner.
 */
public final class RidgeFamily implements AutoCloseable {
  private final SingularValues svd;

  /** P, [equations x rank], row by row: read far more often than anything else. */
  private final double[] left;

  /**
   * Decomposes.
   *
   * @param equations A, [equations x unknowns]; overwritten
   */
  public RidgeFamily(Matrix equations) {
    svd = SingularValues.of(equations);
    int rank = svd.values().length;
    left = new double[equations.rows() * rank];
    for (int i = 0; i < equations.rows(); i++) {
      for (int k = 0; k < rank; k++) {
        left[i * rank + k] = svd.left().get(i, k);
      }
    }
  }

  /** Number of equations. */
  public int equations() {
    return svd.left().rows();
  }

  private int rank() {
    return svd.values().length;
  }

  /** The largest squared singular value: what lambda is to be compared with. */
  public double scale() {
    return rank() == 0 ? 1 : svd.values()[0] * svd.values()[0];
  }

  /** P^T b of every right-hand side, [rank x right-hand sides], the caller's. */
  public Matrix project(Matrix rightHandSides) {
    Matrix projected = Matrix.zeros(rank(), rightHandSides.columns());
    Blas.multiply(1, svd.left(), true, rightHandSides, false, 0, projected);
    return projected;
  }

  /**
   * What would be predicted of each equation by a fit to all others, minus what is there: the
   * residual over 1 - h_ii, with h the hat matrix (Allen 1974).
   *
   * @param projected P^T b
   * @param b the right-hand side itself, [equations]
   */
  public double[] leaveOneOut(Matrix projected, int column, double[] b, double lambda) {
    int rank = rank();
    double[] filter = filter(lambda);
    double[] own = projected.column(column);
    double[] out = new double[equations()];
    for (int i = 0; i < out.length; i++) {
      double fitted = 0;
      double hat = 0;
      for (int k = 0; k < rank; k++) {
        double p = left[i * rank + k];
        fitted += p * filter[k] * own[k];
        hat += p * p * filter[k];
      }
      // an equation that alone decides an unknown cannot be predicted from the others
      out[i] = (fitted - b[i]) / Math.max(1 - hat, 1e-8);
    }
    return out;
  }

  /**
   * What is fitted minus what is there.
   *
   * @param projected P^T b
   * @param b the right-hand side itself, [equations]
   */
  public double[] residuals(Matrix projected, int column, double[] b, double lambda) {
    double[] filter = filter(lambda);
    double[] own = projected.column(column);
    double[] out = new double[equations()];
    for (int i = 0; i < out.length; i++) {
      double fitted = 0;
      for (int k = 0; k < own.length; k++) {
        fitted += left[i * own.length + k] * filter[k] * own[k];
      }
      out[i] = fitted - b[i];
    }
    return out;
  }

  /**
   * The hat matrix of some equations: what b of one of them adds to what is fitted of another.
   *
   * @param rows which equations
   * @return H, [rows x rows]
   */
  public double[] hat(int[] rows, double lambda) {
    double[] filter = filter(lambda);
    double[] out = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        int a = rows[i] * filter.length;
        int b = rows[j] * filter.length;
        for (int k = 0; k < filter.length; k++) {
          sum += left[a + k] * filter[k] * left[b + k];
        }
        out[i * rows.length + j] = sum;
        out[j * rows.length + i] = sum;
      }
    }
    return out;
  }

  /**
   * Solutions drawn from the posterior minus its mean, where errors of the equations are normal
   * with variance 1 and the unknowns with variance 1 / lambda.
   *
   * @param members how many
   * @return [unknowns x members], the caller's
   */
  public Matrix sample(double lambda, int members, Random random) {
    int unknowns = svd.rightTransposed().columns();
    Matrix sample = Matrix.zeros(unknowns, members);
    try (Matrix inside = Matrix.zeros(rank(), members)) {
      for (int m = 0; m < members; m++) {
        for (int u = 0; u < unknowns; u++) {
          sample.set(u, m, random.nextGaussian());
        }
      }
      Blas.multiply(1, svd.rightTransposed(), false, sample, false, 0, inside);
      double prior = 1 / Math.sqrt(lambda);
      for (int k = 0; k < rank(); k++) {
        double deviation = 1 / Math.sqrt(svd.values()[k] * svd.values()[k] + lambda);
        for (int m = 0; m < members; m++) {
          inside.set(k, m, inside.get(k, m) * (deviation / prior - 1));
        }
      }
      Blas.multiply(prior, svd.rightTransposed(), true, inside, false, prior, sample);
      return sample;
    } catch (RuntimeException | Error failure) {
      sample.close();
      throw failure;
    }
  }

  /**
   * Variances of what is predicted, where errors of the equations are normal with variance 1 and
   * the unknowns with variance 1 / lambda.
   *
   * @param rows what multiplies the unknowns, [rows x unknowns]
   * @return [rows]
   */
  public double[] variances(Matrix rows, double lambda) {
    double[] out = new double[rows.rows()];
    try (Matrix inside = Matrix.zeros(rows.rows(), rank())) {
      Blas.multiply(1, rows, false, svd.rightTransposed(), true, 0, inside);
      for (int i = 0; i < out.length; i++) {
        double square = 0;
        for (int u = 0; u < rows.columns(); u++) {
          square += rows.get(i, u) * rows.get(i, u);
        }
        out[i] = square / lambda;
        for (int k = 0; k < rank(); k++) {
          double own = inside.get(i, k) * inside.get(i, k);
          double value = svd.values()[k] * svd.values()[k];
          out[i] += own * (1 / (value + lambda) - 1 / lambda);
        }
        out[i] = Math.max(0, out[i]);
      }
    }
    return out;
  }

  /** s^2 / (s^2 + lambda) of every singular value. */
  private double[] filter(double lambda) {
    double[] filter = new double[rank()];
    for (int k = 0; k < filter.length; k++) {
      double square = svd.values()[k] * svd.values()[k];
      filter[k] = square == 0 ? 0 : square / (square + lambda);
    }
    return filter;
  }

  /**
   * Solutions of all right-hand sides.
   *
   * @param projected P^T b
   * @param lambdas of each right-hand side
   * @return x, [unknowns x right-hand sides], the caller's
   */
  public Matrix solve(Matrix projected, double[] lambdas) {
    Matrix solution = Matrix.zeros(svd.rightTransposed().columns(), projected.columns());
    try (Matrix scaled = Matrix.zeros(rank(), projected.columns())) {
      for (int c = 0; c < projected.columns(); c++) {
        double[] filter = filter(lambdas[c]);
        for (int k = 0; k < rank(); k++) {
          double value = svd.values()[k];
          scaled.set(k, c, value == 0 ? 0 : filter[k] / value * projected.get(k, c));
        }
      }
      Blas.multiply(1, svd.rightTransposed(), true, scaled, false, 0, solution);
      return solution;
    } catch (RuntimeException | Error failure) {
      solution.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    svd.close();
  }
}
