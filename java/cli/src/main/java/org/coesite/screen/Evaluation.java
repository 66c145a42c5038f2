package org.coesite.screen;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.coesite.CoesiteException;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.report.ScreenRow;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** Takes structures as long as there are some, and tells what became of each. */
public interface Evaluation {
  /**
   * Evaluates all structures.
   *
   * @param finished called with each outcome as it is there, and the position of its structure in
   *     the iteration; not in order
   */
  void evaluate(Iterator<Structure> structures, ObjIntConsumer<Outcome> finished);

  /** Predicts structures as they are, in batches of about so many atoms. */
  static Evaluation asGiven(Calculator calculator, int atomsInHand) {
    return (structures, finished) -> {
      List<Structure> batch = new ArrayList<>();
      int first = 0;
      long atoms = 0;
      while (structures.hasNext()) {
        Structure structure = structures.next();
        batch.add(structure);
        atoms += structure.atoms();
        if (atoms >= atomsInHand || !structures.hasNext()) {
          List<Outcome> outcomes = predict(calculator, batch);
          for (int k = 0; k < outcomes.size(); k++) {
            finished.accept(outcomes.get(k), first + k);
          }
          first += batch.size();
          batch.clear();
          atoms = 0;
        }
      }
    };
  }

  private static List<Outcome> predict(Calculator calculator, List<Structure> structures) {
    List<Outcome> outcomes = new ArrayList<>();
    try {
      List<Prediction> predictions =
          calculator.evaluate(Batch.of(structures), Calculator.Derivatives.FIRST);
      for (int k = 0; k < predictions.size(); k++) {
        outcomes.add(Outcome.predicted(structures.get(k), predictions.get(k)));
      }
      return outcomes;
    } catch (CoesiteException e) {
      if (structures.size() == 1) {
        return List.of(Outcome.failed(e.getMessage()));
      }
      // somebody in the batch was refused: find out who
      for (Structure structure : structures) {
        outcomes.addAll(predict(calculator, List.of(structure)));
      }
      return outcomes;
    }
  }

  /** Relaxes structures, keeping about so many atoms in hand. */
  static Evaluation relaxed(Calculator calculator, RelaxationSettings settings, int atomsInHand) {
    Relaxer relaxer = new Relaxer(calculator, settings);
    return (structures, finished) ->
        relaxer.relax(
            structures, atomsInHand, (result, index) -> finished.accept(relaxed(result), index));
  }

  private static Outcome relaxed(RelaxationResult result) {
    return switch (result.outcome()) {
      case CONVERGED -> Outcome.predicted(result.structure(), result.prediction());
      case OUT_OF_STEPS ->
          new Outcome(
              result.structure(),
              result.prediction(),
              ScreenRow.Status.UNCONVERGED,
              result.message());
      case ATOMS_COLLIDED, CELL_DIVERGED, NOT_FINITE, REFUSED -> Outcome.failed(result.message());
    };
  }
}
