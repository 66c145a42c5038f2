package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** A pair potential for tests, cut smoothly at a radius. */
final class PairModel implements Calculator {
  /** phi(r) and phi'(r). */
  @FunctionalInterface
  interface Potential {
    double[] at(double r);
  }

  private final Potential potential;
  private final double cutoff;
  int evaluations;

  PairModel(Potential potential, double cutoff) {
    this.potential = potential;
    this.cutoff = cutoff;
  }

  /** Lennard-Jones with energy and force shifted to zero at the cutoff. */
  static PairModel lennardJones(double epsilon, double sigma, double cutoff) {
    double[] end = bareLennardJones(epsilon, sigma, cutoff);
    return new PairModel(
        r -> {
          double[] phi = bareLennardJones(epsilon, sigma, r);
          return new double[] {
            phi[0] - end[0] - (r - cutoff) * end[1], phi[1] - end[1],
          };
        },
        cutoff);
  }

  private static double[] bareLennardJones(double epsilon, double sigma, double r) {
    double x = Math.pow(sigma / r, 6);
    return new double[] {4 * epsilon * (x * x - x), 4 * epsilon * (-12 * x * x + 6 * x) / r};
  }

  /** Springs of rest length d between all atoms closer than the cutoff. */
  static PairModel springs(double constant, double d, double cutoff) {
    return new PairModel(
        r -> new double[] {constant * (r - d) * (r - d) / 2, constant * (r - d)}, cutoff);
  }

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    List<Prediction> predictions = new ArrayList<>();
    for (Structure structure : batch.structures()) {
      evaluations++;
      predictions.add(predict(structure));
    }
    return predictions;
  }

  private Prediction predict(Structure structure) {
    int n = structure.atoms();
    double[] energies = new double[n];
    double[] forces = new double[3 * n];
    double[] virial = new double[9];
    Pairs.forEach(
        structure,
        cutoff,
        (i, j, x, y, z) -> {
          double r = Math.sqrt(x * x + y * y + z * z);
          double[] phi = potential.at(r);
          energies[i] += phi[0] / 2;
          double[] v = {x, y, z};
          for (int a = 0; a < 3; a++) {
            forces[3 * i + a] += phi[1] * v[a] / r;
            for (int b = 0; b < 3; b++) {
              virial[3 * a + b] += phi[1] * v[a] * v[b] / r / 2;
            }
          }
        });
    return TestPredictions.of(structure, energies, forces, virial);
  }

  @Override
  public void close() {}
}
