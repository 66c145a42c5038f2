package org.coesite.backend;

/**
 * Messages of an equivariant network: features of the neighbours times attributes of the edges, by
 * the paths of {@link ProductPaths}, with a weight for each edge, path and channel, summed over the
 * edges of each centre. Prepared once, used for any batch; owned and closed by the caller.
 *
 * <pre>
 *   z_i = sum over edges e = (i, j) of product(x_j, y_e, w_e)
 * </pre>
 *
 * <p>This is the convolution of MACE (RealAgnosticInteractionBlock) and NequIP (InteractionBlock)
 * between their linear layers: e3nn's {@code uvu} product with external weights and the scatter to
 * receivers in one, so that nothing of the size of edges times channels is written. An edge's
 * receiver is its centre i, its sender the other atom j.
 *
 * <p>Arrays, with A atoms of the batch, C centres and E edges of the list: nodes [A, x.size()],
 * edges [E, y.size()], weights [E, weights()], messages [C, out.size()]. {@link
 * org.coesite.math.Irreps} says why channels come last.
 *
 * <p>Sums run over edges in the order of the list, then over paths, then over m; those over senders
 * likewise, by the transposed list. So a structure's numbers are the same to the bit whatever batch
 * it is in and however that is cut. Adjoints are added to what is there; slices are handed in in
 * ascending order.
 */
public interface Convolution extends AutoCloseable {
  ProductPaths paths();

  /**
   * The messages of the list's centres, [C, out.size()].
   *
   * @param nodes x of all atoms of the batch
   */
  Tensor messages(Neighbours pairs, Tensor nodes, Tensor edges, Tensor weights);

  /**
   * Adjoint in the nodes: adds dE/dx from dE/dz.
   *
   * @param messageGradients dE/dz, [C, out.size()]
   * @param nodeGradients [A, x.size()], added to
   */
  void nodesAdjoint(
      Neighbours pairs,
      Tensor edges,
      Tensor weights,
      Tensor messageGradients,
      Tensor nodeGradients);

  /**
   * Adjoint in the edges and the weights: adds dE/dy and dE/dw from dE/dz.
   *
   * @param messageGradients dE/dz, [C, out.size()]
   * @param edgeGradients [E, y.size()], added to
   * @param weightGradients [E, weights()], added to
   */
  void edgesAdjoint(
      Neighbours pairs,
      Tensor nodes,
      Tensor edges,
      Tensor weights,
      Tensor messageGradients,
      Tensor edgeGradients,
      Tensor weightGradients);

  @Override
  void close();
}
