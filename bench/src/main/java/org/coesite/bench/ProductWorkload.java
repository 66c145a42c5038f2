package org.coesite.bench;

import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Convolution;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A convolution and random arrays for it. */
@State(Scope.Benchmark)
public class ProductWorkload {
  /** See {@link ProductShapes#named}. */
  @Param({"mace", "nequip"})
  public String system;

  /** What kernels compute in. */
  @Param({"F64", "F32"})
  public Precision precision;

  /** Threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  private Backend backend;
  private NeighbourSearch search;
  Neighbours pairs;
  Convolution convolution;
  Tensor nodes;
  Tensor edges;
  Tensor weights;
  Tensor messageGradients;
  Tensor nodeGradients;
  Tensor edgeGradients;
  Tensor weightGradients;

  /** Fills all arrays. */
  @Setup(Level.Trial)
  public void prepare() {
    backend = Backends.open("cpu", precision, threads);
    Batch batch = ProductShapes.batch();
    ProductPaths paths = ProductShapes.named(system);
    search = backend.neighbours(batch, ProductShapes.CUTOFF);
    pairs = search.pairs(0, batch.atoms());
    convolution = backend.convolution(paths);
    nodes = random(batch.atoms(), paths.x().size());
    edges = random(pairs.count(), paths.y().size());
    weights = random(pairs.count(), paths.weights());
    messageGradients = random(batch.atoms(), paths.out().size());
    nodeGradients = backend.zeros(batch.atoms(), paths.x().size());
    edgeGradients = pairs.zeros(paths.y().size());
    weightGradients = pairs.zeros(paths.weights());
  }

  private Tensor random(long rows, int size) {
    double[] values = new Random(rows).doubles(rows * size, -1, 1).toArray();
    return backend.tensor(values, rows, size);
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public void close() {
    for (Tensor tensor :
        new Tensor[] {
          weightGradients, edgeGradients, nodeGradients, messageGradients, weights, edges, nodes
        }) {
      tensor.close();
    }
    convolution.close();
    pairs.close();
    search.close();
    backend.close();
  }
}
