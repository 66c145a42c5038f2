package org.coesite.screen;

import java.util.Arrays;
import org.coesite.models.Prediction;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;

/** Structures with what a model says of them. */
public final class Predicted {
  private Predicted() {}

  /**
   * The structure with {@code energy} (eV), {@code energy_uncertainty} (eV, where the model knows
   * it), {@code stress} (eV/angstrom^3, nine numbers, where it is periodic), and per atom {@code
   * forces} (eV/angstrom) and {@code outside} (whether its environment is unlike any in training).
   */
  public static Structure.Builder annotate(Structure structure, Prediction prediction) {
    Structure.Builder builder = structure.toBuilder();
    builder.info("energy", prediction.energy());
    if (Double.isFinite(prediction.uncertainty())) {
      builder.info("energy_uncertainty", prediction.uncertainty());
    }
    if (prediction.stress() != null) {
      builder.info("stress", prediction.stress());
    }
    boolean[] outside = Arrays.copyOf(prediction.outside(), structure.atoms());
    return builder
        .atomProperty("forces", AtomProperty.of(prediction.forces(), 3))
        .atomProperty("outside", AtomProperty.of(outside, 1));
  }

  /** The same atoms in the same cell, without what a file said of them. */
  public static Structure geometry(Structure structure) {
    return Structure.of(structure.species(), structure.positions())
        .cell(structure.cell(), structure.periodic(0), structure.periodic(1), structure.periodic(2))
        .build();
  }
}
