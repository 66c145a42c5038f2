package org.coesite.backend;

/**
 * Products of equivariant arrays row by row and channel by channel, by the paths of {@link
 * ProductPaths}: e3nn's {@code uuu}, and {@code uvu} where y has one channel. Prepared once, used
 * for any number of rows; owned and closed by the caller.
 *
 * <p>x and y may be the same array: lambda-SOAP's invariants and tensors, and the powers in MACE's
 * symmetric contraction, are products of an array with itself.
 *
 * <p>Arrays, with R rows: x [R, x.size()], y [R, y.size()], weights [R, weights()], result [R,
 * out.size()]. Arguments may be of any shape with that many numbers whose first dimension is R:
 * expansion coefficients [C, S, L, N] are taken as they are. A row's numbers depend on that row
 * alone, to the bit.
 */
public interface TensorProduct extends AutoCloseable {
  ProductPaths paths();

  /**
   * The products.
   *
   * @param weights null where all are 1
   * @return [R, out.size()]
   */
  Tensor product(Tensor x, Tensor y, Tensor weights);

  /**
   * The adjoint: adds dE/dx, dE/dy and dE/dw from dE/dz.
   *
   * @param weights null where all are 1
   * @param gradients dE/dz, [R, out.size()]
   * @param xGradients of x's size, added to; null where it is not wanted
   * @param yGradients of y's size, added to; may be {@code xGradients}; null where it is not wanted
   * @param weightGradients of the weights' size, added to; null where it is not wanted
   */
  void adjoint(
      Tensor x,
      Tensor y,
      Tensor weights,
      Tensor gradients,
      Tensor xGradients,
      Tensor yGradients,
      Tensor weightGradients);

  @Override
  void close();
}
