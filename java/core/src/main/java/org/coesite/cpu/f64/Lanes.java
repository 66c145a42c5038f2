package org.coesite.cpu.f64;

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

  /** The next multiple of {@code lanes}. */
  static int padded(int length, VectorSpecies<Double> lanes) {
    return (length + lanes.length() - 1) / lanes.length() * lanes.length();
  }
}
