package org.coesite.examples.amorphous;

import org.coesite.dos.DosModel;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyGrid;
import org.coesite.examples.dynamics.Averages;
import org.coesite.examples.dynamics.Cost;
import org.coesite.structure.Structure;

/**
 * The large cell at one pressure, and what its model of the density of states says of it.
 *
 * @param name of its file
 * @param structure the atoms
 * @param measures its structure in numbers
 * @param energies from the Fermi level of the mean curve, eV
 * @param curve states/eV/atom
 * @param spread calibrated standard deviation of the curve, states/eV/atom
 * @param local local curves by coordination
 * @param filling with electrons
 * @param outside part of the atoms whose environments are unlike any in the training of the density
 *     of states
 * @param cost of predicting the whole and all local curves
 */
record PressurePoint(
    String name,
    Structure structure,
    Measures measures,
    double[] energies,
    double[] curve,
    double[] spread,
    LocalCurves local,
    Filling filling,
    double outside,
    Cost cost) {
  static PressurePoint predict(String name, Structure structure, DosModel model) {
    Measures measures = new Measures(structure);
    EnergyGrid grid = model.parameters().code().grid();
    LocalCurves local = new LocalCurves(measures.coordination(), grid.count());
    Cost.Start start = Cost.Start.now();
    DosPrediction prediction = model.evaluate(structure);
    model.local(structure, local);
    Cost cost = start.until();
    Filling filling = Filling.of(prediction, model.parameters().zero());
    double[] energies = grid.energies();
    for (int e = 0; e < energies.length; e++) {
      energies[e] -= filling.fermi();
    }
    int outside = 0;
    for (boolean flag : prediction.outside()) {
      outside += flag ? 1 : 0;
    }
    return new PressurePoint(
        name,
        structure,
        measures,
        energies,
        perAtom(prediction.curve(), structure.atoms()),
        perAtom(prediction.uncertainty(), structure.atoms()),
        local,
        filling,
        (double) outside / structure.atoms(),
        cost);
  }

  private static double[] perAtom(double[] curve, int atoms) {
    double[] out = new double[curve.length];
    for (int e = 0; e < out.length; e++) {
      out[e] = curve[e] / atoms;
    }
    return out;
  }

  /** GPa, the mean over the molecular dynamics. */
  double pressure() {
    return number(Averages.PRESSURE);
  }

  /** What its file says of it; NaN where it says nothing. */
  double number(String name) {
    return structure.info().get(name) instanceof Number value ? value.doubleValue() : Double.NaN;
  }
}
