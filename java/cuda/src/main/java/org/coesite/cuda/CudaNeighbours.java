package org.coesite.cuda;

import java.lang.foreign.MemorySegment;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.PairVector;
import org.coesite.backend.Tensor;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.structure.Batch;

/** The pairs of a range of centres, in device memory. */
final class CudaNeighbours implements Neighbours {
  private static final int PAIR_BYTES = 4 * Integer.BYTES;

  private final CudaBackend backend;
  private final DeviceBatch atoms;
  private final double cutoff;
  private final int first;
  private final int last;
  private final long capacity;
  private final Owned owned;
  private final DeviceBuffer pairs;
  private final DeviceBuffer vectors;
  private DeviceBuffer start;

  /** Number of pairs; -1 until it is known. */
  private long count = -1;

  /**
   * Room for pairs.
   *
   * @param atoms in device memory, alive as long as this list
   * @param capacity how many pairs
   */
  CudaNeighbours(
      CudaBackend backend, DeviceBatch atoms, double cutoff, int first, int last, long capacity) {
    this.backend = backend;
    this.atoms = atoms;
    this.cutoff = cutoff;
    this.first = first;
    this.last = last;
    this.capacity = capacity;
    owned = new Owned(backend);
    try {
      pairs = owned.take(capacity * PAIR_BYTES);
      vectors = owned.take(4 * capacity * backend.precision().bytes());
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  /** Makes row starts and keeps them. */
  void keepStart(RowStarts starts, long most) {
    starts.starts(most);
    start = owned.keep(starts.takeStarts());
  }

  /**
   * Copies pairs here, as many as there is room for.
   *
   * @param list of the same centres
   */
  void fill(PairList list) {
    int pairCount = list.count();
    int[] packed = new int[Math.multiplyExact(4, pairCount)];
    double[] vector = new double[packed.length];
    for (int p = 0; p < pairCount; p++) {
      packed[4 * p] = list.j()[p];
      System.arraycopy(list.shift(), 3 * p, packed, 4 * p + 1, 3);
      System.arraycopy(list.vector(), 3 * p, vector, 4 * p, 3);
      vector[4 * p + 3] = atoms.batch.species(list.j()[p]);
    }
    start = owned.keep(backend.upload(list.start()));
    backend.queue().upload(MemorySegment.ofArray(packed), pairs, 0);
    backend.queue().upload(backend.inPrecision(vector), vectors, 0);
    count = pairCount;
  }

  /** The number of pairs has become known. */
  void counted(long total) {
    backend.capacities().met(last - first, cutoff, total);
    if (total > capacity) {
      throw new CapacityExceededException(total, capacity);
    }
    count = total;
  }

  /** Pairs there is room for. */
  long capacity() {
    return capacity;
  }

  private DeviceBuffer open(DeviceBuffer block) {
    if (owned.isClosed()) {
      throw new IllegalStateException("the neighbours are closed");
    }
    return block;
  }

  /** Row starts, [centres + 1]. */
  DeviceBuffer start() {
    return open(start);
  }

  /** j and S, [pairs, 4]. */
  DeviceBuffer pairs() {
    return open(pairs);
  }

  /** r_ij and the atomic number of j, [pairs, 4], in the backend's precision. */
  DeviceBuffer vectors() {
    return open(vectors);
  }

  /** The batch in device memory. */
  DeviceBatch atoms() {
    return atoms;
  }

  /**
   * A list as one of this backend's.
   *
   * @throws IllegalArgumentException if it belongs to another backend
   */
  static CudaNeighbours own(CudaBackend backend, Neighbours list) {
    if (list instanceof CudaNeighbours own && own.backend == backend) {
      own.start(); // refuses closed pairs
      return own;
    }
    throw new IllegalArgumentException("the neighbours belong to another backend");
  }

  @Override
  public Batch batch() {
    return atoms.batch;
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
    if (count < 0) {
      backend.synchronize();
    }
    return count;
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  @Override
  public PairList toPairList() {
    start(); // refuses closed pairs
    int[] rows = new int[last - first + 1];
    int[] packed = new int[Math.toIntExact(4 * count())];
    backend.read(start, 0, MemorySegment.ofArray(rows));
    backend.read(pairs, 0, MemorySegment.ofArray(packed));
    int[] j = new int[packed.length / 4];
    int[] shift = new int[3 * j.length];
    for (int p = 0; p < j.length; p++) {
      j[p] = packed[4 * p];
      System.arraycopy(packed, 4 * p + 1, shift, 3 * p, 3);
    }
    return new PairList(first, rows, j, shift, PairVector.ofList(batch(), first, rows, j, shift));
  }

  @Override
  public Tensor zeros(int columns) {
    start(); // refuses closed pairs
    CudaTensor zeros = CudaTensor.ofPairs(backend, this, columns);
    backend.queue().zero(zeros.buffer(), 0, columns * capacity * backend.precision().bytes());
    return zeros;
  }

  @Override
  public void close() {
    owned.close();
  }
}
