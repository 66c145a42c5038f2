package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;

/**
 * Equivariant features on a backend: from expansion coefficients by way of their products. Used by
 * one thread; closed before its backend.
 */
final class FeatureKernel implements AutoCloseable {
  private final TensorFeatures spec;
  private final Soap soap;
  private final ProductKernel products;
  private final Irreps out;
  private final Linear invariants;
  private final Linear all;

  FeatureKernel(TensorFeatures spec, Backend backend) {
    this.spec = spec;
    soap = backend.soap(spec.basis(), spec.species());
    products = new ProductKernel(spec.basis(), spec.mixing(), spec.products(), backend);
    out = features(spec.lambdas());
    invariants = layer(spec.lambdas().subList(0, 1), backend);
    all = layer(spec.lambdas(), backend);
  }

  private static Irreps features(List<LambdaFeatures> lambdas) {
    List<Irreps.Block> blocks = new ArrayList<>();
    for (LambdaFeatures own : lambdas) {
      blocks.add(new Irreps.Block(own.count(), new Irrep(own.lambda(), 1)));
    }
    return new Irreps(blocks);
  }

  /** The transforms of some lambdas, the first of all. */
  private Linear layer(List<LambdaFeatures> lambdas, Backend backend) {
    List<LinearPaths.Path> paths = new ArrayList<>();
    int weights = 0;
    for (LambdaFeatures own : lambdas) {
      weights += own.transform().length;
    }
    double[] all = new double[weights];
    int block = 0;
    int offset = 0;
    for (int k = 0; k < lambdas.size(); k++) {
      LambdaFeatures own = lambdas.get(k);
      for (int p = 0; p + 1 < own.products().paths().length; p++) {
        paths.add(new LinearPaths.Path(block++, k));
      }
      System.arraycopy(own.transform(), 0, all, offset, own.transform().length);
      offset += own.transform().length;
    }
    return backend.linear(new LinearPaths(products.out(), features(lambdas), paths), all);
  }

  TensorFeatures spec() {
    return spec;
  }

  Soap soap() {
    return soap;
  }

  /** What the features of a centre are: a block for each lambda. */
  Irreps out() {
    return out;
  }

  /**
   * The features of some centres.
   *
   * @param invariants those of lambda = 0, [centres, features]
   * @param all lambda after lambda, [centres, out().size()]
   */
  record Features(Tensor invariants, Tensor all) implements AutoCloseable {
    @Override
    public void close() {
      all.close();
      invariants.close();
    }
  }

  /**
   * Computes them.
   *
   * @param expansion coefficients, [centres, ...]
   */
  Features of(Tensor expansion) {
    try (Tensor raw = products.of(expansion)) {
      return new Features(invariants.apply(raw), all.apply(raw));
    }
  }

  @Override
  public void close() {
    all.close();
    invariants.close();
    products.close();
    soap.close();
  }
}
