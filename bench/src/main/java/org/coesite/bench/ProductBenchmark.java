package org.coesite.bench;

import java.util.concurrent.TimeUnit;
import org.coesite.backend.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Coesite's convolutions and their adjoints. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ProductBenchmark {
  @Benchmark
  public long messages(ProductWorkload w) {
    try (Tensor z = w.convolution.messages(w.pairs, w.nodes, w.edges, w.weights)) {
      return z.size();
    }
  }

  @Benchmark
  public Tensor nodesAdjoint(ProductWorkload w) {
    w.convolution.nodesAdjoint(w.pairs, w.edges, w.weights, w.messageGradients, w.nodeGradients);
    return w.nodeGradients;
  }

  @Benchmark
  public Tensor edgesAdjoint(ProductWorkload w) {
    w.convolution.edgesAdjoint(
        w.pairs,
        w.nodes,
        w.edges,
        w.weights,
        w.messageGradients,
        w.edgeGradients,
        w.weightGradients);
    return w.weightGradients;
  }
}
