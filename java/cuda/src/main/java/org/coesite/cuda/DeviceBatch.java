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

  /** First atoms of structures, [structures + 1]. */
  final DeviceBuffer offsets;

  DeviceBatch(CudaBackend backend, Batch batch) {
    this.batch = batch;
    owned = new Owned(backend);
    int[] structure = new int[batch.atoms()];
    int[] offset = new int[batch.size() + 1];
    for (int s = 0; s < batch.size(); s++) {
      offset[s + 1] = batch.offset(s + 1);
      java.util.Arrays.fill(structure, batch.offset(s), batch.offset(s + 1), s);
    }
    try {
      positions = owned.keep(backend.upload(batch.positions()));
      numbers = owned.keep(backend.upload(batch.species()));
      structureOf = owned.keep(backend.upload(structure));
      offsets = owned.keep(backend.upload(offset));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
