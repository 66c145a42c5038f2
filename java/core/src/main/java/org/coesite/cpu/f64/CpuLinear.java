package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.Tensor;
import org.coesite.cpu.CpuBackend;
import org.coesite.cpu.CpuTensor;

/** Linear layers on the CPU: rows, and groups of blocks, are shared out among the workers. */
public final class CpuLinear implements Linear {
  /** Rows in one task: even of l = 0 they fill a product. */
  private static final int CHUNK = 48;

  private final CpuBackend backend;
  private final LinearPaths paths;
  private final List<ChannelMixing> forward;
  private final List<ChannelMixing> backward;
  private final ChannelMixing.Scratch[] scratch;
  private boolean closed;

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
    return p.groups().stream()
        .map(group -> new ChannelMixing(backend.memory(), p, group, weights))
        .toList();
  }

  @Override
  public LinearPaths paths() {
    return paths;
  }

  @Override
  public Tensor apply(Tensor x) {
    int rows = Math.toIntExact(x.shape(0));
    MemorySegment from = backend.ownRows(x, rows, paths.x().size()).segment();
    CpuTensor out =
        paths.reachesAll()
            ? backend.allocate(rows, paths.out().size())
            : backend.zeros(rows, paths.out().size());
    run(forward, rows, from, out.segment(), false);
    return out;
  }

  @Override
  public void adjoint(Tensor gradients, Tensor xGradients) {
    int rows = Math.toIntExact(gradients.shape(0));
    MemorySegment from = backend.ownRows(gradients, rows, paths.out().size()).segment();
    MemorySegment to = backend.ownRows(xGradients, rows, paths.x().size()).segment();
    run(backward, rows, from, to, true);
  }

  private void run(
      List<ChannelMixing> mixings, int rows, MemorySegment x, MemorySegment z, boolean adds) {
    int chunks = (rows + CHUNK - 1) / CHUNK;
    backend
        .workers()
        .run(
            chunks * mixings.size(),
            (task, worker) -> {
              int first = task / mixings.size() * CHUNK;
              int last = Math.min(first + CHUNK, rows);
              mixings.get(task % mixings.size()).run(first, last, x, z, adds, scratch[worker]);
            });
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      forward.forEach(ChannelMixing::close);
      backward.forEach(ChannelMixing::close);
    }
  }
}
