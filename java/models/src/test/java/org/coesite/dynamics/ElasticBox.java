package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * A cubic box whose energy is quadratic in its volume, with every atom on a spring to a site that
 * moves with the box. Integrated over positions, volumes at temperature T and pressure p have the
 * density exp(-(bulk (V - V0)^2/(2 V0) + p V)/kT): normal, about V0 (1 - p/bulk), with variance kT
 * V0/bulk.
 */
final class ElasticBox implements Calculator {
  private final double spring;
  private final double bulk;
  private final Structure initial;

  ElasticBox(double spring, double bulk, Structure initial) {
    this.spring = spring;
    this.bulk = bulk;
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
    double v0 = initial.cell().volume();
    double growth = structure.cell().volume() - v0;
    double scale = structure.cell().get(0, 0) / initial.cell().get(0, 0);
    int atoms = structure.atoms();
    double[] energies = new double[atoms];
    double[] forces = new double[3 * atoms];
    double[] virial = new double[9];
    energies[0] = bulk * growth * growth / (2 * v0);
    for (int k = 0; k < 9; k += 4) {
      virial[k] = structure.cell().volume() * bulk * growth / v0;
    }
    for (int i = 0; i < atoms; i++) {
      double[] d = new double[3];
      for (int axis = 0; axis < 3; axis++) {
        d[axis] = structure.position(i, axis) - scale * initial.position(i, axis);
        energies[i] += spring * d[axis] * d[axis] / 2;
        forces[3 * i + axis] = -spring * d[axis];
      }
      for (int k = 0; k < 9; k++) {
        virial[k] += spring * d[k / 3] * d[k % 3];
      }
    }
    return TestPredictions.of(structure, energies, forces, virial);
  }

  @Override
  public void close() {}
}
