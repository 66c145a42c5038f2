package org.coesite.dos;

import java.util.List;

/**
 * Structures with their curves of one width, computed once for all that is learnt of them.
 * Immutable.
 *
 * @param dos of the frames, one for one
 * @param truths what predictions of them are compared with, one for one
 */
record Broadened(List<DosFrame> frames, List<Dos> dos, List<DosTruth> truths) {
  static Broadened of(List<DosFrame> frames, DosMethod method, double width) {
    List<Dos> dos = frames.parallelStream().map(frame -> method.dos(frame, width)).toList();
    return new Broadened(frames, dos, dos.parallelStream().map(DosTruth::new).toList());
  }
}
