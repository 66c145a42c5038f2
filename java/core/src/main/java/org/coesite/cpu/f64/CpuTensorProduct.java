package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.backend.TensorProduct;
import org.coesite.cpu.CpuBackend;
import org.coesite.cpu.CpuTensor;
import org.coesite.cpu.WorkerPool;

/** Products row by row on the CPU: shares rows out among the workers. */
public final class CpuTensorProduct implements TensorProduct {
  /** Rows in one task. */
  private static final int CHUNK = 16;

  private final CpuBackend backend;
  private final ProductPaths paths;
  private final RowProduct product;

  public CpuTensorProduct(CpuBackend backend, ProductPaths paths) {
    this.backend = backend;
    this.paths = paths;
    product = new RowProduct(paths);
  }

  @Override
  public ProductPaths paths() {
    return paths;
  }

  private void forRows(int rows, WorkerPool.Task row) {
    backend
        .workers()
        .run(
            (rows + CHUNK - 1) / CHUNK,
            (chunk, worker) -> {
              for (int k = chunk * CHUNK; k < Math.min((chunk + 1) * CHUNK, rows); k++) {
                row.run(k, worker);
              }
            });
  }

  private MemorySegment rows(Tensor tensor, long rows, int size) {
    return tensor == null ? null : backend.ownRows(tensor, rows, size).segment();
  }

  @Override
  public Tensor product(Tensor x, Tensor y, Tensor weights) {
    int rows = Math.toIntExact(x.shape(0));
    MemorySegment a = rows(x, rows, paths.x().size());
    MemorySegment b = rows(y, rows, paths.y().size());
    MemorySegment w = rows(weights, rows, paths.weights());
    CpuTensor out = backend.zeros(rows, paths.out().size());
    MemorySegment c = out.segment();
    forRows(rows, (row, worker) -> product.add(row, a, b, w, c));
    return out;
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
    MemorySegment a = rows(x, rows, paths.x().size());
    MemorySegment b = rows(y, rows, paths.y().size());
    MemorySegment w = rows(weights, rows, paths.weights());
    MemorySegment dc = rows(gradients, rows, paths.out().size());
    MemorySegment da = rows(xGradients, rows, paths.x().size());
    MemorySegment db = rows(yGradients, rows, paths.y().size());
    MemorySegment dw = rows(weightGradients, rows, paths.weights());
    forRows(
        rows,
        (row, worker) -> {
          if (da != null) {
            product.addFirst(row, b, w, dc, da);
          }
          if (db != null) {
            product.addSecond(row, a, w, dc, db);
          }
          if (dw != null) {
            product.addWeights(row, a, b, dc, dw);
          }
        });
  }

  @Override
  public void close() {
    // tables are on the heap
  }
}
