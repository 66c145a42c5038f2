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
import org.coesite.math.SoapBasis;

/**
 * Products of expansion coefficients on a backend: two linear layers pick the factors, a tensor
 * product multiplies them channel by channel. Used by one thread; closed before its backend.
 */
final class ProductKernel implements AutoCloseable {
  private final ChannelMixing mixing;
  private final Irreps coefficients;
  private final Irreps out;
  private final Linear first;
  private final Linear second;
  private final TensorProduct product;

  /**
   * Prepares them.
   *
   * @param basis of the coefficients
   * @param sets products, set after set in the result
   */
  ProductKernel(SoapBasis basis, ChannelMixing mixing, List<ProductSet> sets, Backend backend) {
    this.mixing = mixing;
    coefficients = ChannelMixing.coefficients(basis, mixing.species());
    Factors a = new Factors();
    Factors b = new Factors();
    List<Irreps.Block> blocks = new ArrayList<>();
    List<ProductPaths.Path> paths = new ArrayList<>();
    for (ProductSet set : sets) {
      int[] starts = set.paths();
      for (int p = 0; p + 1 < starts.length; p++) {
        List<Product> own = set.products().subList(starts[p], starts[p + 1]);
        a.add(own.get(0).l1(), own, Product::q1, Product::factor);
        b.add(own.get(0).l2(), own, Product::q2, any -> 1);
        // l1 + l2 is even
        blocks.add(new Irreps.Block(own.size(), new Irrep(set.lambda(), 1)));
        paths.add(new ProductPaths.Path(p(paths), p(paths), p(paths), 1));
      }
    }
    out = new Irreps(blocks);
    first = a.layer(backend);
    second = b.layer(backend);
    product = backend.tensorProduct(new ProductPaths(a.irreps(), b.irreps(), out, paths));
  }

  private static int p(List<ProductPaths.Path> paths) {
    return paths.size();
  }

  @FunctionalInterface
  private interface Channel {
    int of(Product product);
  }

  @FunctionalInterface
  private interface Factor {
    double of(Product product);
  }

  /** The layer that picks one factor of every product. */
  private final class Factors {
    private final List<Irreps.Block> blocks = new ArrayList<>();
    private final List<LinearPaths.Path> paths = new ArrayList<>();
    private final List<double[]> weights = new ArrayList<>();

    /** Adds the factors of the products of one path. */
    void add(int l, List<Product> products, Channel channel, Factor factor) {
      int radial = mixing.radial();
      for (int a = 0; a < mixing.species(); a++) {
        double[] matrix = new double[radial * products.size()];
        for (int n = 0; n < radial; n++) {
          for (int k = 0; k < products.size(); k++) {
            Product own = products.get(k);
            matrix[n * products.size() + k] =
                factor.of(own) * mixing.weight(l, a, n, channel.of(own));
          }
        }
        paths.add(new LinearPaths.Path(a * (mixing.maxAngular() + 1) + l, blocks.size()));
        weights.add(matrix);
      }
      blocks.add(new Irreps.Block(products.size(), Irrep.harmonic(l)));
    }

    Irreps irreps() {
      return new Irreps(blocks);
    }

    Linear layer(Backend backend) {
      double[] all = weights.stream().flatMapToDouble(Arrays::stream).toArray();
      return backend.linear(new LinearPaths(coefficients, irreps(), paths), all);
    }
  }

  /** What the products are: for each set a block for each of its paths. */
  Irreps out() {
    return out;
  }

  /**
   * The products of some centres.
   *
   * @param expansion coefficients, [centres, ...]
   * @return [centres, out().size()], the caller's
   */
  Tensor of(Tensor expansion) {
    try (Tensor a = first.apply(expansion);
        Tensor b = second.apply(expansion)) {
      return product.product(a, b, null);
    }
  }

  @Override
  public void close() {
    product.close();
    second.close();
    first.close();
  }
}
