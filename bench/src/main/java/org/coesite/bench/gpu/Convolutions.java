package org.coesite.bench.gpu;

import java.util.List;
import org.coesite.backend.Convolution;
import org.coesite.backend.Neighbours;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.bench.ProductFlops;
import org.coesite.cuda.CudaBackend;

/** Times a network's convolution and its adjoints, each by itself, on random numbers. */
final class Convolutions {
  private Convolutions() {}

  /** Messages, and the adjoints in the nodes and in the edges with their weights. */
  static List<Stage> measure(
      CudaBackend backend, DeviceClock clock, ProductPaths paths, Neighbours pairs) {
    int atoms = pairs.batch().atoms();
    double w = backend.precision().bytes();
    ProductFlops flops = new ProductFlops(paths, atoms, pairs.count());
    try (Convolution convolution = backend.convolution(paths);
        Tensor x = Samples.random(backend, atoms, paths.x().size());
        Tensor y = Samples.random(backend, pairs.count(), paths.y().size());
        Tensor weights = Samples.random(backend, pairs.count(), paths.weights());
        Tensor dz = Samples.random(backend, atoms, paths.out().size());
        Tensor dx = backend.zeros(atoms, paths.x().size());
        Tensor dy = pairs.zeros(paths.y().size());
        Tensor dw = pairs.zeros(paths.weights())) {
      return List.of(
          new Stage(
              "messages",
              clock.seconds(() -> convolution.messages(pairs, x, y, weights).close()),
              Work.of((double) flops.messages(), w * flops.messagesNumbers())),
          new Stage(
              "adjoint in nodes",
              clock.seconds(() -> convolution.nodesAdjoint(pairs, y, weights, dz, dx)),
              Work.of((double) flops.nodesAdjoint(), w * flops.nodesAdjointNumbers())),
          new Stage(
              "adjoint in edges, weights",
              clock.seconds(() -> convolution.edgesAdjoint(pairs, x, y, weights, dz, dy, dw)),
              Work.of((double) flops.edgesAdjoint(), w * flops.edgesAdjointNumbers())));
    }
  }
}
