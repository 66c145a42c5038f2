package org.coesite.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.backend.TensorProduct;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;

/**
 * From equivariant features to tensors, for a model and its committee: each feature times an
 * invariant coefficient of the centre, summed over features. What makes the coefficients, a kernel
 * or a network, does not matter here. Used by one thread; closed before its backend.
 */
final class Readout implements AutoCloseable {
  private final Irreps out;
  private final TensorProduct product;
  private final Linear sum;

  /**
   * A readout.
   *
   * @param features a block of even parity for each lambda
   * @param outputs how many tensors are made of each centre
   */
  Readout(Irreps features, int outputs, Backend backend) {
    List<Irreps.Block> coefficients = new ArrayList<>();
    List<Irreps.Block> products = new ArrayList<>();
    List<Irreps.Block> sums = new ArrayList<>();
    List<ProductPaths.Path> paths = new ArrayList<>();
    List<LinearPaths.Path> adding = new ArrayList<>();
    int weights = 0;
    for (int c = 0; c < outputs; c++) {
      for (int k = 0; k < features.count(); k++) {
        Irreps.Block block = features.block(k);
        int at = paths.size();
        coefficients.add(new Irreps.Block(block.channels(), new Irrep(0, 1)));
        products.add(block);
        sums.add(new Irreps.Block(1, block.irrep()));
        paths.add(new ProductPaths.Path(k, at, at, 1));
        adding.add(new LinearPaths.Path(at, at));
        weights += block.channels();
      }
    }
    out = new Irreps(sums);
    Irreps all = new Irreps(products);
    double[] ones = new double[weights];
    Arrays.fill(ones, 1);
    product =
        backend.tensorProduct(new ProductPaths(features, new Irreps(coefficients), all, paths));
    sum = backend.linear(new LinearPaths(all, out, adding), ones);
  }

  /** The tensors of a centre: output after output, a block for each lambda. */
  Irreps out() {
    return out;
  }

  /**
   * The tensors of some centres.
   *
   * @param features [centres, ...]
   * @param coefficients of each centre: output after output, a number for each feature of each
   *     lambda
   * @return [centres, out().size()], the caller's
   */
  Tensor of(Tensor features, Tensor coefficients) {
    try (Tensor products = product.product(features, coefficients, null)) {
      return sum.apply(products);
    }
  }

  @Override
  public void close() {
    sum.close();
    product.close();
  }
}
