package org.coesite.cuda;

import org.coesite.backend.Doubles;
import org.coesite.backend.ForceSums;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Tensor;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.structure.Batch;

/**
 * Sums over pairs on the device: of every atom the sum over its own row, and a running sum over the
 * pairs in which it is the other atom, in the order of the list.
 */
final class CudaForceSums implements ForceSums {
  private static final int THREADS = 256;
  private static final int WARP_THREADS = 128;

  private final CudaBackend backend;
  private final Batch batch;
  private final DeviceBatch atoms;
  private final Owned owned;
  private final DeviceBuffer rows;
  private final DeviceBuffer columns;
  private final DeviceBuffer virials;

  CudaForceSums(CudaBackend backend, DeviceBatch atoms) {
    this.backend = backend;
    this.atoms = atoms;
    batch = atoms.batch;
    owned = new Owned(backend);
    try {
      rows = owned.zeros(3L * batch.atoms() * Double.BYTES);
      columns = owned.zeros(3L * batch.atoms() * Double.BYTES);
      virials = owned.zeros(6L * batch.atoms() * Double.BYTES);
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  @Override
  public void add(Neighbours pairs, Tensor pairGradients) {
    CudaNeighbours list = CudaNeighbours.own(backend, pairs);
    CudaTensor gradients = backend.ownGradients(pairGradients, list);
    int centres = list.last() - list.first();
    if (centres == 0) {
      return;
    }
    backend
        .queue()
        .launch(
            backend.kernels().precise("pairs", "pairs_rows"),
            Blocks.ofWarps(centres, WARP_THREADS),
            WARP_THREADS,
            0,
            new Arguments()
                .add(list.first())
                .add(centres)
                .buffer(list.start())
                .buffer(list.vectors())
                .buffer(gradients.buffer())
                .buffer(rows)
                .buffer(virials));
    try (TransposedPairs transposed = new TransposedPairs(backend, list);
        Owned scratch = new Owned(backend)) {
      DeviceBuffer sorted = scratch.take(list.capacity() * Integer.BYTES);
      backend
          .queue()
          .launch(
              backend.kernels().precise("pairs", "pairs_columns"),
              Blocks.ofWarps(transposed.atoms(), WARP_THREADS),
              WARP_THREADS,
              0,
              new Arguments()
                  .add(transposed.firstAtom())
                  .add(transposed.atoms())
                  .buffer(transposed.columnStart())
                  .buffer(transposed.entries())
                  .buffer(sorted)
                  .buffer(gradients.buffer())
                  .buffer(columns));
    }
  }

  @Override
  public Doubles forces() {
    long numbers = 3L * batch.atoms();
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer forces = scratch.take(numbers * Double.BYTES);
      backend
          .queue()
          .launch(
              backend.kernels().plain("pairs", "pairs_forces"),
              Blocks.of(numbers, THREADS),
              THREADS,
              0,
              new Arguments().add(numbers).buffer(rows).buffer(columns).buffer(forces));
      return backend.request(forces, numbers);
    }
  }

  @Override
  public Doubles virial() {
    int numbers = Math.multiplyExact(9, batch.size());
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer components = scratch.keep(atoms.structureSums.of(virials, 6));
      DeviceBuffer virial = scratch.take((long) numbers * Double.BYTES);
      backend
          .queue()
          .launch(
              backend.kernels().plain("pairs", "pairs_virials"),
              Blocks.of(numbers, THREADS),
              THREADS,
              0,
              new Arguments().add(numbers).buffer(components).buffer(virial));
      return backend.request(virial, numbers);
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
