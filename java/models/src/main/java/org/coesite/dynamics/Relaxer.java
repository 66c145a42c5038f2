package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Relaxes structures to the nearest minimum of energy or enthalpy, many at once: every round of
 * steps is one batch for the calculator, and a structure that is done makes room for the next.
 *
 * <p>A structure's path does not depend, to the bit, on which others are relaxed beside it. A
 * structure that fails is reported in its result and does not disturb the others.
 *
 * <p>Used by one thread at a time. The calculator stays the caller's.
 */
public final class Relaxer {
  private final Calculator calculator;
  private final RelaxationSettings settings;

  public Relaxer(Calculator calculator, RelaxationSettings settings) {
    this.calculator = calculator;
    this.settings = settings;
  }

  /** Relaxes one structure. */
  public RelaxationResult relax(Structure structure) {
    return relax(List.of(structure)).get(0);
  }

  /** Relaxes all the structures in one batch; results in the order given. */
  public List<RelaxationResult> relax(List<Structure> structures) {
    RelaxationResult[] results = new RelaxationResult[structures.size()];
    relax(structures.iterator(), Integer.MAX_VALUE, (result, index) -> results[index] = result);
    return List.of(results);
  }

  /**
   * Relaxes as many structures as the iterator gives, keeping only some in hand.
   *
   * @param atomsInHand structures are taken in while they have no more atoms than this together,
   *     but always one
   * @param finished called with each result as it is there, and the position of its structure in
   *     the iteration; not in order
   */
  public void relax(
      Iterator<Structure> structures, int atomsInHand, ObjIntConsumer<RelaxationResult> finished) {
    List<Run> runs = new ArrayList<>();
    Structure waiting = structures.hasNext() ? structures.next() : null;
    int index = 0;
    while (waiting != null || !runs.isEmpty()) {
      long atoms = runs.stream().mapToLong(run -> run.trial.atoms()).sum();
      while (waiting != null && (runs.isEmpty() || atoms + waiting.atoms() <= atomsInHand)) {
        atoms += waiting.atoms();
        runs.add(new Run(waiting, index++));
        waiting = structures.hasNext() ? structures.next() : null;
      }
      advance(runs);
      runs.removeIf(
          run -> {
            if (run.result != null) {
              finished.accept(run.result, run.index);
            }
            return run.result != null;
          });
    }
  }

  /** One evaluation and one step of every run. */
  private void advance(List<Run> runs) {
    List<Run> sound = runs.stream().filter(Run::guard).toList();
    if (sound.isEmpty()) {
      return;
    }
    List<Prediction> predictions = null;
    try {
      predictions =
          calculator.evaluate(
              Batch.of(sound.stream().map(run -> run.trial).toList()),
              Calculator.Derivatives.FIRST);
    } catch (CoesiteException e) {
      // somebody in the batch was refused: find out who
      sound.forEach(this::advanceAlone);
    }
    if (predictions != null) {
      for (int k = 0; k < sound.size(); k++) {
        sound.get(k).take(predictions.get(k));
      }
    }
  }

  private void advanceAlone(Run run) {
    Prediction prediction;
    try {
      prediction = calculator.evaluate(run.trial);
    } catch (CoesiteException e) {
      run.end(RelaxationResult.Outcome.REFUSED, e.getMessage());
      return;
    }
    run.take(prediction);
  }

  /** The relaxation of one structure. */
  private final class Run {
    private final int index;
    private final Structure given;
    private final DeformationCoordinates coordinates;
    private final Descent descent;
    private double[] x;
    private Structure trial;
    private Structure evaluated;
    private Prediction prediction;
    private int evaluations;
    private RelaxationResult result;

    Run(Structure given, int index) {
      this.index = index;
      this.given = given;
      trial = given;
      coordinates = new DeformationCoordinates(given, settings.cell(), settings.pressure());
      x = coordinates.start();
      descent =
          switch (settings.method()) {
            case FIRE -> new Fire(settings.maxDisplacement());
            case LBFGS -> new Lbfgs(settings.maxDisplacement());
          };
    }

    /** Whether the trial structure is fit to be evaluated; ends the run if not. */
    boolean guard() {
      if (settings.cell() != CellFreedom.FIXED) {
        if (!given.fullyPeriodic()) {
          end(
              RelaxationResult.Outcome.REFUSED,
              "a cell is only relaxed if it is periodic in three directions");
          return false;
        }
        String change = StructureGuard.volumeChange(trial.cell().volume(), given.cell().volume());
        if (change != null) {
          end(RelaxationResult.Outcome.CELL_DIVERGED, change);
          return false;
        }
      }
      String collision = StructureGuard.collision(trial);
      if (collision != null) {
        end(RelaxationResult.Outcome.ATOMS_COLLIDED, collision);
        return false;
      }
      return true;
    }

    void take(Prediction latest) {
      if (!finite(latest)) {
        end(RelaxationResult.Outcome.NOT_FINITE, "energy, forces or stress are not numbers");
        return;
      }
      evaluated = trial;
      prediction = latest;
      evaluations++;
      double force = latest.maxForce();
      double stress = coordinates.maxStress(latest);
      if (force <= settings.maxForce() && stress <= settings.maxStress()) {
        end(RelaxationResult.Outcome.CONVERGED, "converged");
      } else if (evaluations > settings.maxSteps()) {
        end(
            RelaxationResult.Outcome.OUT_OF_STEPS,
            "not converged in " + settings.maxSteps() + " steps");
      } else {
        step();
      }
    }

    private void step() {
      double energy = coordinates.enthalpy(trial, prediction);
      x = descent.next(x, coordinates.force(x, trial, prediction), energy);
      try {
        trial = coordinates.structure(x);
      } catch (IllegalArgumentException e) {
        end(RelaxationResult.Outcome.NOT_FINITE, e.getMessage());
      }
    }

    private boolean finite(Prediction p) {
      double sum = p.energy();
      for (double f : p.forces()) {
        sum += f;
      }
      if (settings.cell() != CellFreedom.FIXED) {
        for (double s : p.stress()) {
          sum += s;
        }
      }
      return Double.isFinite(sum);
    }

    void end(RelaxationResult.Outcome outcome, String message) {
      boolean known = prediction != null;
      result =
          new RelaxationResult(
              known ? evaluated : given,
              prediction,
              outcome,
              message,
              Math.max(0, evaluations - 1),
              known ? prediction.maxForce() : Double.NaN,
              known ? coordinates.maxStress(prediction) : Double.NaN);
    }
  }
}
