package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.backend.TensorProduct;
import org.coesite.math.Irrep;
import org.coesite.math.Irreps;

/**
 * From equivariant features to tensors, for a model and its committee: each feature times an
 * invariant coefficient of the centre, summed over features. What makes the coefficients, a kernel
 * or a network, does not matter here. Used by one thread; closed before its backend.
 *
 * <p>The sum over channels t_m = sum over f of g_f p_mf is the adjoint of the product z_mf = g_f
 * t_m, in which one tensor is shared by all channels: so it is made, and no product is ever written
 * down.
 */
final class Readout implements AutoCloseable {
  private final Backend backend;
  private final TensorProduct shared;

  /**
   * A readout.
   *
   * @param features a block of even parity for each lambda
   * @param outputs how many tensors are made of each centre
   */
  Readout(Irreps features, int outputs, Backend backend) {
    this.backend = backend;
    List<Irreps.Block> coefficients = new ArrayList<>();
    List<Irreps.Block> tensors = new ArrayList<>();
    List<ProductPaths.Path> paths = new ArrayList<>();
    for (int c = 0; c < outputs; c++) {
      for (int k = 0; k < features.count(); k++) {
        Irreps.Block block = features.block(k);
        int at = paths.size();
        coefficients.add(new Irreps.Block(block.channels(), new Irrep(0, 1)));
        tensors.add(new Irreps.Block(1, block.irrep()));
        paths.add(new ProductPaths.Path(at, at, k, 1));
      }
    }
    shared =
        backend.tensorProduct(
            new ProductPaths(new Irreps(coefficients), new Irreps(tensors), features, paths));
  }

  /** The tensors of a centre: output after output, a block for each lambda. */
  Irreps out() {
    return shared.paths().y();
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
    Tensor tensors = backend.zeros(features.shape(0), out().size());
    // the product is linear in its tensor: which one it is does not matter
    shared.adjoint(coefficients, tensors, null, features, null, tensors, null);
    return tensors;
  }

  @Override
  public void close() {
    shared.close();
  }
}
