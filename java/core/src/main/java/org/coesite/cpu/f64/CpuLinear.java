package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.Tensor;
import org.coesite.cpu.CpuBackend;
import org.coesite.cpu.CpuTensor;

/**
 * Linear layers on the CPU: rows, and the blocks of the result, are shared out among the workers.
 */
public final class CpuLinear implements Linear {
  /** Rows in one task: even of scalars, enough for a whole product. */
  private static final int CHUNK = 48;

  private final CpuBackend backend;
  private final LinearPaths paths;
  private final List<ChannelMixing> forward;
  private final List<ChannelMixing> backward;
  private final ChannelMixing.Scratch[] scratch;

  public CpuLinear(CpuBackend backend, LinearPaths paths, /* wide */ double[] weights) {
    paths.requireWeights(weights);
    this.backend = backend;
    this.paths = paths;
    forward = mixings(paths, weights);
    backward = mixings(paths.transposed(), paths.transposed(weights));
    scratch = new ChannelMixing.Scratch[backend.workers().workers()];
    Arrays.setAll(scratch, worker -> new ChannelMixing.Scratch());
  }

  private List<ChannelMixing> mixings(LinearPaths p, /* wide */ double[] weights) {
    List<ChannelMixing> out = new ArrayList<>();
    for (int block = 0; block < p.out().count(); block++) {
      if (p.pathsTo(block).length > 0) {
        out.add(new ChannelMixing(backend.memory(), p, block, weights));
      }
    }
    return out;
  }

  @Override
  public LinearPaths paths() {
    return paths;
  }

  @Override
  public Tensor apply(Tensor x) {
    int rows = Math.toIntExact(x.shape(0));
    MemorySegment from = backend.ownRows(x, rows, paths.x().size()).segment();
    CpuTensor out = backend.zeros(rows, paths.out().size());
    add(forward, rows, from, out.segment());
    return out;
  }

  @Override
  public void adjoint(Tensor gradients, Tensor xGradients) {
    int rows = Math.toIntExact(gradients.shape(0));
    MemorySegment from = backend.ownRows(gradients, rows, paths.out().size()).segment();
    MemorySegment to = backend.ownRows(xGradients, rows, paths.x().size()).segment();
    add(backward, rows, from, to);
  }

  private void add(List<ChannelMixing> mixings, int rows, MemorySegment x, MemorySegment z) {
    int chunks = (rows + CHUNK - 1) / CHUNK;
    backend
        .workers()
        .run(
            chunks * mixings.size(),
            (task, worker) -> {
              int first = task / mixings.size() * CHUNK;
              int last = Math.min(first + CHUNK, rows);
              mixings.get(task % mixings.size()).add(first, last, x, z, scratch[worker]);
            });
  }

  @Override
  public void close() {
    forward.forEach(ChannelMixing::close);
    backward.forEach(ChannelMixing::close);
    forward.clear();
    backward.clear();
  }
}
