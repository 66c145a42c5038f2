package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import org.coesite.backend.Convolution;
import org.coesite.backend.Neighbours;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.cpu.CpuBackend;
import org.coesite.cpu.CpuNeighbours;
import org.coesite.cpu.CpuTensor;
import org.coesite.cpu.TransposedPairs;
import org.coesite.cpu.WorkerPool;

/** Messages on the CPU: shares centres, or senders, out among the workers. */
public final class CpuConvolution implements Convolution {
  /** Atoms in one task. */
  private static final int CHUNK = 4;

  private final CpuBackend backend;
  private final ProductPaths paths;
  private final int nodeSize;
  private final int edgeSize;
  private final int messageSize;
  private final int weightSize;
  private final MessageSum[] forward;
  private final MessageSum[] backward;
  private final EdgeGradients[] edgeGradients;

  public CpuConvolution(CpuBackend backend, ProductPaths paths) {
    paths.requireSharedEdges();
    this.backend = backend;
    this.paths = paths;
    nodeSize = paths.x().size();
    edgeSize = paths.y().size();
    messageSize = paths.out().size();
    weightSize = paths.weights();
    int workers = backend.workers().workers();
    forward = new MessageSum[workers];
    backward = new MessageSum[workers];
    edgeGradients = new EdgeGradients[workers];
    SumTarget[] messages = SumTarget.forward(paths);
    SumTarget[] nodes = SumTarget.adjoint(paths);
    for (int k = 0; k < workers; k++) {
      forward[k] = new MessageSum(messages, nodeSize, edgeSize, weightSize);
      backward[k] = new MessageSum(nodes, messageSize, edgeSize, weightSize);
      edgeGradients[k] = new EdgeGradients(messages, nodeSize, edgeSize, weightSize);
    }
  }

  @Override
  public ProductPaths paths() {
    return paths;
  }

  private void forAtoms(int atoms, WorkerPool.Task atom) {
    backend
        .workers()
        .run(
            (atoms + CHUNK - 1) / CHUNK,
            (chunk, worker) -> {
              for (int k = chunk * CHUNK; k < Math.min((chunk + 1) * CHUNK, atoms); k++) {
                atom.run(k, worker);
              }
            });
  }

  private static CpuNeighbours checked(Neighbours pairs) {
    CpuNeighbours list = (CpuNeighbours) pairs;
    list.vectors().segment(); // refuses closed pairs
    return list;
  }

  @Override
  public Tensor messages(Neighbours pairs, Tensor nodes, Tensor edges, Tensor weights) {
    CpuNeighbours list = checked(pairs);
    MemorySegment x = backend.own(nodes, list.batch().atoms(), nodeSize).segment();
    MemorySegment y = backend.own(edges, list.count(), edgeSize).segment();
    MemorySegment w = backend.own(weights, list.count(), weightSize).segment();
    int centres = list.last() - list.first();
    CpuTensor out = backend.zeros(centres, messageSize);
    MemorySegment z = out.segment();
    forAtoms(
        centres,
        (k, worker) -> {
          MessageSum sum = forward[worker];
          long at = (long) k * messageSize;
          for (int pair = list.start(k); pair < list.start(k + 1); pair++) {
            if (sum.note(y, pair, list.other(pair))) {
              sum.flush(x, w, z, at);
            }
          }
          sum.flush(x, w, z, at);
        });
    return out;
  }

  @Override
  public void nodesAdjoint(
      Neighbours pairs,
      Tensor edges,
      Tensor weights,
      Tensor messageGradients,
      Tensor nodeGradients) {
    CpuNeighbours list = checked(pairs);
    int centres = list.last() - list.first();
    MemorySegment y = backend.own(edges, list.count(), edgeSize).segment();
    MemorySegment w = backend.own(weights, list.count(), weightSize).segment();
    MemorySegment dz = backend.own(messageGradients, centres, messageSize).segment();
    MemorySegment dx = backend.own(nodeGradients, list.batch().atoms(), nodeSize).segment();
    TransposedPairs columns = TransposedPairs.of(list);
    forAtoms(
        columns.atoms(),
        (k, worker) -> {
          MessageSum sum = backward[worker];
          long at = (long) (columns.first() + k) * nodeSize;
          for (int p = columns.start(k); p < columns.start(k + 1); p++) {
            if (sum.note(y, columns.pair(p), columns.centre(p))) {
              sum.flush(dz, w, dx, at);
            }
          }
          sum.flush(dz, w, dx, at);
        });
  }

  @Override
  public void edgesAdjoint(
      Neighbours pairs,
      Tensor nodes,
      Tensor edges,
      Tensor weights,
      Tensor messageGradients,
      Tensor edgeTarget,
      Tensor weightTarget) {
    CpuNeighbours list = checked(pairs);
    int centres = list.last() - list.first();
    MemorySegment x = backend.own(nodes, list.batch().atoms(), nodeSize).segment();
    MemorySegment y = backend.own(edges, list.count(), edgeSize).segment();
    MemorySegment w = backend.own(weights, list.count(), weightSize).segment();
    MemorySegment dz = backend.own(messageGradients, centres, messageSize).segment();
    MemorySegment dy = backend.own(edgeTarget, list.count(), edgeSize).segment();
    MemorySegment dw = backend.own(weightTarget, list.count(), weightSize).segment();
    forAtoms(
        centres,
        (k, worker) -> {
          EdgeGradients gradients = edgeGradients[worker];
          long at = (long) k * messageSize;
          for (int pair = list.start(k); pair < list.start(k + 1); pair++) {
            if (gradients.note(y, pair, list.other(pair))) {
              gradients.flush(x, w, dz, at, dy, dw);
            }
          }
          gradients.flush(x, w, dz, at, dy, dw);
        });
  }

  @Override
  public void close() {
    // scratch memory is on the heap
  }
}
