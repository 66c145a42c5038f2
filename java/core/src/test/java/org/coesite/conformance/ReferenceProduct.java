package org.coesite.conformance;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.PairList;
import org.coesite.backend.ProductPaths;
import org.coesite.math.ClebschGordan;
import org.coesite.math.Irreps;

/** Products of equivariant arrays in plain loops over dense tables of coefficients. */
final class ReferenceProduct {
  private final ProductPaths paths;

  ReferenceProduct(ProductPaths paths) {
    this.paths = paths;
  }

  /** C of a path for all m1, m2, m3. */
  private double[][][] dense(int path) {
    ProductPaths.Path p = paths.paths().get(path);
    int l1 = paths.x().block(p.x()).irrep().degree();
    int l2 = paths.y().block(p.y()).irrep().degree();
    int l3 = paths.out().block(p.out()).irrep().degree();
    ClebschGordan c = ClebschGordan.of(l1, l2, l3);
    double[][][] table = new double[2 * l1 + 1][2 * l2 + 1][2 * l3 + 1];
    for (int m1 = -l1; m1 <= l1; m1++) {
      for (int m2 = -l2; m2 <= l2; m2++) {
        for (int m3 = -l3; m3 <= l3; m3++) {
          table[m1 + l1][m2 + l2][m3 + l3] = c.value(m1, m2, m3);
        }
      }
    }
    return table;
  }

  /** Adds the product of one row of x, of y and of weights (null: ones) to one of z. */
  private void add(
      double[][][] table,
      int path,
      double[] x,
      int xRow,
      double[] y,
      int yRow,
      double[] weights,
      double[] z,
      int zRow) {
    ProductPaths.Path p = paths.paths().get(path);
    Irreps.Block second = paths.y().block(p.y());
    int channels = paths.channels(path);
    for (int u = 0; u < channels; u++) {
      double w = weights == null ? 1 : weights[yRow * weightCount() + weightOffset(path) + u];
      for (int m1 = 0; m1 < table.length; m1++) {
        for (int m2 = 0; m2 < table[0].length; m2++) {
          for (int m3 = 0; m3 < table[0][0].length; m3++) {
            double a = x[xRow * paths.x().size() + paths.x().offset(p.x()) + m1 * channels + u];
            int v = second.channels() == 1 ? 0 : u;
            double b =
                y[yRow * paths.y().size() + paths.y().offset(p.y()) + m2 * second.channels() + v];
            int to = zRow * paths.out().size() + paths.out().offset(p.out()) + m3 * channels + u;
            z[to] += p.scale() * table[m1][m2][m3] * w * a * b;
          }
        }
      }
    }
  }

  private int weightCount() {
    return weightOffset(paths.paths().size());
  }

  private int weightOffset(int path) {
    int offset = 0;
    for (int k = 0; k < path; k++) {
      offset += paths.out().block(paths.paths().get(k).out()).channels();
    }
    return offset;
  }

  /** Row by row. */
  double[] product(int rows, double[] x, double[] y, double[] weights) {
    double[] z = new double[rows * paths.out().size()];
    for (int path = 0; path < paths.paths().size(); path++) {
      double[][][] table = dense(path);
      for (int row = 0; row < rows; row++) {
        add(table, path, x, row, y, row, weights, z, row);
      }
    }
    return z;
  }

  /** Summed over the pairs of each centre. */
  double[] messages(PairList pairs, double[] nodes, double[] edges, double[] weights) {
    double[] z = new double[(pairs.start().length - 1) * paths.out().size()];
    for (int path = 0; path < paths.paths().size(); path++) {
      double[][][] table = dense(path);
      for (int k = 0; k + 1 < pairs.start().length; k++) {
        for (int e = pairs.start()[k]; e < pairs.start()[k + 1]; e++) {
          add(table, path, nodes, pairs.j()[e], edges, e, weights, z, k);
        }
      }
    }
    return z;
  }

  /** The paths that tests use: many l, many or few channels, several paths to one block. */
  static List<ProductPaths> shared() {
    List<ProductPaths> out = new ArrayList<>();
    // MACE's first and second layer
    out.add(all("16x0e", 3, "0e", "1o", "2e", "3o"));
    out.add(all("32x0e+32x1o", 3, "0e", "1o", "2e", "3o"));
    // NequIP's, with both parities
    out.add(all("8x0o+8x0e+8x1o+8x1e+8x2o+8x2e", 2, "0o", "0e", "1o", "1e", "2o", "2e"));
    // one channel, odd numbers of channels, different ones
    out.add(all("1x0e+1x1o+1x2e", 2, "0e", "1o", "2e"));
    out.add(all("3x3o+37x1o+5x2e+1x4e", 4, "0e", "1o", "2e", "3e", "4e", "5o", "2o"));
    out.add(merged("7x0e+7x1o+7x2e+17x3o", 3));
    return out;
  }

  static ProductPaths all(String x, int maxDegree, String... wanted) {
    return ProductPaths.all(
        Irreps.parse(x),
        Irreps.harmonics(maxDegree, 1),
        java.util.Arrays.stream(wanted).map(org.coesite.math.Irrep::parse).toList());
  }

  /** All paths back to the blocks they come from, scaled, in a mixed order. */
  static ProductPaths merged(String x, int maxDegree) {
    Irreps blocks = Irreps.parse(x);
    return new ProductPaths(
        blocks, Irreps.harmonics(maxDegree, 1), blocks, mergedPaths(blocks, maxDegree));
  }

  private static List<ProductPaths.Path> mergedPaths(Irreps blocks, int maxDegree) {
    List<ProductPaths.Path> paths = new ArrayList<>();
    for (int b = maxDegree; b >= 0; b--) {
      for (int a = 0; a < blocks.count(); a++) {
        for (int c = 0; c < blocks.count(); c++) {
          if (blocks.block(a).channels() == blocks.block(c).channels()
              && blocks
                  .block(c)
                  .irrep()
                  .isOf(blocks.block(a).irrep(), org.coesite.math.Irrep.harmonic(b))) {
            paths.add(new ProductPaths.Path(a, b, c, 1.0 / (1 + paths.size())));
          }
        }
      }
    }
    return paths;
  }

  /** Products channel by channel. */
  static List<ProductPaths> channelwise() {
    List<ProductPaths> out = new ArrayList<>();
    for (ProductPaths paths : shared()) {
      out.add(paths); // y with one channel
      Irreps y =
          new Irreps(
              paths.y().blocks().stream()
                  .map(b -> new Irreps.Block(paths.x().block(0).channels(), b.irrep()))
                  .toList());
      List<ProductPaths.Path> fitting =
          paths.paths().stream()
              .filter(p -> paths.x().block(p.x()).channels() == paths.x().block(0).channels())
              .toList();
      out.add(new ProductPaths(paths.x(), y, paths.out(), fitting));
    }
    return out;
  }
}
