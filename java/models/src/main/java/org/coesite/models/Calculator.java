package org.coesite.models;

import java.util.List;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Anything that gives energies and their derivatives: a trained potential, a sum of them, an
 * analytic model.
 *
 * <p>Used by one thread at a time.
 */
public interface Calculator extends AutoCloseable {
  /** How much is computed. */
  enum Derivatives {
    /** Energies only. */
    NONE,
    /** Energies, forces, and the stress of fully periodic structures. */
    FIRST
  }

  /**
   * Predicts every structure of a batch, in order. A structure's prediction is bitwise the same
   * whatever batch it is in.
   *
   * @throws org.coesite.CoesiteException if a structure cannot be predicted, naming it and why
   */
  List<Prediction> evaluate(Batch batch, Derivatives derivatives);

  /** Energy, forces and stress of one structure. */
  default Prediction evaluate(Structure structure) {
    return evaluate(Batch.of(structure), Derivatives.FIRST).get(0);
  }

  @Override
  void close();
}
