package org.coesite.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.coesite.backend.Precision;
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

/** The machine's limit: OpenBLAS multiplying square matrices that fit the cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GemmBenchmark {
  static final int SIZE = 768;

  /** {@code dgemm} or {@code sgemm}. */
  @Param({"F64", "F32"})
  public Precision precision;

  /** Threads of OpenBLAS. */
  @Param({"1", "2"})
  public int threads;

  private Arena arena;
  private MemorySegment a;
  private MemorySegment b;
  private MemorySegment c;

  /** Fills the matrices with ones: zeros could be cheaper. */
  @Setup(Level.Trial)
  public void prepare() {
    Blas.require();
    Blas.threads(threads);
    arena = Arena.ofAuto();
    a = ones();
    b = ones();
    c = ones();
  }

  private MemorySegment ones() {
    long numbers = (long) SIZE * SIZE;
    MemorySegment matrix = arena.allocate(numbers * precision.bytes(), 64);
    for (long i = 0; i < numbers; i++) {
      if (precision == Precision.F64) {
        matrix.setAtIndex(java.lang.foreign.ValueLayout.JAVA_DOUBLE, i, 1);
      } else {
        matrix.setAtIndex(java.lang.foreign.ValueLayout.JAVA_FLOAT, i, 1);
      }
    }
    return matrix;
  }

  @Benchmark
  public MemorySegment gemm() {
    if (precision == Precision.F64) {
      Blas.dgemm(false, false, SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 0, c, SIZE);
    } else {
      Blas.sgemm(false, false, SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 0, c, SIZE);
    }
    return c;
  }
}
