package org.coesite.cuda;

import org.coesite.backend.Convolution;
import org.coesite.backend.Neighbours;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;

/** Messages on the device: a block of threads for each atom and block of its irreps. */
final class CudaConvolution implements Convolution {
  /** As in tensor_product.cu. */
  private static final int THREADS = 128;

  private static final int MOST_EDGES = 32;

  /** Shared memory that leaves room for several blocks on a multiprocessor. */
  private static final int COMFORTABLE_BYTES = 24 << 10;

  private final CudaBackend backend;
  private final ProductPaths paths;
  private final SumTables forward;
  private final SumTables backward;
  private final PathTables tables;

  CudaConvolution(CudaBackend backend, ProductPaths paths) {
    paths.requireSharedEdges();
    this.backend = backend;
    this.paths = paths;
    forward = new SumTables(backend, paths, false);
    try {
      backward = new SumTables(backend, paths, true);
      try {
        tables = new PathTables(backend, paths);
      } catch (RuntimeException failure) {
        backward.close();
        throw failure;
      }
    } catch (RuntimeException failure) {
      forward.close();
      throw failure;
    }
  }

  @Override
  public ProductPaths paths() {
    return paths;
  }

  /**
   * Sums messages.
   *
   * @param start where the edges of each atom begin, [atoms + 1]
   * @param entries places in the list; null where edges are in its order
   * @param outByte where the first atom's numbers begin in {@code out}
   */
  private void sum(
      SumTables sums,
      int atoms,
      DeviceBuffer start,
      DeviceBuffer entries,
      CudaNeighbours list,
      DeviceBuffer sources,
      DeviceBuffer edges,
      DeviceBuffer weights,
      DeviceBuffer out,
      long outByte) {
    int bytes = backend.precision().bytes();
    int fit = COMFORTABLE_BYTES / Math.max(1, sums.elements * bytes);
    int tile = Math.clamp(fit, 1, MOST_EDGES);
    Arguments arguments = sums.arguments(tile).buffer(start);
    if (entries == null) {
      arguments.none();
    } else {
      arguments.buffer(entries);
    }
    arguments
        .buffer(list.pairs())
        .buffer(list.start())
        .add(list.last() - list.first())
        .add(0)
        .add(sums.elements)
        .buffer(sources)
        .buffer(edges)
        .buffer(weights)
        .buffer(out, outByte);
    int threads = Math.min(THREADS, Blocks.of(sums.channels, Blocks.WARP) * Blocks.WARP);
    backend
        .queue()
        .launch(
            backend.kernels().precise("tensor_product", "message_sum"),
            atoms,
            sums.count,
            threads,
            2 * Blocks.padded(tile * Integer.BYTES) + Blocks.padded(tile * sums.elements * bytes),
            arguments);
  }

  @Override
  public Tensor messages(Neighbours pairs, Tensor nodes, Tensor edges, Tensor weights) {
    CudaNeighbours list = CudaNeighbours.own(backend, pairs);
    CudaTensor x = backend.own(nodes, list.batch().atoms(), paths.x().size());
    CudaTensor y = backend.ownOfPairs(edges, list, paths.y().size());
    CudaTensor w = backend.ownOfPairs(weights, list, paths.weights());
    int centres = list.last() - list.first();
    CudaTensor out = backend.zeros(centres, paths.out().size());
    sum(
        forward,
        centres,
        list.start(),
        null,
        list,
        x.buffer(),
        y.buffer(),
        w.buffer(),
        out.buffer(),
        0);
    return out;
  }

  @Override
  public void nodesAdjoint(
      Neighbours pairs,
      Tensor edges,
      Tensor weights,
      Tensor messageGradients,
      Tensor nodeGradients) {
    CudaNeighbours list = CudaNeighbours.own(backend, pairs);
    int centres = list.last() - list.first();
    CudaTensor y = backend.ownOfPairs(edges, list, paths.y().size());
    CudaTensor w = backend.ownOfPairs(weights, list, paths.weights());
    CudaTensor dz = backend.own(messageGradients, centres, paths.out().size());
    CudaTensor dx = backend.own(nodeGradients, list.batch().atoms(), paths.x().size());
    if (centres == 0) {
      return;
    }
    try (TransposedPairs columns = new TransposedPairs(backend, list)) {
      long row = (long) paths.x().size() * backend.precision().bytes();
      sum(
          backward,
          columns.atoms(),
          columns.columnStart(),
          columns.sorted(),
          list,
          dz.buffer(),
          y.buffer(),
          w.buffer(),
          dx.buffer(),
          columns.firstAtom() * row);
    }
  }

  @Override
  public void edgesAdjoint(
      Neighbours pairs,
      Tensor nodes,
      Tensor edges,
      Tensor weights,
      Tensor messageGradients,
      Tensor edgeGradients,
      Tensor weightGradients) {
    CudaNeighbours list = CudaNeighbours.own(backend, pairs);
    int centres = list.last() - list.first();
    backend
        .queue()
        .launch(
            backend.kernels().precise("tensor_product", "edge_gradients"),
            centres,
            THREADS,
            0,
            tables
                .arguments()
                .buffer(list.start())
                .buffer(list.pairs())
                .buffer(backend.own(nodes, list.batch().atoms(), paths.x().size()).buffer())
                .buffer(backend.ownOfPairs(edges, list, paths.y().size()).buffer())
                .buffer(backend.ownOfPairs(weights, list, paths.weights()).buffer())
                .buffer(backend.own(messageGradients, centres, paths.out().size()).buffer())
                .buffer(backend.ownOfPairs(edgeGradients, list, paths.y().size()).buffer())
                .buffer(backend.ownOfPairs(weightGradients, list, paths.weights()).buffer()));
  }

  @Override
  public void close() {
    tables.close();
    backward.close();
    forward.close();
  }
}
