package org.coesite.tensors;

import java.util.List;
import org.coesite.math.SoapBasis;

/**
 * What equivariant features of an environment are: products of two expansions of its density,
 * coupled to lambda = 0, 1, 2 by Clebsch-Gordan coefficients, with l1 + l2 even (Grisafi et al.,
 * Phys. Rev. Lett. 120, 036002 (2018)). Immutable.
 *
 * @param basis of the expansion
 * @param species atomic numbers of neighbours, ascending; not to be written to
 * @param mixing of species and radial functions
 * @param lambdas in ascending order, the first being 0
 */
public record TensorFeatures(
    SoapBasis basis, int[] species, ChannelMixing mixing, List<LambdaFeatures> lambdas) {
  public TensorFeatures {
    lambdas = List.copyOf(lambdas);
    if (mixing.species() != species.length
        || mixing.radial() != basis.radialFunctions()
        || mixing.maxAngular() != basis.maxAngular()) {
      throw new IllegalArgumentException("the mixing is of another basis");
    }
    for (int k = 0; k < lambdas.size(); k++) {
      if (k > 0 && lambdas.get(k).lambda() <= lambdas.get(k - 1).lambda()) {
        throw new IllegalArgumentException("lambdas ascend");
      }
    }
    if (lambdas.isEmpty() || lambdas.get(0).lambda() != 0) {
      throw new IllegalArgumentException("there are features of lambda = 0");
    }
  }

  /** The products of all lambdas. */
  List<ProductSet> products() {
    return lambdas.stream().map(LambdaFeatures::products).toList();
  }
}
