package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.coesite.backend.Precision;
import org.coesite.backend.Tensor;
import org.coesite.soap.FullSpectrum;

/** Features and the labels of their columns in one block; filled slice by slice. */
final class FeatureArrays {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final long rows;
  private final int[][] labels;
  private final Precision precision;
  private final boolean normalised;
  private final FullSpectrum full;
  private MemorySegment values = MemorySegment.NULL;

  /**
   * Arrays of so many rows.
   *
   * @param labels of the columns, [columns][labels]
   * @param full the columns, if they are not those of the tensors that will come; else null
   */
  FeatureArrays(
      long rows, int[][] labels, Precision precision, boolean normalised, FullSpectrum full) {
    this.rows = rows;
    this.labels = labels;
    this.precision = precision;
    this.normalised = normalised;
    this.full = full;
  }

  private long rowBytes() {
    return (long) labels.length * precision.bytes();
  }

  /**
   * Takes memory, which is the struct's from now on.
   *
   * @param features a {@code coesite_features}
   */
  void take(MemorySegment allocator, HostStruct features) {
    int perColumn = labels[0].length;
    long place = HostMemory.padded(rows * rowBytes());
    long labelBytes = (long) labels.length * perColumn * Integer.BYTES;
    MemorySegment block = HostMemory.take(allocator, place + labelBytes);
    features.putLong(48, block.address());
    values = block.asSlice(0, rows * rowBytes());
    for (int k = 0; k < labels.length; k++) {
      MemorySegment.copy(
          labels[k], 0, block, INT, place + (long) Integer.BYTES * perColumn * k, perColumn);
    }
    features.putLong(8, rows);
    features.putLong(16, labels.length);
    features.putInteger(24, precision == Precision.F64 ? 0 : 1);
    features.putInteger(28, perColumn);
    features.putLong(32, rows == 0 ? 0 : block.address());
    features.putLong(40, block.address() + place);
  }

  /**
   * Puts rows in their place.
   *
   * @param first the first of them
   */
  void put(int first, Tensor rows) {
    MemorySegment target = values.asSlice(first * rowBytes(), rows.shape(0) * rowBytes());
    if (full == null) {
      rows.copyTo(target);
    } else {
      unfold(rows, target);
    }
    for (long row = 0; normalised && row < rows.shape(0); row++) {
      normalise(target.asSlice(row * rowBytes(), rowBytes()));
    }
  }

  private void unfold(Tensor rows, MemorySegment target) {
    double[] folded = rows.toDoubles();
    int columns = Math.toIntExact(rows.shape(1));
    for (int row = 0; row < rows.shape(0); row++) {
      for (int k = 0; k < labels.length; k++) {
        set(target, (long) row * labels.length + k, full.value(folded, row * columns, k));
      }
    }
  }

  /** To length 1; a row of zeros remains one. */
  private void normalise(MemorySegment row) {
    double square = 0;
    for (int k = 0; k < labels.length; k++) {
      square += get(row, k) * get(row, k);
    }
    double length = Math.sqrt(square);
    for (int k = 0; length > 0 && k < labels.length; k++) {
      set(row, k, get(row, k) / length);
    }
  }

  private double get(MemorySegment array, long k) {
    return precision == Precision.F64
        ? array.get(DOUBLE, k * Double.BYTES)
        : array.get(FLOAT, k * Float.BYTES);
  }

  private void set(MemorySegment array, long k, double value) {
    if (precision == Precision.F64) {
      array.set(DOUBLE, k * Double.BYTES, value);
    } else {
      array.set(FLOAT, k * Float.BYTES, (float) value);
    }
  }
}
