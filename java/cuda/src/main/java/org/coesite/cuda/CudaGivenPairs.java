package org.coesite.cuda;

import org.coesite.backend.AtomSums;
import org.coesite.backend.ForceSums;
import org.coesite.backend.GivenPairs;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.structure.Batch;

/** Takes pairs from a list on the host instead of searching for them: sorted there, then copied. */
final class CudaGivenPairs implements NeighbourSearch {
  private final CudaBackend backend;
  private final GivenPairs given;
  private final double cutoff;
  private final DeviceBatch atoms;
  private boolean closed;

  CudaGivenPairs(CudaBackend backend, Batch batch, GivenPairs given, double cutoff) {
    NeighbourSearch.requireFits(batch, given, cutoff);
    this.backend = backend;
    this.given = given;
    this.cutoff = cutoff;
    atoms = new DeviceBatch(backend, batch);
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  @Override
  public Batch batch() {
    return atoms.batch;
  }

  @Override
  public Neighbours pairs(int first, int last) {
    if (first < 0 || last < first || last > given.centres()) {
      throw new IndexOutOfBoundsException(
          "centres " + first + " to " + last + " of " + given.centres());
    }
    PairList list = given.within(atoms.batch, cutoff, first, last);
    CudaNeighbours pairs = new CudaNeighbours(backend, atoms, cutoff, first, last, list.count());
    try {
      pairs.fill(list);
      return pairs;
    } catch (RuntimeException failure) {
      pairs.close();
      throw failure;
    }
  }

  @Override
  public ForceSums forceSums() {
    return new CudaForceSums(backend, atoms);
  }

  @Override
  public AtomSums atomSums(int channels) {
    return new CudaAtomSums(backend, atoms, channels);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      atoms.close();
    }
  }
}
