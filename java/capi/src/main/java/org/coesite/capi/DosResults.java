package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyZero;
import org.coesite.dos.Estimate;
import org.coesite.dos.FilledPrediction;
import org.coesite.dos.FixedDos;

/** {@code coesite_dos_results}: where the host wants what; NULL where it does not. */
record DosResults(
    MemorySegment curves,
    MemorySegment uncertainties,
    MemorySegment fermiLevels,
    MemorySegment fermiUncertainties,
    MemorySegment dataLevels,
    MemorySegment electrons,
    MemorySegment outside) {
  private static final long SIZE = 64;

  static DosResults at(MemorySegment pointer) {
    HostStruct struct = HostStruct.at(pointer, SIZE, "dos_results");
    return new DosResults(
        struct.pointer(8),
        struct.pointer(16),
        struct.pointer(24),
        struct.pointer(32),
        struct.pointer(40),
        struct.pointer(48),
        struct.pointer(56));
  }

  /**
   * Hands out predictions.
   *
   * @throws CallException if levels are wanted of a curve that holds fewer states than electrons
   */
  void put(List<DosPrediction> predictions, EnergyZero zero) {
    int atom = 0;
    for (int s = 0; s < predictions.size(); s++) {
      DosPrediction p = predictions.get(s);
      long first = (long) s * p.curve().length;
      Memory.put(curves, first, p.curve());
      Memory.put(uncertainties, first, p.uncertainty());
      Memory.put(electrons, s, p.electrons());
      Memory.put(outside, atom, p.outside());
      atom += p.atoms();
      putLevels(p, s, zero, predictions.size() == 1 ? "" : "structure " + (s + 1) + ": ");
    }
  }

  private void putLevels(DosPrediction p, int s, EnergyZero zero, String place) {
    boolean wanted =
        !(Memory.isNull(fermiLevels)
            && Memory.isNull(fermiUncertainties)
            && Memory.isNull(dataLevels));
    if (!wanted) {
      return;
    }
    Estimate none = new Estimate(Double.NaN, Double.NaN);
    Estimate fermi = none;
    Estimate data = none;
    if (p.atoms() > 0) {
      FilledPrediction filled = filled(p, place);
      fermi = filled.estimate(FixedDos::fermiLevel);
      data = zero == EnergyZero.NONE ? fermi : filled.levelInData();
    }
    Memory.put(fermiLevels, s, fermi.value());
    Memory.put(fermiUncertainties, s, fermi.uncertainty());
    Memory.put(dataLevels, s, data.value());
  }

  private static FilledPrediction filled(DosPrediction p, String place) {
    try {
      return FilledPrediction.of(p);
    } catch (CoesiteException tooFewStates) {
      throw new CallException(Status.STRUCTURE, place + tooFewStates.getMessage(), tooFewStates);
    }
  }
}
