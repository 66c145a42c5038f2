package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import org.coesite.math.ClebschGordan;

/**
 * Products of two expansions that are coupled to one lambda, path after path.
 *
 * @param lambda degree of the results
 * @param products in {@link Product#ORDER}
 */
public record ProductSet(int lambda, List<Product> products) {
  public ProductSet {
    products = List.copyOf(products);
    for (int k = 0; k < products.size(); k++) {
      Product product = products.get(k);
      if (!ClebschGordan.couples(product.l1(), product.l2(), lambda)
          || (k > 0 && Product.ORDER.compare(products.get(k - 1), product) >= 0)) {
        throw new IllegalArgumentException(
            product + " does not make lambda = " + lambda + ", or is out of order");
      }
    }
  }

  /**
   * All that differ: of two that are one another's mirror image, one.
   *
   * @param maxAngular largest degree of the expansion
   * @param channels of each degree
   */
  static ProductSet all(int lambda, int maxAngular, int channels) {
    List<Product> products = new ArrayList<>();
    for (int l1 = 0; l1 <= maxAngular; l1++) {
      for (int l2 = l1; l2 <= maxAngular; l2 += 2) {
        if (ClebschGordan.couples(l1, l2, lambda)) {
          addPairs(lambda, l1, l2, channels, products);
        }
      }
    }
    return new ProductSet(lambda, products);
  }

  private static void addPairs(int lambda, int l1, int l2, int channels, List<Product> to) {
    for (int q1 = 0; q1 < channels; q1++) {
      // with l1 = l2 an exchange of factors multiplies by (-1)^lambda
      int first = l1 < l2 ? 0 : q1 + lambda % 2;
      for (int q2 = first; q2 < channels; q2++) {
        to.add(new Product(l1, l2, q1, q2));
      }
    }
  }

  /** Products of a channel with itself alone: what networks with so many product channels make. */
  static ProductSet channelwise(int lambda, int maxAngular, int channels) {
    return new ProductSet(
        lambda,
        all(lambda, maxAngular, channels).products.stream().filter(p -> p.q1() == p.q2()).toList());
  }

  /** Some of them, by number. */
  ProductSet chosen(int[] which) {
    List<Product> some = new ArrayList<>();
    for (int k : which) {
      some.add(products.get(k));
    }
    return new ProductSet(lambda, some);
  }

  /** Where each path begins, and at last where they end. */
  int[] paths() {
    List<Integer> starts = new ArrayList<>();
    for (int k = 0; k < products.size(); k++) {
      if (k == 0 || !products.get(k).isOnPathOf(products.get(k - 1))) {
        starts.add(k);
      }
    }
    starts.add(products.size());
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  int size() {
    return products.size();
  }
}
