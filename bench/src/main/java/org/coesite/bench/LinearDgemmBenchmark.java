package org.coesite.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
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

/**
 * The same layers by the book: {@code dgemm} for each path and m, of rows as far apart as they are,
 * added up in place. One thread, double precision.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LinearDgemmBenchmark {
  /** See {@link LinearShapes#named}. */
  @Param({"mace", "nequip", "soap"})
  public String system;

  private LinearPaths paths;
  private MemorySegment x;
  private MemorySegment z;
  private MemorySegment weights;

  /** Fills all arrays, and makes sure that the kernels agree. */
  @Setup(Level.Trial)
  public void prepare() {
    Blas.require();
    Blas.threads(1);
    paths = LinearShapes.named(system);
    double[] in = LinearShapes.random(2, LinearShapes.ROWS * paths.x().size());
    double[] matrices = LinearShapes.random(1, paths.weights());
    x = segment(in);
    weights = segment(matrices);
    z = segment(new double[LinearShapes.ROWS * paths.out().size()]);
    apply();
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Linear linear = backend.linear(paths, matrices);
        Tensor argument = backend.tensor(in, LinearShapes.ROWS, paths.x().size());
        Tensor result = linear.apply(argument)) {
      DenseProduct.check(z.toArray(ValueLayout.JAVA_DOUBLE), result.toDoubles());
    }
  }

  private static MemorySegment segment(double[] values) {
    MemorySegment out = Arena.ofAuto().allocate(8L * values.length, 64);
    MemorySegment.copy(values, 0, out, ValueLayout.JAVA_DOUBLE, 0, values.length);
    return out;
  }

  @Benchmark
  public MemorySegment apply() {
    z.fill((byte) 0);
    for (int p = 0; p < paths.paths().size(); p++) {
      LinearPaths.Path path = paths.paths().get(p);
      int from = paths.xChannels(p);
      int to = paths.outChannels(p);
      for (int m = 0; m < paths.x().block(path.x()).irrep().size(); m++) {
        Blas.dgemm(
            false,
            false,
            LinearShapes.ROWS,
            to,
            from,
            1,
            x.asSlice(8L * (paths.x().offset(path.x()) + m * from)),
            paths.x().size(),
            weights.asSlice(8L * paths.weightOffset(p)),
            to,
            1,
            z.asSlice(8L * (paths.out().offset(path.out()) + m * to)),
            paths.out().size());
      }
    }
    return z;
  }
}
