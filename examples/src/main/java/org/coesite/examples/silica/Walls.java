package org.coesite.examples.silica;

import java.util.ArrayList;
import java.util.List;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Keeps atoms apart where the bundled potential has seen nothing: half a spring for every pair
 * closer than the closest in its training, E = k/2 (r0 - r)^2. Without them a melt above 4000 K
 * falls, within picoseconds, into a hole where two silicon atoms sit on each other.
 *
 * <p>For cells along the axes, wider than twice the farthest wall. Thread-safe.
 */
final class Walls implements Calculator {
  private static final int SILICON = 14;

  /** Closest in the training set, one collapsed frame aside, angstrom. */
  private static final double SILICON_SILICON = 2.5;

  private static final double OXYGEN_OXYGEN = 2.05;
  private static final double SILICON_OXYGEN = 1.2;

  /** EV/angstrom^2: of the stiffness of a bond. */
  private static final double SPRING = 50;

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    List<Prediction> predictions = new ArrayList<>();
    for (Structure structure : batch.structures()) {
      predictions.add(evaluateOne(structure));
    }
    return predictions;
  }

  private static Prediction evaluateOne(Structure structure) {
    int atoms = structure.atoms();
    double[] energies = new double[atoms];
    double[] forces = new double[3 * atoms];
    double[] virial = new double[9];
    double energy = 0;
    for (int i = 0; i < atoms; i++) {
      for (int j = 0; j < i; j++) {
        double wall = wall(structure.species(i), structure.species(j));
        NearestImage image = NearestImage.of(structure, i, j);
        double r = image.length();
        if (r < wall) {
          double[] d = image.toArray();
          energy += SPRING / 2 * (wall - r) * (wall - r);
          energies[i] += SPRING / 4 * (wall - r) * (wall - r);
          energies[j] += SPRING / 4 * (wall - r) * (wall - r);
          double slope = -SPRING * (wall - r) / r;
          for (int axis = 0; axis < 3; axis++) {
            forces[3 * j + axis] -= slope * d[axis];
            forces[3 * i + axis] += slope * d[axis];
          }
          for (int k = 0; k < 9; k++) {
            virial[k] += slope * d[k / 3] * d[k % 3];
          }
        }
      }
    }
    return new Prediction(
        energy,
        energies,
        forces,
        Prediction.stress(structure, virial),
        Double.NaN,
        new double[0],
        new boolean[atoms]);
  }

  private static double wall(int a, int b) {
    if (a != b) {
      return SILICON_OXYGEN;
    }
    return a == SILICON ? SILICON_SILICON : OXYGEN_OXYGEN;
  }

  @Override
  public void close() {}
}
