package org.coesite.cuda;

import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.structure.Batch;

/**
 * Sums over the atoms of each structure of a batch, in pieces of a fixed number of atoms: so that
 * one large structure keeps a device busy too. Closed by its owner.
 */
final class StructureSums implements AutoCloseable {
  /** Atoms of a piece. */
  private static final int ATOMS = 256;

  /** As in sums.cu. */
  private static final int THREADS = 256;

  private static final int WARP_THREADS = 128;

  private final CudaBackend backend;
  private final int structures;
  private final int pieces;
  private final Owned owned;

  /** [pieces + 1]. */
  private final DeviceBuffer pieceStart;

  /** [structures + 1]. */
  private final DeviceBuffer firstPiece;

  StructureSums(CudaBackend backend, Batch batch) {
    this.backend = backend;
    structures = batch.size();
    int[] first = new int[structures + 1];
    for (int s = 0; s < structures; s++) {
      first[s + 1] = first[s] + Blocks.of(batch.structure(s).atoms(), ATOMS);
    }
    pieces = first[structures];
    owned = new Owned(backend);
    try {
      pieceStart = owned.keep(backend.upload(starts(batch, first)));
      firstPiece = owned.keep(backend.upload(first));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private static int[] starts(Batch batch, int[] first) {
    int[] starts = new int[first[batch.size()] + 1];
    for (int s = 0; s < batch.size(); s++) {
      int from = batch.offset(s) - ATOMS * first[s];
      for (int p = first[s]; p < first[s + 1]; p++) {
        starts[p] = from + ATOMS * p;
      }
    }
    starts[starts.length - 1] = batch.atoms();
    return starts;
  }

  /**
   * Sums a table's rows.
   *
   * @param table [atoms, columns], double
   * @return [structures, columns], the caller's
   */
  DeviceBuffer of(DeviceBuffer table, int columns) {
    int count = Math.multiplyExact(structures, columns);
    DeviceBuffer totals = backend.memory().take(Math.max(1, (long) count * Double.BYTES));
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer partial = scratch.take((long) pieces * columns * Double.BYTES);
      backend
          .queue()
          .launch(
              backend.kernels().plain("sums", "sums_pieces"),
              pieces,
              THREADS,
              THREADS * Double.BYTES,
              new Arguments().add(columns).buffer(pieceStart).buffer(table).buffer(partial));
      backend
          .queue()
          .launch(
              backend.kernels().plain("sums", "sums_totals"),
              Blocks.ofWarps(count, WARP_THREADS),
              WARP_THREADS,
              0,
              new Arguments()
                  .add(count)
                  .add(columns)
                  .buffer(firstPiece)
                  .buffer(partial)
                  .buffer(totals));
      return totals;
    } catch (RuntimeException failure) {
      backend.memory().giveBack(totals);
      throw failure;
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
