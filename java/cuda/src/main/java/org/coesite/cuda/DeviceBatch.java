package org.coesite.cuda;

import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.structure.Batch;

/** A batch in device memory. Owned and closed by who made it. */
final class DeviceBatch implements AutoCloseable {
  private final Owned owned;
  final Batch batch;

  /** Angstrom, [atoms x 3], in double. */
  final DeviceBuffer positions;

  /** Atomic numbers, [atoms]. */
  final DeviceBuffer numbers;

  /** The structure that an atom belongs to, [atoms]. */
  final DeviceBuffer structureOf;

  /** Sums over the atoms of its structures. */
  final StructureSums structureSums;

  DeviceBatch(CudaBackend backend, Batch batch) {
    this.batch = batch;
    owned = new Owned(backend);
    int[] structure = new int[batch.atoms()];
    for (int s = 0; s < batch.size(); s++) {
      java.util.Arrays.fill(structure, batch.offset(s), batch.offset(s + 1), s);
    }
    try {
      positions = owned.keep(backend.upload(batch.positionsSegment()));
      numbers = owned.keep(backend.upload(batch.speciesSegment()));
      structureOf = owned.keep(backend.upload(structure));
      structureSums = new StructureSums(backend, batch);
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    structureSums.close();
    owned.close();
  }
}
