package org.coesite.cpu;

import org.coesite.backend.Doubles;
import org.coesite.backend.ForceSums;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;

/** Sums over pairs in list order, structure by structure. */
final class CpuForceSums implements ForceSums {
  private final CpuBackend backend;
  private final Batch batch;
  private final double[] forces;
  private final double[] virial;

  CpuForceSums(CpuBackend backend, Batch batch) {
    this.backend = backend;
    this.batch = batch;
    forces = new double[Math.multiplyExact(3, batch.atoms())];
    virial = new double[Math.multiplyExact(9, batch.size())];
  }

  @Override
  public void add(Neighbours pairs, Tensor pairGradients) {
    CpuNeighbours list = (CpuNeighbours) pairs;
    CpuTensor gradients = backend.own(pairGradients, list.count(), 3);
    if (list.first() == list.last()) {
      return;
    }
    int first = batch.structureOf(list.first());
    int last = batch.structureOf(list.last() - 1);
    backend
        .workers()
        .run(last - first + 1, (k, worker) -> addStructure(list, gradients, first + k));
  }

  private void addStructure(CpuNeighbours list, CpuTensor gradients, int s) {
    int from = Math.max(list.first(), batch.offset(s)) - list.first();
    int to = Math.min(list.last(), batch.offset(s + 1)) - list.first();
    double[] v = new double[9];
    System.arraycopy(virial, 9 * s, v, 0, 9);
    double[] g = new double[3];
    double[] r = new double[3];
    for (int k = from; k < to; k++) {
      double[] own = new double[3];
      for (int pair = list.start[k]; pair < list.start[k + 1]; pair++) {
        int j = list.j[pair];
        for (int axis = 0; axis < 3; axis++) {
          g[axis] = gradients.get(3L * pair + axis);
          r[axis] = list.vectors().get(3L * pair + axis);
          own[axis] += g[axis];
          forces[3 * j + axis] -= g[axis];
        }
        for (int a = 0; a < 3; a++) {
          for (int b = a; b < 3; b++) {
            v[3 * a + b] += 0.5 * (r[a] * g[b] + r[b] * g[a]);
          }
        }
      }
      for (int axis = 0; axis < 3; axis++) {
        forces[3 * (list.first() + k) + axis] += own[axis];
      }
    }
    v[3] = v[1];
    v[6] = v[2];
    v[7] = v[5];
    System.arraycopy(v, 0, virial, 9 * s, 9);
  }

  @Override
  public Doubles forces() {
    return () -> forces;
  }

  @Override
  public Doubles virial() {
    return () -> virial;
  }

  @Override
  public void close() {
    // sums are heap memory: nothing to give back
  }
}
