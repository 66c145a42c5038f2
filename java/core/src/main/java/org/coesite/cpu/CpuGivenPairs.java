package org.coesite.cpu;

import org.coesite.backend.AtomSums;
import org.coesite.backend.ForceSums;
import org.coesite.backend.GivenPairs;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.structure.Batch;

/** Takes pairs from a list instead of searching for them. */
final class CpuGivenPairs implements NeighbourSearch {
  /** Centres that one task takes. */
  private static final int CHUNK = 64;

  private final CpuBackend backend;
  private final Batch batch;
  private final GivenPairs given;
  private final double cutoff;

  CpuGivenPairs(CpuBackend backend, Batch batch, GivenPairs given, double cutoff) {
    NeighbourSearch.requireFits(batch, given, cutoff);
    this.backend = backend;
    this.batch = batch;
    this.given = given;
    this.cutoff = cutoff;
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public Neighbours pairs(int first, int last) {
    if (first < 0 || last < first || last > given.centres()) {
      throw new IndexOutOfBoundsException(
          "centres " + first + " to " + last + " of " + given.centres());
    }
    PairList[] chunks = new PairList[(last - first + CHUNK - 1) / CHUNK];
    backend
        .workers()
        .run(
            chunks.length,
            (chunk, worker) -> {
              int from = first + chunk * CHUNK;
              int to = Math.min(from + CHUNK, last);
              chunks[chunk] = given.within(batch, cutoff, from, to);
            });
    return joined(chunks, first, last);
  }

  private CpuNeighbours joined(PairList[] chunks, int first, int last) {
    int[] start = new int[last - first + 1];
    int row = 0;
    for (PairList chunk : chunks) {
      int before = start[row];
      for (int k = 1; k < chunk.start().length; k++) {
        start[++row] = before + chunk.start()[k];
      }
    }
    CpuNeighbours out = new CpuNeighbours(backend, batch, cutoff, first, last, start);
    int pair = 0;
    for (PairList chunk : chunks) {
      System.arraycopy(chunk.j(), 0, out.j, pair, chunk.count());
      System.arraycopy(chunk.shift(), 0, out.shift, 3 * pair, 3 * chunk.count());
      for (int k = 0; k < 3 * chunk.count(); k++) {
        out.vectors().set(3L * pair + k, chunk.vector()[k]);
      }
      pair += chunk.count();
    }
    return out;
  }

  @Override
  public ForceSums forceSums() {
    return new CpuForceSums(backend, batch);
  }

  @Override
  public AtomSums atomSums(int channels) {
    return new CpuAtomSums(batch, channels);
  }

  @Override
  public void close() {
    // lists are heap memory: nothing to give back
  }
}
