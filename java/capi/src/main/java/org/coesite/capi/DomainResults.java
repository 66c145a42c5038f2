package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.DomainPrediction;

/** {@code coesite_domain_results}: where the host wants what; NULL where it does not. */
record DomainResults(
    MemorySegment energy,
    MemorySegment committee,
    MemorySegment atomEnergies,
    MemorySegment outside,
    MemorySegment forces,
    MemorySegment virial) {
  private static final long SIZE = 56;

  static DomainResults at(MemorySegment pointer) {
    HostStruct struct = HostStruct.at(pointer, SIZE, "domain_results");
    return new DomainResults(
        struct.pointer(8),
        struct.pointer(16),
        struct.pointer(24),
        struct.pointer(32),
        struct.pointer(40),
        struct.pointer(48));
  }

  /** What has to be computed. */
  Derivatives derivatives() {
    return Memory.isNull(forces) && Memory.isNull(virial) ? Derivatives.NONE : Derivatives.FIRST;
  }

  void put(DomainPrediction p) {
    Memory.put(energy, 0, p.energy());
    Memory.put(committee, 0, p.committee());
    Memory.put(atomEnergies, 0, p.atomEnergies());
    Memory.put(outside, 0, p.outside());
    if (derivatives() == Derivatives.FIRST) {
      Memory.put(forces, 0, p.forces());
      Memory.put(virial, 0, p.virial());
    }
  }
}
