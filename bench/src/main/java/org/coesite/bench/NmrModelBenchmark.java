package org.coesite.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.structure.Batch;
import org.coesite.tensors.LambdaFeatures;
import org.coesite.tensors.Product;
import org.coesite.tensors.TensorFeatures;
import org.coesite.tensors.TensorParameters;
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

/** Shielding tensors of 29Si in small cells of silica, by the bundled model and its committee. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NmrModelBenchmark {
  private static final int STRUCTURES = 50;
  private static final int SILICON = 14;

  /** What kernels compute in. */
  @Param({"F64", "F32"})
  public Precision precision;

  /** Threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  private final Batch batch = batch();
  private Backend backend;
  private NmrModel model;

  /** The cells. */
  static Batch batch() {
    return Batch.of(Systems.named("cells").structures().subList(0, STRUCTURES));
  }

  /** Atoms of silicon in the batch: tensors predicted in one call. */
  static int sites() {
    int count = 0;
    for (int z : batch().species()) {
      count += z == SILICON ? 1 : 0;
    }
    return count;
  }

  /**
   * Multiplications and additions of a site in what is matrix products: factors, features, kernel
   * and coefficients. Products of factors and the readout, which move numbers, are left out.
   */
  static long flops(TensorParameters model) {
    TensorFeatures spec = model.features();
    long channels = (long) spec.species().length * spec.basis().radialFunctions();
    long points = model.points().get(0).length;
    long invariants = spec.lambdas().get(0).count();
    long sum = 2 * points * invariants;
    long features = 0;
    for (LambdaFeatures own : spec.lambdas()) {
      for (Product product : own.products().products()) {
        sum += 2 * channels * (2 * product.l1() + 1 + 2 * product.l2() + 1);
      }
      sum +=
          2L * own.products().products().size() * own.count() * (2 * own.products().lambda() + 1);
      features += own.count();
    }
    return sum + 2 * invariants * features * (model.members() + 1);
  }

  /** Loads the model. */
  @Setup(Level.Trial)
  public void prepare() {
    backend = Backends.open("cpu", precision, threads);
    model = NmrModel.bundled(NmrModel.SILICON_29, backend);
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public void close() {
    model.close();
    backend.close();
  }

  @Benchmark
  public List<NmrPrediction> evaluate() {
    return model.evaluate(batch);
  }
}
