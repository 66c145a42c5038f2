package org.coesite.cuda;

import org.coesite.backend.AtomSums;
import org.coesite.backend.Doubles;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;

/** Values of all atoms of a batch on the device: only sums, and one channel, come to the host. */
final class CudaAtomSums implements AtomSums {
  private static final int THREADS = 256;

  private final CudaBackend backend;
  private final DeviceBatch atoms;
  private final int channels;
  private final Owned owned;
  private final DeviceBuffer values;
  private int first;
  private int last;

  CudaAtomSums(CudaBackend backend, DeviceBatch atoms, int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("sums of " + channels + " channels");
    }
    this.backend = backend;
    this.atoms = atoms;
    this.channels = channels;
    owned = new Owned(backend);
    try {
      values = owned.zeros((long) atoms.batch.atoms() * channels * Double.BYTES);
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public void slice(int first, int last) {
    if (first < this.last || last < first || last > atoms.batch.atoms()) {
      throw new IndexOutOfBoundsException(
          "atoms %d to %d of %d, after atom %d"
              .formatted(first, last, atoms.batch.atoms(), this.last));
    }
    this.first = first;
    this.last = last;
  }

  /**
   * Where the values of the slice's atoms are, as an address in {@link #values}.
   *
   * @throws IllegalArgumentException if the slice has another number of atoms, or each of them of
   *     channels
   */
  long offset(int centres, int ofEach) {
    if (centres != last - first || ofEach != channels) {
      throw new IllegalArgumentException(
          "%d x %d values for a slice of %d x %d"
              .formatted(centres, ofEach, last - first, channels));
    }
    return (long) first * channels * Double.BYTES;
  }

  /** [atoms, channels]. */
  DeviceBuffer values() {
    return values;
  }

  @Override
  public Doubles firstChannel() {
    long count = atoms.batch.atoms();
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer column = scratch.take(count * Double.BYTES);
      backend
          .queue()
          .launch(
              backend.kernels().plain("sums", "sums_column"),
              Blocks.of(count, THREADS),
              THREADS,
              0,
              new Arguments().add(count).add(channels).add(0).buffer(values).buffer(column));
      return backend.request(column, count);
    }
  }

  @Override
  public Doubles totals() {
    try (Owned scratch = new Owned(backend)) {
      DeviceBuffer totals = scratch.keep(atoms.structureSums.of(values, channels));
      return backend.request(totals, (long) atoms.batch.size() * channels);
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
