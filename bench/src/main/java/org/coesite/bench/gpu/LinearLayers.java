package org.coesite.bench.gpu;

import java.util.List;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.Tensor;
import org.coesite.bench.LinearShapes;
import org.coesite.cuda.CudaBackend;

/** Times a linear layer and its adjoint on random numbers; its matrices are left to the caches. */
final class LinearLayers {
  private LinearLayers() {}

  /** The layer, and its adjoint, which adds to what is there. */
  static List<Stage> measure(CudaBackend backend, DeviceClock clock, LinearPaths paths, int rows) {
    double w = backend.precision().bytes();
    double flops = (double) LinearShapes.flops(paths, rows);
    double numbers = (double) LinearShapes.numbers(paths, rows);
    double added = (double) rows * paths.x().size();
    try (Linear linear = backend.linear(paths, LinearShapes.random(1, paths.weights()));
        Tensor x = Samples.random(backend, rows, paths.x().size());
        Tensor dz = Samples.random(backend, rows, paths.out().size());
        Tensor dx = backend.zeros(rows, paths.x().size())) {
      return List.of(
          new Stage(
              "linear layer",
              clock.seconds(() -> linear.apply(x).close()),
              Work.of(flops, w * numbers)),
          new Stage(
              "adjoint",
              clock.seconds(() -> linear.adjoint(dz, dx)),
              Work.of(flops, w * (numbers + added))));
    }
  }
}
