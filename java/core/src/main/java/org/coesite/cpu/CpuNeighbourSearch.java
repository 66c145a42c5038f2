package org.coesite.cpu;

import java.util.Arrays;
import org.coesite.CoesiteException;
import org.coesite.backend.AtomSums;
import org.coesite.backend.ForceSums;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairVector;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** Cell lists of a batch: one grid per structure, built once, searched slice by slice. */
final class CpuNeighbourSearch implements NeighbourSearch {
  /** Centres that one task searches. */
  private static final int CHUNK = 64;

  private final CpuBackend backend;
  private final Batch batch;
  private final double cutoff;
  private final CellGrid[] grids;

  CpuNeighbourSearch(CpuBackend backend, Batch batch, double cutoff) {
    if (!(cutoff > 0) || !Double.isFinite(cutoff)) {
      throw new IllegalArgumentException("cutoff is a positive length, not " + cutoff);
    }
    this.backend = backend;
    this.batch = batch;
    this.cutoff = cutoff;
    grids = new CellGrid[batch.size()];
    backend.workers().run(grids.length, (s, worker) -> grids[s] = grid(s));
  }

  private CellGrid grid(int s) {
    try {
      return new CellGrid(batch.structure(s), cutoff);
    } catch (ArithmeticException noVolume) {
      throw new CoesiteException(
          "structure " + (s + 1) + ": its periodic cell has no volume", noVolume);
    }
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
    if (first < 0 || last < first || last > batch.atoms()) {
      throw new IndexOutOfBoundsException(
          "centres " + first + " to " + last + " of " + batch.atoms() + " atoms");
    }
    int chunks = (last - first + CHUNK - 1) / CHUNK;
    int[] start = new int[last - first + 1];
    long[][] found = new long[chunks][];
    backend
        .workers()
        .run(
            chunks,
            (chunk, worker) -> {
              int from = first + chunk * CHUNK;
              found[chunk] = searchChunk(from, Math.min(from + CHUNK, last), first, start);
            });
    for (int k = 0; k < last - first; k++) {
      start[k + 1] = Math.addExact(start[k], start[k + 1]);
    }
    if (start[last - first] > Integer.MAX_VALUE / 3) {
      throw new CoesiteException(
          "more than 700 million pairs among " + (last - first) + " centres: use smaller slices");
    }
    CpuNeighbours out = new CpuNeighbours(backend, batch, cutoff, first, last, start);
    backend
        .workers()
        .run(
            chunks,
            (chunk, worker) -> {
              int from = first + chunk * CHUNK;
              fillChunk(out, from, Math.min(from + CHUNK, last), found[chunk]);
            });
    return out;
  }

  /** Pairs of some centres one after the other; counts go to {@code start[centre - first + 1]}. */
  private long[] searchChunk(int from, int to, int first, int[] start) {
    long[] pairs = new long[(to - from) * 64];
    int size = 0;
    CentreSearch search = null;
    int structure = -1;
    for (int i = from; i < to; i++) {
      int s = batch.structureOf(i);
      if (s != structure) {
        structure = s;
        search = new CentreSearch(grids[s], batch.structure(s), cutoff);
      }
      search.search(i - batch.offset(s));
      if (size + search.count > pairs.length) {
        pairs = Arrays.copyOf(pairs, Math.max(2 * pairs.length, size + search.count));
      }
      System.arraycopy(search.found, 0, pairs, size, search.count);
      size += search.count;
      start[i - first + 1] = search.count;
    }
    return pairs;
  }

  private void fillChunk(CpuNeighbours out, int from, int to, long[] found) {
    int at = 0;
    CentreSearch decoder = null;
    int structure = -1;
    int[] shift = new int[3];
    double[] vector = new double[3];
    for (int i = from; i < to; i++) {
      int s = batch.structureOf(i);
      if (s != structure) {
        structure = s;
        decoder = new CentreSearch(grids[s], batch.structure(s), cutoff);
      }
      Structure owner = batch.structure(s);
      int k = i - out.first();
      for (int pair = out.start[k]; pair < out.start[k + 1]; pair++) {
        long code = found[at++];
        int local = i - batch.offset(s);
        int j = CentreSearch.atom(code);
        out.j[pair] = batch.offset(s) + j;
        for (int axis = 0; axis < 3; axis++) {
          shift[axis] = decoder.shift(code, local, axis);
          out.shift[3 * pair + axis] = shift[axis];
        }
        PairVector.of(owner, local, j, shift, vector);
        for (int axis = 0; axis < 3; axis++) {
          out.vectors().set(3L * pair + axis, vector[axis]);
        }
      }
    }
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
    // grids are heap memory: nothing to give back
  }
}
