package org.coesite.tensors;

/**
 * Features of one lambda: products, and a linear map that makes their dot products those of all
 * products there are, as nearly as so few can.
 *
 * @param products that are computed
 * @param count features
 * @param transform [products, features] row by row; not to be written to
 */
public record LambdaFeatures(ProductSet products, int count, double[] transform) {
  public LambdaFeatures {
    if (count < 1 || transform.length != products.size() * count) {
      throw new IllegalArgumentException("a transform is products x features");
    }
  }

  int lambda() {
    return products.lambda();
  }

  /** Values of m. */
  int components() {
    return 2 * lambda() + 1;
  }

  /** Numbers of a centre. */
  int size() {
    return components() * count;
  }
}
