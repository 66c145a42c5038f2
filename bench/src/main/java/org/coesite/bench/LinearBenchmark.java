package org.coesite.bench;

import java.util.concurrent.TimeUnit;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.Precision;
import org.coesite.backend.Tensor;
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

/** Coesite's linear layers and their adjoint. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LinearBenchmark {
  /** See {@link LinearShapes#named}. */
  @Param({"mace", "nequip", "soap"})
  public String system;

  /** What kernels compute in. */
  @Param({"F64", "F32"})
  public Precision precision;

  /** Threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  private Backend backend;
  private Linear linear;
  private Tensor x;
  private Tensor gradients;
  private Tensor xGradients;

  /** Fills all arrays. */
  @Setup(Level.Trial)
  public void prepare() {
    backend = Backends.open("cpu", precision, threads);
    LinearPaths paths = LinearShapes.named(system);
    linear = backend.linear(paths, LinearShapes.random(1, paths.weights()));
    x = random(2, paths.x().size());
    gradients = random(3, paths.out().size());
    xGradients = backend.zeros(LinearShapes.ROWS, paths.x().size());
  }

  private Tensor random(int seed, int size) {
    return backend.tensor(
        LinearShapes.random(seed, LinearShapes.ROWS * size), LinearShapes.ROWS, size);
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public void close() {
    xGradients.close();
    gradients.close();
    x.close();
    linear.close();
    backend.close();
  }

  @Benchmark
  public long apply() {
    try (Tensor z = linear.apply(x)) {
      return z.size();
    }
  }

  @Benchmark
  public Tensor adjoint() {
    linear.adjoint(gradients, xGradients);
    return xGradients;
  }
}
