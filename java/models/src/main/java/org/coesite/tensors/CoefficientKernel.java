package org.coesite.tensors;

import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.backend.TensorProduct;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;

/**
 * The coefficients that a kernel model gives the features of a centre: since
 *
 * <pre>
 *   t_m = sum over M, m' of (p_im . p_Mm') k_iM w_Mm' = p_im . g_i,  g_i = sum over M of k_iM v_M
 * </pre>
 *
 * with v_M = sum over m' of p_Mm' w_Mm' and k_iM the scalar kernel to the power zeta - 1, all that
 * depends on the centre is a sum over sparse points.
 *
 * <p>With zeta = 2 the scalar kernel is a dot product of directions u, so that g_i = u_i B with B =
 * sum over M of u_M v_M. Weights of sparse points that resemble each other are huge and cancel:
 * that is done in B once, in double precision, and single precision sees numbers of the size of the
 * prior. Used by one thread; closed before its backend.
 */
final class CoefficientKernel implements AutoCloseable {
  /** Columns of a matrix at a time: with all rows they stay in a cache. */
  private static final int COLUMNS = 128;

  private final int element;
  private final int zeta;
  private final SparseKernel kernel;
  private final Linear values;

  /** A row times a number. */
  private final TensorProduct scaling;

  CoefficientKernel(TensorParameters model, Backend backend) {
    element = model.element();
    zeta = model.zeta();
    double[][] invariants = model.points().get(0);
    int points = invariants.length;
    int count = model.features().lambdas().get(0).count();
    double[] directions = new double[points * count];
    for (int p = 0; p < points; p++) {
      System.arraycopy(SiteFeatures.direction(invariants[p]), 0, directions, p * count, count);
    }
    int[] species = new int[points];
    Arrays.fill(species, element);
    kernel =
        backend.sparseKernel(
            new SparsePoints(
                species, directions, count, Math.max(1, zeta - 1), true, new double[points], 1));
    double[] v = values(model);
    int outputs = v.length / points;
    values =
        zeta == 2
            ? layer(count, outputs, transposedTimes(directions, v, points), backend)
            : layer(points, outputs, v, backend);
    Irreps row = scalars(count);
    scaling =
        backend.tensorProduct(
            new ProductPaths(row, scalars(1), row, List.of(new ProductPaths.Path(0, 0, 0, 1))));
  }

  private static Irreps scalars(int channels) {
    return new Irreps(List.of(new Irreps.Block(channels, new Irrep(0, 1))));
  }

  private static Linear layer(int from, int to, double[] weights, Backend backend) {
    return backend.linear(LinearPaths.all(scalars(from), scalars(to)), weights);
  }

  /** The product a^T b of matrices of so many rows. */
  private static double[] transposedTimes(double[] a, double[] b, int rows) {
    int m = a.length / rows;
    int n = b.length / rows;
    double[] out = new double[Math.multiplyExact(m, n)];
    for (int first = 0; first < n; first += COLUMNS) {
      int last = Math.min(n, first + COLUMNS);
      for (int k = 0; k < m; k++) {
        for (int p = 0; p < rows; p++) {
          double factor = a[p * m + k];
          for (int c = first; c < last; c++) {
            out[k * n + c] += factor * b[p * n + c];
          }
        }
      }
    }
    return out;
  }

  /** v, [points x (outputs, lambdas, features)]. */
  private static double[] values(TensorParameters model) {
    List<LambdaFeatures> lambdas = model.features().lambdas();
    int outputs = model.members() + 1;
    int points = model.points().get(0).length;
    int size = lambdas.stream().mapToInt(LambdaFeatures::count).sum();
    double[] out = new double[points * outputs * size];
    for (int p = 0; p < points; p++) {
      int offset = p * outputs * size;
      for (int c = 0; c < outputs; c++) {
        for (int k = 0; k < lambdas.size(); k++) {
          LambdaFeatures own = lambdas.get(k);
          double[] point = model.points().get(k)[p];
          for (int m = 0; m < own.components(); m++) {
            double weight = model.weights().get(k)[p * own.components() + m][c];
            for (int f = 0; f < own.count(); f++) {
              out[offset + f] += weight * point[m * own.count() + f];
            }
          }
          offset += own.count();
        }
      }
    }
    return out;
  }

  /**
   * What the kernel says of some centres.
   *
   * @param values g, [centres, outputs x lambdas x features]
   * @param similarity the largest cosine to a sparse point, [centres]
   */
  record Coefficients(Tensor values, double[] similarity) implements AutoCloseable {
    @Override
    public void close() {
      values.close();
    }
  }

  /**
   * The coefficients.
   *
   * @param invariants features of lambda = 0, [centres, features]
   */
  Coefficients of(Tensor invariants, Backend backend) {
    int centres = Math.toIntExact(invariants.shape(0));
    int[] species = new int[centres];
    Arrays.fill(species, element);
    try (Tensor k = kernel.kernel(invariants, species)) {
      double[] similarity = similarity(k.toDoubles(), centres);
      if (zeta == 2) {
        try (Tensor directions = directions(invariants, backend)) {
          return new Coefficients(values.apply(directions), similarity);
        }
      }
      if (zeta > 2) {
        return new Coefficients(values.apply(k), similarity);
      }
      double[] ones = new double[Math.toIntExact(k.size())];
      Arrays.fill(ones, 1);
      try (Tensor linear = backend.tensor(ones, centres, kernel.points().points())) {
        return new Coefficients(values.apply(linear), similarity);
      }
    }
  }

  /** Rows divided by their lengths; zeros stay zeros. */
  private Tensor directions(Tensor invariants, Backend backend) {
    double[] rows = invariants.toDoubles();
    int centres = Math.toIntExact(invariants.shape(0));
    int count = rows.length / centres;
    double[] factors = new double[centres];
    for (int i = 0; i < centres; i++) {
      double square = 0;
      for (int f = i * count; f < (i + 1) * count; f++) {
        square += rows[f] * rows[f];
      }
      factors[i] = square == 0 ? 0 : 1 / Math.sqrt(square);
    }
    try (Tensor lengths = backend.tensor(factors, centres, 1)) {
      return scaling.product(invariants, lengths, null);
    }
  }

  private double[] similarity(double[] kernels, int centres) {
    double[] out = new double[centres];
    int points = kernel.points().points();
    for (int i = 0; i < centres; i++) {
      double largest = -1;
      for (int p = 0; p < points; p++) {
        largest = Math.max(largest, kernels[i * points + p]);
      }
      out[i] = Math.pow(largest, 1.0 / Math.max(1, zeta - 1));
    }
    return out;
  }

  @Override
  public void close() {
    scaling.close();
    values.close();
    kernel.close();
  }
}
