package org.coesite.cuda;

import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.Tensor;

/** Linear layers on the device: a block of threads for each tile of the result. */
final class CudaLinear implements Linear {
  /** As in tiles.cuh. */
  private static final int THREADS = 256;

  private static final int LINES_OF_TILE = 128;
  private static final int SHARED_NUMBERS = 16 * (132 + 68);

  private final CudaBackend backend;
  private final LinearPaths paths;
  private final MixingTables forward;
  private final MixingTables backward;

  CudaLinear(CudaBackend backend, LinearPaths paths, double[] weights) {
    paths.requireWeights(weights);
    this.backend = backend;
    this.paths = paths;
    forward = new MixingTables(backend, paths, weights);
    try {
      backward = new MixingTables(backend, paths.transposed(), paths.transposed(weights));
    } catch (RuntimeException failure) {
      forward.close();
      throw failure;
    }
  }

  @Override
  public LinearPaths paths() {
    return paths;
  }

  @Override
  public Tensor apply(Tensor x) {
    int rows = Math.toIntExact(x.shape(0));
    CudaTensor from = backend.ownRows(x, rows, paths.x().size());
    CudaTensor out =
        paths.reachesAll()
            ? backend.allocate(rows, paths.out().size())
            : backend.zeros(rows, paths.out().size());
    try {
      run(forward, rows, from, out, false);
      return out;
    } catch (RuntimeException failure) {
      out.close();
      throw failure;
    }
  }

  @Override
  public void adjoint(Tensor gradients, Tensor xGradients) {
    int rows = Math.toIntExact(gradients.shape(0));
    CudaTensor from = backend.ownRows(gradients, rows, paths.out().size());
    CudaTensor to = backend.ownRows(xGradients, rows, paths.x().size());
    run(backward, rows, from, to, true);
  }

  private void run(MixingTables layer, int rows, CudaTensor x, CudaTensor z, boolean adds) {
    int lines = Math.multiplyExact(rows, layer.largest());
    backend
        .queue()
        .launch(
            backend.kernels().precise("linear", "mix_channels"),
            Blocks.of(lines, LINES_OF_TILE),
            layer.strips(),
            THREADS,
            SHARED_NUMBERS * backend.precision().bytes(),
            layer.arguments().add(rows).add(adds ? 1 : 0).buffer(x.buffer()).buffer(z.buffer()));
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
  }
}
