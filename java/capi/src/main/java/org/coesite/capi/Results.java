package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.Prediction;

/** {@code coesite_results}: where the host wants what; NULL where it does not. */
record Results(
    MemorySegment energies,
    MemorySegment uncertainties,
    MemorySegment committee,
    MemorySegment atomEnergies,
    MemorySegment outside,
    MemorySegment forces,
    MemorySegment stresses) {
  private static final long SIZE = 64;

  static Results at(MemorySegment pointer) {
    HostStruct struct = HostStruct.at(pointer, SIZE, "results");
    return new Results(
        struct.pointer(8),
        struct.pointer(16),
        struct.pointer(24),
        struct.pointer(32),
        struct.pointer(40),
        struct.pointer(48),
        struct.pointer(56));
  }

  /** What has to be computed. */
  Derivatives derivatives() {
    return Memory.isNull(forces) && Memory.isNull(stresses) ? Derivatives.NONE : Derivatives.FIRST;
  }

  void put(List<Prediction> predictions) {
    int atom = 0;
    for (int s = 0; s < predictions.size(); s++) {
      Prediction p = predictions.get(s);
      put(p, s, atom);
      atom += p.atomEnergies().length;
    }
  }

  private void put(Prediction p, int s, int atom) {
    Memory.put(energies, s, p.energy());
    Memory.put(uncertainties, s, p.uncertainty());
    Memory.put(committee, (long) s * p.committee().length, p.committee());
    Memory.put(atomEnergies, atom, p.atomEnergies());
    Memory.put(outside, atom, p.outside());
    if (derivatives() == Derivatives.FIRST) {
      Memory.put(forces, 3L * atom, p.forces());
      Memory.put(stresses, 9L * s, p.stress() == null ? unknown() : p.stress());
    }
  }

  private static double[] unknown() {
    double[] stress = new double[9];
    Arrays.fill(stress, Double.NaN);
    return stress;
  }
}
