package org.coesite.tensors;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Tensor;
import org.coesite.linalg.Blas;
import org.coesite.linalg.Factorisations;
import org.coesite.linalg.Matrix;
import org.coesite.linalg.PivotedCholesky;
import org.coesite.math.Irreps;

/**
 * Picks the products that are computed, without looking at what is to be learnt: those of a pivoted
 * Cholesky factorisation of the covariance of all, a deterministic CUR decomposition (Imbalzano et
 * al., J. Chem. Phys. 148, 241730 (2018)). A linear map of them restores the dot products of all as
 * far as they can, and sorts features by variance.
 */
final class ProductSelection {
  /** A variance below this share of all is rounding. */
  private static final double ROUNDING = 1e-10;

  private static final int SITES_AT_ONCE = 64;

  private final SiteExpansions expansions;
  private final int sites;
  private final ChannelMixing mixing;
  private final Backend backend;

  /**
   * A selection.
   *
   * @param expansions of the sites that are looked at
   * @param backend in double precision
   */
  ProductSelection(SiteExpansions expansions, ChannelMixing mixing, Backend backend) {
    this.expansions = expansions;
    this.mixing = mixing;
    this.backend = backend;
    sites = expansions.size();
  }

  /**
   * Features of one lambda, scaled so that on average over sites and m the sum of their squares is
   * 1.
   *
   * @param all what there is to pick from
   * @param wanted features at most
   * @throws CoesiteException if there are none
   */
  LambdaFeatures choose(ProductSet all, int wanted) {
    if (all.size() == 0) {
      throw new CoesiteException(
          "there are no features of lambda = "
              + all.lambda()
              + ": soap.max_angular must be at least 1 and products.channels at least 2");
    }
    try (Matrix covariance = covariance(all)) {
      double variance = 0;
      for (int k = 0; k < all.size(); k++) {
        variance += covariance.get(k, k);
      }
      PivotedCholesky factor = PivotedCholesky.of(covariance, wanted, ROUNDING);
      if (factor.rank() == 0) {
        throw new CoesiteException(
            "all features of lambda = "
                + all.lambda()
                + " vanish: the environments in training are too symmetric");
      }
      double scale = Math.sqrt((2 * all.lambda() + 1) / variance);
      return features(all, factor, scale);
    }
  }

  /** Sum over m and mean over sites of p p^T, upper triangle. */
  private Matrix covariance(ProductSet all) {
    Matrix out = Matrix.zeros(all.size(), all.size());
    try (ProductKernel kernel =
        new ProductKernel(expansions.basis(), mixing, List.of(all), backend)) {
      for (int from = 0; from < sites; from += SITES_AT_ONCE) {
        try (Tensor coefficients =
                expansions.tensor(from, Math.min(sites, from + SITES_AT_ONCE), backend);
            Tensor products = kernel.of(coefficients);
            Matrix columns = columns(products.toDoubles(), kernel.out(), all)) {
          Blas.rankUpdate(1.0 / sites, columns, false, 1, out);
        }
      }
    }
    return out;
  }

  /** A column for each m of each site. */
  private static Matrix columns(double[] products, Irreps layout, ProductSet all) {
    int components = 2 * all.lambda() + 1;
    int rows = products.length / layout.size();
    Matrix out = Matrix.zeros(all.size(), rows * components);
    int[] starts = all.paths();
    for (int i = 0; i < rows; i++) {
      for (int p = 0; p < layout.count(); p++) {
        int channels = layout.block(p).channels();
        for (int m = 0; m < components; m++) {
          int from = i * layout.size() + layout.offset(p) + m * channels;
          for (int k = 0; k < channels; k++) {
            out.set(starts[p] + k, i * components + m, products[from + k]);
          }
        }
      }
    }
    return out;
  }

  /**
   * With A ~ L L^T and L_P its rows of the pivots, the products c that were picked have a
   * covariance L_P L_P^T, and c L_P^(-T) V w^(1/2), with L^T L = V w V^T, has A's dot products.
   */
  private static LambdaFeatures features(ProductSet all, PivotedCholesky factor, double scale) {
    int rank = factor.rank();
    Integer[] order = IntStream.range(0, rank).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingInt(k -> factor.pivots()[k]));
    double[] transform = new double[rank * rank];
    try (Matrix upper = Matrix.zeros(rank, rank);
        Matrix solution = Matrix.zeros(rank, rank);
        Matrix inner = inner(factor)) {
      double[] values = Factorisations.eigen(inner);
      for (int k = 0; k < rank; k++) {
        for (int j = 0; j <= k; j++) {
          upper.set(j, k, factor.columns()[j][factor.pivots()[k]]);
        }
        for (int f = 0; f < rank; f++) {
          int column = rank - 1 - f;
          solution.set(k, f, scale * Math.sqrt(Math.max(0, values[column])) * inner.get(k, column));
        }
      }
      Blas.solveUpper(upper, false, solution);
      for (int k = 0; k < rank; k++) {
        for (int f = 0; f < rank; f++) {
          // as model files store it
          transform[k * rank + f] = (float) solution.get(order[k], f);
        }
      }
    }
    int[] sorted = Arrays.stream(order).mapToInt(k -> factor.pivots()[k]).toArray();
    return new LambdaFeatures(all.chosen(sorted), rank, transform);
  }

  /** L^T L. */
  private static Matrix inner(PivotedCholesky factor) {
    Matrix out = Matrix.zeros(factor.rank(), factor.rank());
    try (Matrix columns = Matrix.zeros(factor.columns()[0].length, factor.rank())) {
      for (int k = 0; k < factor.rank(); k++) {
        columns.setColumn(k, factor.columns()[k]);
      }
      Blas.rankUpdate(1, columns, true, 0, out);
    }
    return out;
  }
}
