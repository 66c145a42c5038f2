package org.coesite.screen;

import org.coesite.CoesiteException;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.models.Calculator;
import org.coesite.structure.Structure;

/** What energies are compared with. */
public final class QuartzReference {
  private QuartzReference() {}

  /**
   * Alpha-quartz, relaxed with a model.
   *
   * @throws CoesiteException if the model cannot predict it
   */
  public static RelaxationResult relaxed(Calculator calculator, Structure quartz) {
    RelaxationSettings tight =
        RelaxationSettings.positionsAndCell().withCriteria(1e-3, 1e-5).withMaxSteps(2000);
    RelaxationResult result = new Relaxer(calculator, tight).relax(quartz);
    if (result.prediction() == null) {
      throw new CoesiteException(
          "alpha-quartz, which energies are compared with: " + result.message());
    }
    return result;
  }
}
