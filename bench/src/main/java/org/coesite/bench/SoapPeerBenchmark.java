package org.coesite.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The SOAP peer on the large system, one thread; neighbours are ready before the clock starts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SoapPeerBenchmark {
  private SoapPeer peer;

  /** Opens the peer. */
  @Setup(Level.Trial)
  public void prepare() {
    peer = new SoapPeer(Systems.named("silica").structure(0), Workload.BASIS);
  }

  /** New positions: each call takes far longer than the clock's grain. */
  @Setup(Level.Invocation)
  public void update() {
    peer.update();
  }

  /** Closes the peer. */
  @TearDown(Level.Trial)
  public void close() {
    peer.close();
  }

  @Benchmark
  public int expansion() {
    return peer.expansion();
  }

  @Benchmark
  public int spectrum() {
    return peer.spectrum();
  }
}
