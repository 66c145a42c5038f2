package org.coesite.dos;

import java.util.Arrays;

/**
 * A predicted joint density of states. Arrays belong to the caller.
 *
 * @param energies of transitions, eV, from 0 in the steps of the density of states, as far as the
 *     model's curve and all members' are complete
 * @param values states^2/(eV atom^2), see {@link JointDos}
 * @param uncertainty the spread over the committee, the same unit; NaN without a committee
 */
public record JointDosCurve(double[] energies, double[] values, double[] uncertainty) {
  /** From a filled prediction. */
  public static JointDosCurve of(FilledPrediction p) {
    JointDos model = new JointDos(p.model(), p.atoms());
    JointDos[] members =
        p.members().stream().map(dos -> new JointDos(dos, p.atoms())).toArray(JointDos[]::new);
    double highest =
        Arrays.stream(members).mapToDouble(JointDos::highest).reduce(model.highest(), Math::min);
    double step = p.model().grid().step();
    double[] energies = new double[1 + (int) Math.max(0, Math.floor(highest / step))];
    double[] values = new double[energies.length];
    double[] uncertainty = new double[energies.length];
    for (int i = 0; i < energies.length; i++) {
      double energy = Math.min(i * step, highest);
      energies[i] = energy;
      Estimate estimate =
          Estimate.of(
              model.at(energy), Arrays.stream(members).mapToDouble(m -> m.at(energy)).toArray());
      values[i] = estimate.value();
      uncertainty[i] = estimate.uncertainty();
    }
    return new JointDosCurve(energies, values, uncertainty);
  }
}
