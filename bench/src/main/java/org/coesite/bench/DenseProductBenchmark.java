package org.coesite.bench;

import java.util.concurrent.TimeUnit;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.backend.Tensor;
import org.coesite.linalg.Blas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** {@link DenseProduct}, one thread, in double precision. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DenseProductBenchmark {
  /** See {@link ProductShapes#named}. */
  @Param({"mace", "nequip"})
  public String system;

  private final ProductWorkload workload = new ProductWorkload();
  private DenseProduct product;
  private PairList pairs;
  private double[] nodes;
  private double[] edges;
  private double[] weights;

  /** Fills all arrays, and makes sure that the kernels agree. */
  @Setup(Level.Trial)
  public void prepare() {
    Blas.require();
    Blas.threads(1);
    workload.system = system;
    workload.precision = Precision.F64;
    workload.threads = 1;
    workload.prepare();
    pairs = workload.pairs.toPairList();
    product = new DenseProduct(ProductShapes.named(system), pairs);
    nodes = workload.nodes.toDoubles();
    edges = workload.edges.toDoubles();
    weights = workload.weights.toDoubles();
    try (Tensor expected =
        workload.convolution.messages(
            workload.pairs, workload.nodes, workload.edges, workload.weights)) {
      DenseProduct.check(messages(), expected.toDoubles());
    }
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public void close() {
    workload.close();
  }

  @Benchmark
  public double[] messages() {
    return product.messages(pairs, nodes, edges, weights);
  }
}
