package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * A box along the axes with a spring along each edge, and every atom on a spring to a site that
 * moves with the box. Integrated over positions, lengths at temperature T without pressure have the
 * density exp(-sum k (L - L0)^2/(2 kT)): each normal about L0 with variance kT/k.
 */
final class StretchyBox implements Calculator {
  private final double spring;
  private final double[] edges;
  private final Structure initial;

  /** Springs of the atoms, and along x, y and z, eV/angstrom^2. */
  StretchyBox(double spring, double[] edges, Structure initial) {
    this.spring = spring;
    this.edges = edges.clone();
    this.initial = initial;
  }

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    List<Prediction> predictions = new ArrayList<>();
    for (Structure structure : batch.structures()) {
      predictions.add(evaluateOne(structure));
    }
    return predictions;
  }

  private Prediction evaluateOne(Structure structure) {
    int atoms = structure.atoms();
    double[] energies = new double[atoms];
    double[] forces = new double[3 * atoms];
    double[] virial = new double[9];
    for (int axis = 0; axis < 3; axis++) {
      double length = structure.cell().get(axis, axis);
      double rest = initial.cell().get(axis, axis);
      energies[0] += edges[axis] * (length - rest) * (length - rest) / 2;
      virial[4 * axis] = length * edges[axis] * (length - rest);
      for (int i = 0; i < atoms; i++) {
        double d = structure.position(i, axis) - length / rest * initial.position(i, axis);
        energies[i] += spring * d * d / 2;
        forces[3 * i + axis] = -spring * d;
        virial[4 * axis] += spring * d * d;
      }
    }
    return TestPredictions.of(structure, energies, forces, virial);
  }

  @Override
  public void close() {}
}
