package org.coesite.tensors;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;

/**
 * The kernel of one lambda between sites and sparse points,
 *
 * <pre>
 *   k(i m, M m') = (p_im . P_Mm') (p_i . P_M / |p_i| |P_M|)^(zeta - 1)
 * </pre>
 *
 * with the features of lambda in the first factor and those of lambda = 0 in the second. Rows (i,
 * m) and columns (M, m') run over components within sites. Immutable.
 */
final class TensorDesign {
  /** Added to the diagonal of K_MM, relative to its trace, so that rounding leaves it positive. */
  private static final double JITTER = 1e-10;

  private final SiteFeatures features;
  private final SparseSites points;
  private final int zeta;
  private final double[][] directions;

  TensorDesign(SiteFeatures features, SparseSites points, int zeta) {
    this.features = features;
    this.points = points;
    this.zeta = zeta;
    directions = new double[points.points()][];
    Arrays.setAll(directions, p -> SiteFeatures.direction(points.features()[0][p]));
  }

  /** The same without the sparse points that are of the groups of some sites. */
  TensorDesign without(Sites sites, int[] some) {
    Set<Integer> groups =
        Arrays.stream(some).map(sites::groupOf).boxed().collect(Collectors.toSet());
    int[] kept =
        IntStream.range(0, points.points())
            .filter(p -> !groups.contains(sites.groupOf(points.sites()[p])))
            .toArray();
    return new TensorDesign(features, points.chosen(kept), zeta);
  }

  int components(int k) {
    return features.spec().lambdas().get(k).components();
  }

  int unknowns(int k) {
    return points.points() * components(k);
  }

  /** K of some sites, [sites components x unknowns], the caller's. */
  Matrix rows(int k, int[] sites) {
    double[][] own = new double[sites.length][];
    double[][] directionsOfSites = new double[sites.length][];
    for (int r = 0; r < sites.length; r++) {
      own[r] = features.values()[k][sites[r]];
      directionsOfSites[r] = features.direction(sites[r]);
    }
    return kernel(k, own, directionsOfSites);
  }

  /** U with U^T U = K_MM, the caller's. */
  Matrix prior(int k) {
    Matrix kernel = kernel(k, points.features()[k], directions);
    double trace = 0;
    for (int a = 0; a < kernel.rows(); a++) {
      trace += kernel.get(a, a);
    }
    for (int a = 0; a < kernel.rows(); a++) {
      kernel.add(a, a, JITTER * trace);
    }
    try {
      Factorisations.cholesky(kernel);
      return kernel;
    } catch (ArithmeticException e) {
      kernel.close();
      throw new CoesiteException(
          "the kernel of the sparse points is singular: choose fewer of them, or more features", e);
    }
  }

  private Matrix kernel(int k, double[][] own, double[][] ownDirections) {
    int m = components(k);
    Matrix kernel = Matrix.zeros(own.length * m, unknowns(k));
    try (Matrix left = columns(own, m);
        Matrix right = columns(points.features()[k], m);
        Matrix scalar = Matrix.zeros(own.length, points.points());
        Matrix a = columns(ownDirections, 1);
        Matrix b = columns(directions, 1)) {
      Blas.multiply(1, left, true, right, false, 0, kernel);
      Blas.multiply(1, a, true, b, false, 0, scalar);
      for (int j = 0; j < kernel.columns(); j++) {
        for (int i = 0; i < kernel.rows(); i++) {
          kernel.set(i, j, kernel.get(i, j) * Math.pow(scalar.get(i / m, j / m), zeta - 1));
        }
      }
      return kernel;
    } catch (RuntimeException | Error failure) {
      kernel.close();
      throw failure;
    }
  }

  /** Features in columns, one for each component of each row. */
  private static Matrix columns(double[][] rows, int components) {
    int count = rows[0].length / components;
    Matrix out = Matrix.zeros(count, rows.length * components);
    for (int r = 0; r < rows.length; r++) {
      for (int m = 0; m < components; m++) {
        out.setColumn(r * components + m, Arrays.copyOfRange(rows[r], m * count, (m + 1) * count));
      }
    }
    return out;
  }
}
