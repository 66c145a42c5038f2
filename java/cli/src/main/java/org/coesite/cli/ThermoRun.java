package org.coesite.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.coesite.CoesiteException;
import org.coesite.dos.DosModel;
import org.coesite.dos.HotElectrons;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.models.SumCalculator;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Structures at electronic temperatures, batch by batch. What is refused, a structure or one of its
 * temperatures, is a failure; the rest is done.
 */
final class ThermoRun {
  private final DosModel model;
  private final Calculator potential;
  private final double[] temperatures;
  private final Consumer<ThermoPoint> done;
  private final Consumer<String> failed;

  /**
   * Prepares a run.
   *
   * @param potential of the ground state; null for what the electrons add alone
   * @param temperatures of the electrons, K
   * @param done takes each structure's points, structure by structure
   * @param failed takes one line for each failure
   */
  ThermoRun(
      DosModel model,
      Calculator potential,
      double[] temperatures,
      Consumer<ThermoPoint> done,
      Consumer<String> failed) {
    this.model = model;
    this.potential = potential;
    this.temperatures = temperatures;
    this.done = done;
    this.failed = failed;
  }

  /** Some structures of a batch that could be predicted in the ground state. */
  private record Ground(
      Batch batch, int[] numbers, List<HotElectrons.Filled> filled, List<Prediction> energies) {}

  /**
   * Runs some structures.
   *
   * @param first number of the first of them
   */
  void run(List<Structure> structures, int first) {
    int[] numbers = new int[structures.size()];
    for (int s = 0; s < numbers.length; s++) {
      numbers[s] = first + s;
    }
    run(structures, numbers);
  }

  private void run(List<Structure> structures, int[] numbers) {
    Ground ground;
    try {
      ground = ground(Batch.of(structures), numbers);
    } catch (CoesiteException e) {
      if (structures.size() == 1) {
        failed.accept("structure " + numbers[0] + ": " + e.getMessage());
        return;
      }
      // somebody in the batch was refused: find out who
      for (int s = 0; s < numbers.length; s++) {
        run(List.of(structures.get(s)), new int[] {numbers[s]});
      }
      return;
    }
    List<List<ThermoPoint>> points = new ArrayList<>();
    for (double temperature : temperatures) {
      points.add(at(temperature, ground));
    }
    for (int s = 0; s < numbers.length; s++) {
      for (List<ThermoPoint> ofTemperature : points) {
        if (ofTemperature.get(s) != null) {
          done.accept(ofTemperature.get(s));
        }
      }
    }
  }

  private Ground ground(Batch batch, int[] numbers) {
    List<Prediction> energies =
        potential == null ? null : potential.evaluate(batch, Calculator.Derivatives.FIRST);
    return new Ground(batch, numbers, new HotElectrons(model, 0).filled(batch), energies);
  }

  /** The points of a temperature, null where it is refused. */
  private List<ThermoPoint> at(double temperature, Ground ground) {
    HotElectrons hot = new HotElectrons(model, temperature);
    try {
      List<Prediction> changes =
          hot.evaluate(ground.batch, ground.filled, Calculator.Derivatives.FIRST);
      List<ThermoPoint> points = new ArrayList<>();
      for (int s = 0; s < changes.size(); s++) {
        points.add(point(ground, s, temperature, changes.get(s)));
      }
      return points;
    } catch (CoesiteException e) {
      List<ThermoPoint> points = new ArrayList<>();
      if (ground.numbers.length == 1) {
        failed.accept("structure " + ground.numbers[0] + ": " + e.getMessage());
        points.add(null);
        return points;
      }
      for (int s = 0; s < ground.numbers.length; s++) {
        points.addAll(at(temperature, alone(ground, s)));
      }
      return points;
    }
  }

  private static Ground alone(Ground ground, int s) {
    return new Ground(
        Batch.of(ground.batch.structure(s)),
        new int[] {ground.numbers[s]},
        List.of(ground.filled.get(s)),
        ground.energies == null ? null : List.of(ground.energies.get(s)));
  }

  private static ThermoPoint point(Ground ground, int s, double temperature, Prediction change) {
    HotElectrons.Filled filled = ground.filled.get(s);
    Prediction energies = ground.energies == null ? null : ground.energies.get(s);
    return new ThermoPoint(
        ground.numbers[s],
        ground.batch.structure(s),
        filled,
        filled.curves().model().state(temperature),
        change,
        energies,
        energies == null ? change : SumCalculator.sum(energies, change));
  }
}
