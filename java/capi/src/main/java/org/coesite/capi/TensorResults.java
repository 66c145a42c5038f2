package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.coesite.nmr.NmrPrediction;
import org.coesite.nmr.NmrTensor;
import org.coesite.structure.Batch;

/** {@code coesite_tensor_results}: where the host wants what; NULL where it does not. */
record TensorResults(
    MemorySegment predicted,
    MemorySegment tensors,
    MemorySegment isotropic,
    MemorySegment uncertainties,
    MemorySegment committee,
    MemorySegment outside) {
  private static final long SIZE = 56;

  static TensorResults at(MemorySegment pointer) {
    HostStruct struct = HostStruct.at(pointer, SIZE, "tensor_results");
    return new TensorResults(
        struct.pointer(8),
        struct.pointer(16),
        struct.pointer(24),
        struct.pointer(32),
        struct.pointer(40),
        struct.pointer(48));
  }

  /**
   * Hands out predictions.
   *
   * @param members size of the committee
   */
  void put(List<NmrPrediction> predictions, Batch batch, int members) {
    double[] unknown = new double[9];
    Arrays.fill(unknown, Double.NaN);
    double[] unknownCommittee = new double[9 * members];
    Arrays.fill(unknownCommittee, Double.NaN);
    for (int atom = 0; atom < batch.atoms(); atom++) {
      put(atom, false, false, unknown, Double.NaN, Double.NaN, unknownCommittee);
    }
    for (int s = 0; s < predictions.size(); s++) {
      put(predictions.get(s), batch.offset(s), members);
    }
  }

  private void put(NmrPrediction p, int first, int members) {
    double[] all = new double[9 * members];
    for (int k = 0; k < p.sites(); k++) {
      for (int m = 0; m < members; m++) {
        System.arraycopy(p.members()[k][m].toArray(), 0, all, 9 * m, 9);
      }
      NmrTensor tensor = p.tensors()[k];
      put(
          first + p.atoms()[k],
          true,
          p.outside()[k],
          tensor.toArray(),
          tensor.isotropic(),
          p.uncertainty(k, NmrTensor::isotropic),
          all);
    }
  }

  private void put(
      int atom,
      boolean known,
      boolean strange,
      double[] tensor,
      double mean,
      double uncertainty,
      double[] members) {
    Memory.put(predicted, atom, known);
    Memory.put(outside, atom, strange);
    Memory.put(tensors, 9L * atom, tensor);
    Memory.put(isotropic, atom, mean);
    Memory.put(uncertainties, atom, uncertainty);
    Memory.put(committee, (long) atom * members.length, members);
  }
}
