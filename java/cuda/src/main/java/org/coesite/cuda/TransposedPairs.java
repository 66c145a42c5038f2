package org.coesite.cuda;

import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.structure.Batch;

/**
 * The pairs of a list by the other atom, in device memory: columns of places in the list, for the
 * atoms of all structures that the list touches. Within a column they are in no order until {@link
 * #sorted}. Owned and closed by the caller, before the list.
 */
final class TransposedPairs implements AutoCloseable {
  private static final int THREADS = 256;
  private static final int WARP_THREADS = 128;

  private final CudaBackend backend;
  private final CudaNeighbours list;
  private final int firstAtom;
  private final int atoms;
  private final Owned owned;
  private RowStarts starts;
  private DeviceBuffer columnStart;
  private DeviceBuffer entries;

  /** The columns of a list that has a centre. */
  TransposedPairs(CudaBackend backend, CudaNeighbours list) {
    this.backend = backend;
    this.list = list;
    // all others of a slice's pairs belong to the structures it touches
    Batch batch = list.batch();
    firstAtom = batch.offset(batch.structureOf(list.first()));
    atoms = batch.offset(batch.structureOf(list.last() - 1) + 1) - firstAtom;
    owned = new Owned(backend);
    try {
      build();
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void build() {
    CommandQueue queue = backend.queue();
    int centres = list.last() - list.first();
    int pairBlocks = Blocks.of(list.capacity(), THREADS);
    DeviceBuffer counts = owned.zeros((long) atoms * Integer.BYTES);
    queue.launch(
        backend.kernels().plain("pairs", "pairs_count"),
        pairBlocks,
        THREADS,
        0,
        new Arguments()
            .add(centres)
            .buffer(list.start())
            .buffer(list.pairs())
            .add(firstAtom)
            .buffer(counts));
    starts = new RowStarts(backend, counts, atoms);
    columnStart = starts.starts(list.capacity());
    DeviceBuffer cursor = owned.zeros((long) atoms * Integer.BYTES);
    entries = owned.take(list.capacity() * Integer.BYTES);
    queue.launch(
        backend.kernels().plain("pairs", "pairs_transpose"),
        pairBlocks,
        THREADS,
        0,
        new Arguments()
            .add(centres)
            .buffer(list.start())
            .buffer(list.pairs())
            .add(firstAtom)
            .buffer(columnStart)
            .buffer(cursor)
            .buffer(entries));
  }

  /** First atom, numbered through the batch. */
  int firstAtom() {
    return firstAtom;
  }

  /** Number of atoms, which is that of columns. */
  int atoms() {
    return atoms;
  }

  /** Where columns begin, [atoms + 1]. */
  DeviceBuffer columnStart() {
    return columnStart;
  }

  /** Places in the list, [pairs], in any order within a column. */
  DeviceBuffer entries() {
    return entries;
  }

  /** Places in the list, [pairs], in the order of the list within each column. */
  DeviceBuffer sorted() {
    DeviceBuffer sorted = owned.take(list.capacity() * Integer.BYTES);
    backend
        .queue()
        .launch(
            backend.kernels().plain("pairs", "pairs_sort"),
            Blocks.ofWarps(atoms, WARP_THREADS),
            WARP_THREADS,
            0,
            new Arguments().add(atoms).buffer(columnStart).buffer(entries).buffer(sorted));
    return sorted;
  }

  @Override
  public void close() {
    if (starts != null) {
      starts.close();
      starts = null;
    }
    owned.close();
  }
}
