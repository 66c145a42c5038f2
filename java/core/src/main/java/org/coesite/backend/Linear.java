package org.coesite.backend;

/**
 * A linear layer of an equivariant network, row by row: channels of equal irreps are mixed by the
 * paths of {@link LinearPaths}, m by m (e3nn's {@code o3.Linear} without a bias). Made once with
 * its weights, which a backend packs, and used for any number of rows; owned and closed by the
 * caller.
 *
 * <p>It stands before and after {@link Convolution} in MACE and NequIP, and makes channels for
 * {@link TensorProduct} out of SOAP's expansion coefficients.
 *
 * <p>Arrays, with R rows: x [R, x.size()], result [R, out.size()]. Arguments may be of any shape
 * with that many numbers whose first dimension is R: expansion coefficients [C, S, L, N] are taken
 * as they are. A number of the result is summed over paths in their order, then over channels; it
 * depends on its row alone, to the bit.
 */
public interface Linear extends AutoCloseable {
  LinearPaths paths();

  /** The mixed channels, [R, out.size()]. */
  Tensor apply(Tensor x);

  /**
   * The adjoint: adds dE/dx from dE/dz.
   *
   * @param gradients dE/dz, [R, out.size()]
   * @param xGradients [R, x.size()], added to
   */
  void adjoint(Tensor gradients, Tensor xGradients);

  @Override
  void close();
}
