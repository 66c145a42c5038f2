package org.coesite.dynamics;

import org.coesite.models.Prediction;
import org.coesite.structure.Structure;

/** Predictions of analytic models. */
final class TestPredictions {
  private TestPredictions() {}

  static Prediction of(Structure structure, double[] energies, double[] forces, double[] virial) {
    double energy = 0;
    for (double e : energies) {
      energy += e;
    }
    double[] stress = null;
    if (structure.fullyPeriodic()) {
      stress = new double[9];
      for (int k = 0; k < 9; k++) {
        stress[k] = virial[k] / structure.cell().volume();
      }
    }
    return new Prediction(
        energy,
        energies,
        forces,
        stress,
        Double.NaN,
        new double[0],
        new boolean[structure.atoms()]);
  }
}
