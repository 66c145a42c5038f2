package org.coesite.conformance;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.LinearPaths;
import org.coesite.math.Irreps;

/** Linear layers in plain loops. */
final class ReferenceLinear {
  private final LinearPaths paths;
  private final double[] weights;

  ReferenceLinear(LinearPaths paths, double[] weights) {
    this.paths = paths;
    this.weights = weights;
  }

  double[] apply(int rows, double[] x) {
    double[] z = new double[rows * paths.out().size()];
    int start = 0;
    for (LinearPaths.Path path : paths.paths()) {
      Irreps.Block from = paths.x().block(path.x());
      Irreps.Block to = paths.out().block(path.out());
      for (int row = 0; row < rows; row++) {
        for (int m = 0; m < from.irrep().size(); m++) {
          int xAt = row * paths.x().size() + paths.x().offset(path.x()) + m * from.channels();
          int zAt = row * paths.out().size() + paths.out().offset(path.out()) + m * to.channels();
          for (int u = 0; u < from.channels(); u++) {
            for (int w = 0; w < to.channels(); w++) {
              z[zAt + w] += weights[start + u * to.channels() + w] * x[xAt + u];
            }
          }
        }
      }
      start += from.channels() * to.channels();
    }
    return z;
  }

  /** The paths that tests use: many l, many, few and odd channels, blocks without a path. */
  static List<LinearPaths> some() {
    List<LinearPaths> out = new ArrayList<>();
    // between MACE's convolution and its next layer, smaller
    out.add(all("16x0e+16x0e+16x1o+16x1o+16x2e", "16x0e+16x1o"));
    // both parities, unequal channels
    out.add(all("8x0o+4x0e+8x1o+2x1e+8x2o", "6x0e+5x0o+9x1e+2x1o+11x2o"));
    // a full tile, more than one, and one channel
    out.add(all("64x0e+1x1o+3x2e", "17x0e+130x1o+64x2e"));
    out.add(all("1x0e", "1x0e"));
    out.add(all("17x3o+3x3o", "3x3o+1x3o"));
    // blocks that nothing comes from or leads to
    out.add(all("5x0e+7x1e+3x4e", "2x1o+3x4e"));
    out.add(all("2x0e", "2x1o"));
    // chosen paths in a mixed order, one of them twice
    Irreps x = Irreps.parse("3x1o+5x0e+4x1o+2x0e");
    Irreps z = Irreps.parse("6x0e+33x1o+2x1o");
    out.add(
        new LinearPaths(
            x, z, List.of(path(2, 1), path(0, 2), path(3, 0), path(0, 1), path(1, 0), path(2, 1))));
    return out;
  }

  static LinearPaths all(String x, String z) {
    return LinearPaths.all(Irreps.parse(x), Irreps.parse(z));
  }

  private static LinearPaths.Path path(int x, int z) {
    return new LinearPaths.Path(x, z);
  }
}
