package org.coesite.cpu;

import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.PairVector;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;

/** The pairs of a range of centres in compressed rows. */
public final class CpuNeighbours implements Neighbours {
  private final CpuBackend backend;
  private final Batch batch;
  private final double cutoff;
  private final int first;
  private final int last;

  /** Row starts, [centres + 1]. */
  final int[] start;

  /** The other atom, numbered through the batch, [pairs]. */
  final int[] j;

  /** S, [pairs x 3]. */
  final int[] shift;

  /** r_ij in angstrom, [pairs, 3]. */
  private final CpuTensor vectors;

  CpuNeighbours(CpuBackend backend, Batch batch, double cutoff, int first, int last, int[] start) {
    this.backend = backend;
    this.batch = batch;
    this.cutoff = cutoff;
    this.first = first;
    this.last = last;
    this.start = start;
    int pairs = start[start.length - 1];
    j = new int[pairs];
    shift = new int[3 * pairs];
    vectors = backend.allocate(pairs, 3);
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public int first() {
    return first;
  }

  @Override
  public int last() {
    return last;
  }

  @Override
  public long count() {
    return j.length;
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  /** First pair of the k-th centre of the range; of k = centres, the number of pairs. */
  public int start(int k) {
    return start[k];
  }

  /** The other atom of a pair, numbered through the batch. */
  public int other(int pair) {
    return j[pair];
  }

  /** r_ij, [pairs, 3]. */
  public CpuTensor vectors() {
    return vectors;
  }

  @Override
  public PairList toPairList() {
    vectors.segment(); // refuses closed pairs
    double[] exact = PairVector.ofList(batch, first, start, j, shift);
    return new PairList(first, start.clone(), j.clone(), shift.clone(), exact);
  }

  @Override
  public Tensor zeros(int columns) {
    return backend.zeros(j.length, columns);
  }

  @Override
  public void close() {
    vectors.close();
  }
}
