package org.coesite.examples.amorphous;

import java.util.function.ToDoubleFunction;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyZero;
import org.coesite.dos.FixedDos;

/**
 * What follows from a predicted density of states filled with electrons, each number with the
 * spread of the committee.
 *
 * @param fermi Fermi level on the zero of the curve, eV
 * @param level Fermi level as the data the model was trained on have it, eV
 * @param levelSpread its spread, eV
 * @param dosAtFermi states/eV/atom
 * @param dosAtFermiSpread states/eV/atom
 */
record Filling(
    double fermi, double level, double levelSpread, double dosAtFermi, double dosAtFermiSpread) {
  static Filling of(DosPrediction p, EnergyZero zero) {
    FixedDos mean = new FixedDos(p.grid(), p.curve(), p.electrons());
    boolean absolute = zero == EnergyZero.NONE;
    ToDoubleFunction<FixedDos> atFermi = dos -> dos.dosAtFermiLevel() / p.atoms();
    double[] levels = absolute ? members(p, FixedDos::fermiLevel) : p.memberLevels();
    double level = absolute ? mean.fermiLevel() : p.level();
    double density = atFermi.applyAsDouble(mean);
    return new Filling(
        mean.fermiLevel(),
        level,
        spread(level, levels),
        density,
        spread(density, members(p, atFermi)));
  }

  private static double[] members(DosPrediction p, ToDoubleFunction<FixedDos> number) {
    double[] out = new double[p.members().length];
    for (int m = 0; m < out.length; m++) {
      out[m] = number.applyAsDouble(new FixedDos(p.grid(), p.members()[m], p.electrons()));
    }
    return out;
  }

  private static double spread(double mean, double[] members) {
    double square = 0;
    for (double member : members) {
      square += (member - mean) * (member - mean);
    }
    return members.length == 0 ? Double.NaN : Math.sqrt(square / members.length);
  }
}
