package org.coesite.bench;

import java.util.concurrent.TimeUnit;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.backend.SparsePoints;
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

/** {@link ScalarModel}, one thread, in double precision. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScalarBenchmark {
  /** See {@link Systems#named}. */
  @Param({"silica", "cells"})
  public String system;

  private final Workload workload = new Workload();
  private final ScalarModel model = new ScalarModel(Workload.BASIS);
  private PairList pairs;
  private double[] coefficients;
  private double[] features;
  private SparsePoints points;

  /** Computes every stage's input, and makes sure that the model agrees with the kernels. */
  @Setup(Level.Trial)
  public void prepare() {
    workload.system = system;
    workload.precision = Precision.F64;
    workload.threads = 1;
    workload.prepare();
    pairs = workload.pairs.toPairList();
    points = workload.kernel.points();
    coefficients = workload.coefficients.toDoubles();
    features = workload.features.toDoubles();
    double[] values = model.values(features, workload.species, points);
    double[] expected = workload.kernel.values(workload.features, workload.species).values().read();
    double[] spectrum = model.spectrum(coefficients, workload.soap.features());
    for (int i = 0; i < values.length; i++) {
      check(values[i], expected[i * Workload.CHANNELS]);
    }
    for (int k = 0; k < spectrum.length; k++) {
      check(spectrum[k], features[k]);
    }
  }

  private static void check(double value, double expected) {
    if (Math.abs(value - expected) > 1e-9 * (1 + Math.abs(expected))) {
      throw new IllegalStateException("scalar " + value + ", kernels " + expected);
    }
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public void close() {
    workload.close();
  }

  @Benchmark
  public long neighbours() {
    return model.neighbours(workload.batch);
  }

  @Benchmark
  public double[] expansion() {
    return model.expansion(workload.batch, pairs);
  }

  @Benchmark
  public double[] spectrum() {
    return model.spectrum(coefficients, workload.soap.features());
  }

  @Benchmark
  public double[] kernel() {
    return model.values(features, workload.species, points);
  }
}
