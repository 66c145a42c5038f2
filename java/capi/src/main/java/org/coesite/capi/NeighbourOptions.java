package org.coesite.capi;

import java.lang.foreign.MemorySegment;

/**
 * {@code coesite_neighbour_options}: which pairs are wanted, and what of them.
 *
 * @param cutoff angstrom
 * @param full whether pairs are wanted both ways
 */
record NeighbourOptions(
    double cutoff, boolean full, boolean shifts, boolean vectors, boolean distances) {
  private static final long SIZE = 32;

  static NeighbourOptions at(MemorySegment pointer) {
    HostStruct struct = HostStruct.at(pointer, SIZE, "neighbour_options");
    double cutoff = struct.number(8);
    if (!(cutoff > 0) || !Double.isFinite(cutoff)) {
      throw CallException.argument("a cutoff of " + cutoff + " angstrom: a positive length is due");
    }
    return new NeighbourOptions(
        cutoff,
        struct.integer(16) != 0,
        struct.integer(20) != 0,
        struct.integer(24) != 0,
        struct.integer(28) != 0);
  }
}
