package org.coesite.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.cli.BundledFrameworks;
import org.coesite.dispersion.D3Dispersion;
import org.coesite.dispersion.D3Parameters;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.models.Calculator;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;
import org.coesite.nmr.NmrModel;
import org.coesite.screen.Assessment;
import org.coesite.screen.Evaluation;
import org.coesite.screen.QuartzReference;
import org.coesite.screen.Screening;
import org.coesite.screen.ShiftPrediction;

/**
 * A backend with the models of a run on it, which screens for one task at a time. The numbers of
 * the potential are not copied: all engines of an executor share them.
 */
final class Engine implements AutoCloseable {
  private static final String QUARTZ = "quartz.cif";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Backend backend;
  private final Evaluation evaluation;
  private final Assessment assessment;

  /**
   * Opens a backend and prepares the models on it.
   *
   * @param device a backend's name, with a number where there are several devices
   * @param threads CPU threads to use
   */
  Engine(JobInput job, PotentialModel model, String device, int threads) {
    try {
      backend = opened(Backends.open(device, job.precision(), threads));
      Calculator calculator = opened(Potential.of(model, backend));
      Calculator correction =
          job.settings().dispersion() ? opened(new D3Dispersion(D3Parameters.PBE, threads)) : null;
      RelaxationResult quartz = QuartzReference.relaxed(calculator, BundledFrameworks.read(QUARTZ));
      assessment = new Assessment(quartz.structure(), quartz.energy(), correction, shifts(job));
      int atomsInHand = Screening.atomsInHand(backend, threads);
      evaluation =
          job.settings().relax()
              ? Evaluation.relaxed(calculator, job.settings().relaxation(), atomsInHand)
              : Evaluation.asGiven(calculator, atomsInHand);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  private ShiftPrediction shifts(JobInput job) {
    if (job.shieldings() == null) {
      return null;
    }
    NmrModel shieldings = opened(job.shieldings().readShieldings(backend));
    return new ShiftPrediction("--nmr-model", shieldings, job.settings().referencing());
  }

  Evaluation evaluation() {
    return evaluation;
  }

  Assessment assessment() {
    return assessment;
  }

  /** One line for people. */
  String description() {
    return backend.description();
  }

  /** What was opened last goes first. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("an engine could not be closed", e);
      }
    }
  }
}
