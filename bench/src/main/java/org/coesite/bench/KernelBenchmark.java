package org.coesite.bench;

import java.util.concurrent.TimeUnit;
import org.coesite.backend.ForceSums;
import org.coesite.backend.KernelValues;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Coesite's kernels one by one, and whole chains of them. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark {
  /** Bins and pairs, from positions. */
  @Benchmark
  public long neighbours(Workload w) {
    try (NeighbourSearch search = w.backend.neighbours(w.batch, Workload.BASIS.cutoff());
        Neighbours pairs = search.pairs(0, w.batch.atoms())) {
      return pairs.count();
    }
  }

  @Benchmark
  public long expansion(Workload w) {
    try (Tensor c = w.soap.expansion(w.pairs)) {
      return c.size();
    }
  }

  @Benchmark
  public long spectrum(Workload w) {
    try (Tensor p = w.soap.powerSpectrum(w.coefficients)) {
      return p.size();
    }
  }

  @Benchmark
  public KernelValues kernel(Workload w) {
    return w.kernel.values(w.features, w.species);
  }

  @Benchmark
  public KernelValues kernelAdjoint(Workload w) {
    return w.kernel.valuesAndAdjoint(w.features, w.species, w.channelGradients, w.featureGradients);
  }

  @Benchmark
  public long spectrumAdjoint(Workload w) {
    try (Tensor dc = w.soap.powerSpectrumAdjoint(w.coefficients, w.featureGradients)) {
      return dc.size();
    }
  }

  @Benchmark
  public Tensor expansionAdjoint(Workload w) {
    w.soap.expansionAdjoint(w.pairs, w.coefficientGradients, w.pairGradients);
    return w.pairGradients;
  }

  @Benchmark
  public double[] accumulate(Workload w) {
    try (ForceSums sums = w.search.forceSums()) {
      sums.add(w.pairs, w.pairGradients);
      return sums.forces().read();
    }
  }

  @Benchmark
  public double energies(Workload w) {
    return w.energies();
  }

  @Benchmark
  public double[] forces(Workload w) {
    return w.energiesAndForces();
  }
}
