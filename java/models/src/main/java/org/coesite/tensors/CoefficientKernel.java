package org.coesite.tensors;

import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
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
 * depends on the centre is a sum over sparse points. Used by one thread; closed before its backend.
 */
final class CoefficientKernel implements AutoCloseable {
  private final int element;
  private final int zeta;
  private final SparseKernel kernel;
  private final Linear values;

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
    Irrep scalar = new Irrep(0, 1);
    Irreps from = new Irreps(List.of(new Irreps.Block(points, scalar)));
    Irreps to = new Irreps(List.of(new Irreps.Block(v.length / points, scalar)));
    values = backend.linear(LinearPaths.all(from, to), v);
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
      if (zeta > 1) {
        return new Coefficients(values.apply(k), similarity);
      }
      double[] ones = new double[Math.toIntExact(k.size())];
      Arrays.fill(ones, 1);
      try (Tensor linear = backend.tensor(ones, centres, kernel.points().points())) {
        return new Coefficients(values.apply(linear), similarity);
      }
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
    values.close();
    kernel.close();
  }
}
