package org.coesite.bench;

import java.util.concurrent.TimeUnit;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.structure.Batch;
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

/** vesin on the same structures, asked for the same lists. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VesinBenchmark {
  /** See {@link Systems#named}. */
  @Param({"silica", "cells"})
  public String system;

  /** Threads of vesin. */
  @Param({"1", "2"})
  public int threads;

  private Vesin vesin;

  /** Makes sure that both find as many pairs. */
  @Setup(Level.Trial)
  public void prepare() {
    Batch batch = Systems.named(system);
    vesin = new Vesin(batch, Workload.BASIS.cutoff(), threads);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NeighbourSearch search = backend.neighbours(batch, Workload.BASIS.cutoff());
        Neighbours ours = search.pairs(0, batch.atoms())) {
      if (ours.count() != vesin.pairs()) {
        throw new IllegalStateException(
            "vesin finds " + vesin.pairs() + " pairs, Coesite " + ours.count());
      }
    }
  }

  /** Gives the lists back. */
  @TearDown(Level.Trial)
  public void close() {
    vesin.close();
  }

  @Benchmark
  public long neighbours() {
    return vesin.pairs();
  }
}
