package org.coesite.cuda;

import org.coesite.CoesiteException;
import org.coesite.backend.AtomSums;
import org.coesite.backend.ForceSums;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.structure.Batch;

/** Cell lists of a batch, built on the device once and searched slice by slice. */
final class CudaNeighbourSearch implements NeighbourSearch {
  private static final int ATOM_THREADS = 256;
  private static final int CENTRE_THREADS = 128;
  private static final int BINNED_BYTES = 32;

  private final CudaBackend backend;
  private final Batch batch;
  private final double cutoff;
  private final DeviceBatch atoms;
  private final Owned owned;
  private final DeviceBuffer grids;
  private final DeviceBuffer fractional;
  private final DeviceBuffer wrap;
  private final DeviceBuffer binStart;
  private final DeviceBuffer binned;
  private boolean closed;

  private CudaNeighbourSearch(CudaBackend backend, Batch batch, double cutoff, Grids table) {
    this.backend = backend;
    this.batch = batch;
    this.cutoff = cutoff;
    owned = new Owned(backend);
    atoms = new DeviceBatch(backend, batch);
    try {
      grids = owned.keep(backend.upload(table.table()));
      fractional = owned.take(3L * batch.atoms() * Double.BYTES);
      wrap = owned.take(3L * batch.atoms() * Integer.BYTES);
      binned = owned.take((long) batch.atoms() * BINNED_BYTES);
      binStart = owned.keep(sortIntoBins(table.bins()));
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /** Builds the cell lists of a batch. */
  static CudaNeighbourSearch of(CudaBackend backend, Batch batch, double cutoff) {
    if (!(cutoff > 0) || !Double.isFinite(cutoff)) {
      throw new IllegalArgumentException("cutoff is a positive length, not " + cutoff);
    }
    return new CudaNeighbourSearch(backend, batch, cutoff, new Grids(batch, cutoff));
  }

  /** Counting sort; returns where bins start, the caller's. */
  private DeviceBuffer sortIntoBins(int bins) {
    CommandQueue queue = backend.queue();
    Kernels kernels = backend.kernels();
    int blocks = Blocks.of(batch.atoms(), ATOM_THREADS);
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer binOf = scratch.take((long) batch.atoms() * Integer.BYTES);
      DeviceBuffer counts = scratch.zeros((long) bins * Integer.BYTES);
      queue.launch(
          kernels.plain("neighbours", "neighbours_wrap"),
          blocks,
          ATOM_THREADS,
          0,
          new Arguments()
              .add(batch.atoms())
              .buffer(grids)
              .buffer(atoms.positions)
              .buffer(atoms.structureOf)
              .buffer(fractional)
              .buffer(wrap)
              .buffer(binOf)
              .buffer(counts));
      try (RowStarts starts = new RowStarts(backend, counts, bins)) {
        DeviceBuffer start = starts.starts(Integer.MAX_VALUE);
        DeviceBuffer cursor = scratch.zeros((long) bins * Integer.BYTES);
        queue.launch(
            kernels.plain("neighbours", "neighbours_bin"),
            blocks,
            ATOM_THREADS,
            0,
            new Arguments()
                .add(batch.atoms())
                .buffer(grids)
                .buffer(atoms.positions)
                .buffer(atoms.structureOf)
                .buffer(wrap)
                .buffer(binOf)
                .buffer(start)
                .buffer(cursor)
                .buffer(binned));
        return starts.takeStarts();
      }
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
    int centres = last - first;
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer counts = scratch.take((long) centres * Integer.BYTES);
      backend
          .queue()
          .launch(
              backend.kernels().plain("neighbours", "neighbours_count"),
              Blocks.ofWarps(centres, CENTRE_THREADS),
              CENTRE_THREADS,
              0,
              search().add(first).add(centres).buffer(counts));
      try (RowStarts starts = new RowStarts(backend, counts, centres)) {
        CudaNeighbours pairs = withRoom(first, last, starts);
        try {
          pairs.keepStart(starts, pairs.capacity());
          fill(pairs);
          return pairs;
        } catch (RuntimeException failure) {
          pairs.close();
          throw failure;
        }
      }
    }
  }

  /** A list with room for the pairs: for as many as there are, or as are to be expected. */
  private CudaNeighbours withRoom(int first, int last, RowStarts starts) {
    int centres = last - first;
    long guess = backend.running() ? backend.capacities().guess(centres, cutoff) : -1;
    if (guess >= 0) {
      CudaNeighbours pairs = new CudaNeighbours(backend, atoms, cutoff, first, last, guess);
      starts.tellTotal(pairs::counted);
      return pairs;
    }
    long total = starts.total();
    if (total > Integer.MAX_VALUE / 3) {
      throw new CoesiteException(
          "more than 700 million pairs among " + centres + " centres: use smaller slices");
    }
    CudaNeighbours pairs = new CudaNeighbours(backend, atoms, cutoff, first, last, total);
    pairs.counted(total);
    return pairs;
  }

  private void fill(CudaNeighbours pairs) {
    int centres = pairs.last() - pairs.first();
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer codes = scratch.take(pairs.capacity() * Long.BYTES);
      backend
          .queue()
          .launch(
              backend.kernels().precise("neighbours", "neighbours_fill"),
              Blocks.ofWarps(centres, CENTRE_THREADS),
              CENTRE_THREADS,
              CENTRE_THREADS / Blocks.WARP * Integer.BYTES,
              search()
                  .buffer(atoms.numbers)
                  .add(pairs.first())
                  .add(centres)
                  .buffer(pairs.start())
                  .buffer(codes)
                  .buffer(pairs.pairs())
                  .buffer(pairs.vectors()));
    }
  }

  /** Arguments that begin with {@code Search} of neighbours.cu. */
  private Arguments search() {
    return new Arguments()
        .buffer(grids)
        .buffer(atoms.positions)
        .buffer(atoms.structureOf)
        .buffer(fractional)
        .buffer(wrap)
        .buffer(binStart)
        .buffer(binned)
        .add(cutoff);
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
      owned.close();
      atoms.close();
    }
  }
}
