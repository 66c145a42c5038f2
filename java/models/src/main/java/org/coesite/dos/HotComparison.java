package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Structure;

/**
 * A model's hot electrons beside self-consistent calculations and beside what the calculations' own
 * fixed density of states gives. Rises count from the coldest temperature of the reference.
 *
 * @param number of the structure, from 1
 * @param kind group of configurations
 * @param coldest temperature that rises count from, K
 * @param temperature of the electrons, K
 * @param heating A(T) - A(coldest), self-consistent, eV/atom
 * @param fixed the same from the fixed density of states of the calculation
 * @param model the same from the model
 * @param uncertainty of the model's
 * @param forces errors of forces
 */
public record HotComparison(
    int number,
    String kind,
    double coldest,
    double temperature,
    double heating,
    double fixed,
    double model,
    double uncertainty,
    ForceErrors forces) {
  /**
   * Root mean squares over forces on a structure, eV/angstrom, against those of self-consistent
   * calculations at the temperature.
   *
   * @param rms of the forces at the temperature themselves
   * @param cold when the coldest temperature's forces are kept
   * @param model when the model's change is added to the coldest temperature's forces
   * @param potential when the potential's forces are taken with the model's change; not a number
   *     without a potential
   * @param coldDisplaced as {@code cold}, over the displaced coordinates alone
   * @param fixedDisplaced of the calculations' fixed density of states, over those
   * @param modelDisplaced as {@code model}, over those
   */
  public record ForceErrors(
      double rms,
      double cold,
      double model,
      double potential,
      double coldDisplaced,
      double fixedDisplaced,
      double modelDisplaced) {}

  /**
   * Compares one structure at the temperatures that the model reaches.
   *
   * @param potential of the ground state, if there is one
   * @param refused takes one line for each temperature that the model refuses
   */
  public static List<HotComparison> of(
      int number,
      HotReference reference,
      DosModel model,
      Optional<Calculator> potential,
      List<String> refused) {
    Structure structure = reference.structure();
    Prediction cold = hot(model, reference.coldest(), structure);
    double[] ground = potential.map(p -> p.evaluate(structure).forces()).orElse(null);
    List<HotComparison> out = new ArrayList<>();
    for (int t = 0; t < reference.temperatures().length; t++) {
      try {
        Prediction hot = hot(model, reference.temperatures()[t], structure);
        out.add(at(number, reference, t, cold, hot, ground));
      } catch (CoesiteException e) {
        refused.add("structure " + number + ": " + e.getMessage());
      }
    }
    return out;
  }

  private static Prediction hot(DosModel model, double temperature, Structure structure) {
    // the model is the caller's: the calculator is not closed
    return new HotElectrons(model, temperature).evaluate(structure);
  }

  private static HotComparison at(
      int number, HotReference reference, int t, Prediction cold, Prediction hot, double[] ground) {
    double atoms = reference.structure().atoms();
    double[] members = new double[hot.committee().length];
    Arrays.setAll(members, m -> (hot.committee()[m] - cold.committee()[m]) / atoms);
    double heating = (hot.energy() - cold.energy()) / atoms;
    return new HotComparison(
        number,
        reference.kind(),
        reference.coldest(),
        reference.temperatures()[t],
        reference.heating()[t],
        reference.fixedHeating()[t],
        heating,
        Estimate.of(heating, members).uncertainty(),
        forces(reference, t, cold, hot, ground));
  }

  private static ForceErrors forces(
      HotReference reference, int t, Prediction cold, Prediction hot, double[] ground) {
    double[] expected = reference.forces(t);
    double[] before = reference.coldForces();
    double[] changed = new double[expected.length];
    Arrays.setAll(changed, k -> before[k] + hot.forces()[k] - cold.forces()[k]);
    double potential = Double.NaN;
    if (ground != null) {
      double[] own = new double[expected.length];
      Arrays.setAll(own, k -> ground[k] + hot.forces()[k]);
      potential = rms(own, expected);
    }
    int[] displaced = reference.displacedCoordinates();
    double[] there = pick(expected, displaced);
    return new ForceErrors(
        rms(expected, new double[expected.length]),
        rms(before, expected),
        rms(changed, expected),
        potential,
        rms(pick(before, displaced), there),
        rms(reference.fixedForces(t), there),
        rms(pick(changed, displaced), there));
  }

  private static double[] pick(double[] all, int[] which) {
    return Arrays.stream(which).mapToDouble(k -> all[k]).toArray();
  }

  private static double rms(double[] a, double[] b) {
    double square = 0;
    for (int k = 0; k < a.length; k++) {
      square += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return a.length == 0 ? Double.NaN : Math.sqrt(square / a.length);
  }
}
