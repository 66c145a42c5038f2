package org.coesite.cuda;

import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.backend.TensorProduct;
import org.coesite.cuda.driver.Arguments;

/** Products row by row on the device: a warp for each row. */
final class CudaTensorProduct implements TensorProduct {
  /** As in tensor_product.cu. */
  private static final int THREADS = 128;

  private final CudaBackend backend;
  private final ProductPaths paths;
  private final PathTables tables;

  CudaTensorProduct(CudaBackend backend, ProductPaths paths) {
    this.backend = backend;
    this.paths = paths;
    tables = new PathTables(backend, paths);
  }

  @Override
  public ProductPaths paths() {
    return paths;
  }

  /** Adds a tensor of so many rows to the arguments, or the null pointer. */
  private void add(Arguments arguments, Tensor tensor, int rows, int size) {
    if (tensor == null) {
      arguments.none();
    } else {
      arguments.buffer(backend.ownRows(tensor, rows, size).buffer());
    }
  }

  @Override
  public Tensor product(Tensor x, Tensor y, Tensor weights) {
    int rows = Math.toIntExact(x.shape(0));
    Arguments arguments = tables.arguments().add(rows);
    add(arguments, x, rows, paths.x().size());
    add(arguments, y, rows, paths.y().size());
    add(arguments, weights, rows, paths.weights());
    CudaTensor out = backend.zeros(rows, paths.out().size());
    launch("row_product", rows, arguments.buffer(out.buffer()));
    return out;
  }

  private void launch(String kernel, int rows, Arguments arguments) {
    backend
        .queue()
        .launch(
            backend.kernels().precise("tensor_product", kernel),
            Blocks.ofWarps(rows, THREADS),
            THREADS,
            0,
            arguments);
  }

  @Override
  public void adjoint(
      Tensor x,
      Tensor y,
      Tensor weights,
      Tensor gradients,
      Tensor xGradients,
      Tensor yGradients,
      Tensor weightGradients) {
    int rows = Math.toIntExact(x.shape(0));
    Arguments arguments = tables.arguments().add(rows);
    add(arguments, x, rows, paths.x().size());
    add(arguments, y, rows, paths.y().size());
    add(arguments, weights, rows, paths.weights());
    add(arguments, gradients, rows, paths.out().size());
    add(arguments, xGradients, rows, paths.x().size());
    add(arguments, yGradients, rows, paths.y().size());
    add(arguments, weightGradients, rows, paths.weights());
    launch("row_adjoint", rows, arguments);
  }

  @Override
  public void close() {
    tables.close();
  }
}
