package org.coesite.cpu;

import org.coesite.backend.AtomSums;
import org.coesite.backend.Doubles;
import org.coesite.structure.Batch;

/**
 * Values of atoms, summed over structures in ascending order slice by slice, for which there is
 * memory.
 */
public final class CpuAtomSums implements AtomSums {
  private final Batch batch;
  private final int channels;
  private final double[] firstChannel;
  private final double[] totals;

  /** Of the atoms of the slice, [atoms x channels]. */
  private double[] values = new double[0];

  private int first;

  CpuAtomSums(Batch batch, int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("sums of " + channels + " channels");
    }
    this.batch = batch;
    this.channels = channels;
    firstChannel = new double[batch.atoms()];
    totals = new double[Math.multiplyExact(batch.size(), channels)];
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public void slice(int first, int last) {
    if (first < this.first + values.length / channels || last < first || last > batch.atoms()) {
      throw new IndexOutOfBoundsException(
          "atoms %d to %d of %d, after atom %d"
              .formatted(first, last, batch.atoms(), this.first + values.length / channels));
    }
    fold();
    this.first = first;
    values = new double[Math.multiplyExact(last - first, channels)];
  }

  /**
   * Adds to the atoms of the slice.
   *
   * @param more [atoms of the slice x channels]
   * @param ofEach channels
   * @throws IllegalArgumentException if the slice has another number of atoms, or each of them of
   *     channels
   */
  public void add(double[] more, int ofEach) {
    if (ofEach != channels || more.length != values.length) {
      throw new IllegalArgumentException(
          "%d values, %d of each atom, for a slice of %d x %d"
              .formatted(more.length, ofEach, values.length / channels, channels));
    }
    for (int i = 0; i < values.length; i++) {
      values[i] += more[i];
    }
  }

  /** Adds the slice, which is complete, to the sums. */
  private void fold() {
    int atoms = values.length / channels;
    int k = 0;
    for (int s = atoms == 0 ? 0 : batch.structureOf(first); k < atoms; s++) {
      int end = Math.min(atoms, batch.offset(s + 1) - first);
      for (; k < end; k++) {
        firstChannel[first + k] = values[k * channels];
        for (int c = 0; c < channels; c++) {
          totals[s * channels + c] += values[k * channels + c];
        }
      }
    }
    first += atoms;
    values = new double[0];
  }

  @Override
  public Doubles firstChannel() {
    fold();
    return () -> firstChannel;
  }

  @Override
  public Doubles totals() {
    fold();
    return () -> totals;
  }

  @Override
  public void close() {
    // heap memory: nothing to give back
  }
}
