package org.coesite.cpu;

import java.util.Arrays;
import org.coesite.backend.Doubles;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairPotential;
import org.coesite.backend.PairSplines;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;

/** Pair splines on the CPU, in double in both precisions: they are a small part of the work. */
final class CpuPairPotential implements PairPotential {
  private static final int CHUNK = 64;
  private static final int ATOMIC_NUMBERS = 120;

  private final CpuBackend backend;
  private final PairSplines splines;
  private final int[] speciesOf = new int[ATOMIC_NUMBERS];

  CpuPairPotential(CpuBackend backend, PairSplines splines) {
    this.backend = backend;
    this.splines = splines;
    Arrays.fill(speciesOf, -1);
    for (int s = 0; s < splines.species().length; s++) {
      speciesOf[splines.species()[s]] = s;
    }
  }

  @Override
  public PairSplines splines() {
    return splines;
  }

  @Override
  public Doubles energies(Neighbours pairs, Tensor pairGradients) {
    CpuNeighbours list = (CpuNeighbours) pairs;
    if (list.cutoff() < splines.cutoff() * (1 - 1e-12)) {
      throw new IllegalArgumentException(
          "neighbours within %s do not reach the pair cutoff of %s"
              .formatted(list.cutoff(), splines.cutoff()));
    }
    CpuTensor gradients =
        pairGradients == null ? null : backend.own(pairGradients, list.count(), 3);
    int centres = list.last() - list.first();
    double[] energies = new double[centres];
    backend
        .workers()
        .run(
            (centres + CHUNK - 1) / CHUNK,
            (chunk, worker) -> {
              double[] value = new double[2];
              for (int k = chunk * CHUNK; k < Math.min((chunk + 1) * CHUNK, centres); k++) {
                energies[k] = centre(list, k, gradients, value);
              }
            });
    return () -> energies;
  }

  private double centre(CpuNeighbours list, int k, CpuTensor gradients, double[] value) {
    Batch batch = list.batch();
    int own = speciesOf[batch.species(list.first() + k)];
    double energy = 0;
    for (int pair = list.start(k); pair < list.start(k + 1); pair++) {
      int other = speciesOf[batch.species(list.other(pair))];
      if (own < 0 || other < 0) {
        continue; // species without a pair potential do not interact through it
      }
      double x = list.vectors().get(3L * pair);
      double y = list.vectors().get(3L * pair + 1);
      double z = list.vectors().get(3L * pair + 2);
      double r = Math.sqrt(x * x + y * y + z * z);
      if (r >= splines.cutoff()) {
        continue;
      }
      evaluate(splines.pair(own, other), r, value);
      energy += 0.5 * value[0];
      if (gradients != null) {
        double slope = 0.5 * value[1] / r;
        gradients.set(3L * pair, gradients.get(3L * pair) + slope * x);
        gradients.set(3L * pair + 1, gradients.get(3L * pair + 1) + slope * y);
        gradients.set(3L * pair + 2, gradients.get(3L * pair + 2) + slope * z);
      }
    }
    return energy;
  }

  /** Energy and slope of a pair at a distance. */
  private void evaluate(int row, double r, double[] out) {
    double x = (r - splines.start()) / splines.step();
    int base = row * splines.knots();
    if (x < 0) {
      double slope = splines.slopes()[base];
      out[0] = splines.values()[base] + slope * (r - splines.start());
      out[1] = slope;
      return;
    }
    int knot = Math.min((int) x, splines.knots() - 2);
    double t = x - knot;
    double v0 = splines.values()[base + knot];
    double v1 = splines.values()[base + knot + 1];
    double s0 = splines.slopes()[base + knot] * splines.step();
    double s1 = splines.slopes()[base + knot + 1] * splines.step();
    double u = 1 - t;
    out[0] = v0 * (1 + 2 * t) * u * u + s0 * t * u * u + v1 * t * t * (3 - 2 * t) - s1 * t * t * u;
    out[1] = (6 * t * u * (v1 - v0) + s0 * u * (1 - 3 * t) + s1 * t * (3 * t - 2)) / splines.step();
  }

  @Override
  public void close() {
    // splines are heap memory: nothing to give back
  }
}
