package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Vector shapes. Constants, so that the compiler knows them. */
public final class Lanes {
  /** The widest vectors of the machine. */
  static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;

  /** Lanes of the widest vectors. */
  public static final int COUNT = WIDE.length();

  /** At most eight lanes: for radial functions, of which there are seldom more. */
  static final VectorSpecies<Double> NARROW = COUNT > 8 ? DoubleVector.SPECIES_256 : WIDE;

  private Lanes() {}

  /** To this package's precision. */
  @SuppressWarnings("cast") // nothing to do in double precision
  static double round(/* wide */ double value) {
    return (double) value;
  }

  /** A vector from memory, zeros beyond the elements that are left. */
  static DoubleVector load(MemorySegment from, long at, int left) {
    ByteOrder order = ByteOrder.nativeOrder();
    return left >= COUNT
        ? DoubleVector.fromMemorySegment(WIDE, from, at, order)
        : DoubleVector.fromMemorySegment(WIDE, from, at, order, WIDE.indexInRange(0, left));
  }

  /** Writes the elements that are left. */
  static void store(DoubleVector vector, MemorySegment to, long at, int left) {
    if (left >= COUNT) {
      vector.intoMemorySegment(to, at, ByteOrder.nativeOrder());
    } else {
      vector.intoMemorySegment(to, at, ByteOrder.nativeOrder(), WIDE.indexInRange(0, left));
    }
  }

  /** The next multiple of {@code lanes}. */
  static int padded(int length, VectorSpecies<Double> lanes) {
    return (length + lanes.length() - 1) / lanes.length() * lanes.length();
  }
}
