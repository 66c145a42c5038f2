package org.coesite.tensors;

import java.util.Comparator;

/**
 * One product of two channels of an expansion, coupled to some lambda.
 *
 * @param l1 degree of the first, at most that of the second
 * @param l2 degree of the second; l1 + l2 is even, so that the product is a proper tensor
 * @param q1 channel of the first
 * @param q2 channel of the second
 */
public record Product(int l1, int l2, int q1, int q2) {
  /** Paths together, and the channels of each in order. */
  static final Comparator<Product> ORDER =
      Comparator.comparingInt(Product::l1)
          .thenComparingInt(Product::l2)
          .thenComparingInt(Product::q1)
          .thenComparingInt(Product::q2);

  public Product {
    if (l1 < 0 || l1 > l2 || (l1 + l2) % 2 != 0 || q1 < 0 || q2 < 0) {
      throw new IllegalArgumentException(
          "no product: degrees %d and %d, channels %d and %d".formatted(l1, l2, q1, q2));
    }
  }

  /** sqrt 2 where the product stands for two, itself and the one with its factors exchanged. */
  double factor() {
    return l1 == l2 && q1 == q2 ? 1 : Math.sqrt(2);
  }

  boolean isOnPathOf(Product other) {
    return l1 == other.l1 && l2 == other.l2;
  }
}
