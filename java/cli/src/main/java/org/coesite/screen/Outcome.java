package org.coesite.screen;

import org.coesite.models.Prediction;
import org.coesite.report.ScreenRow;
import org.coesite.structure.Structure;

/**
 * What became of one structure of a screening run.
 *
 * @param structure relaxed where that was asked for; null where there is no prediction
 * @param prediction energy, forces and stress; null where there is none
 * @param status how it went
 * @param message one line; empty where there is nothing to say
 */
public record Outcome(
    Structure structure, Prediction prediction, ScreenRow.Status status, String message) {
  /** Nothing was predicted. */
  public static Outcome failed(String message) {
    return new Outcome(null, null, ScreenRow.Status.FAILED, message);
  }

  /** A prediction without further ado. */
  public static Outcome predicted(Structure structure, Prediction prediction) {
    int outside = 0;
    for (boolean atom : prediction.outside()) {
      outside += atom ? 1 : 0;
    }
    if (outside == 0) {
      return new Outcome(structure, prediction, ScreenRow.Status.OK, "");
    }
    return new Outcome(
        structure,
        prediction,
        ScreenRow.Status.EXTRAPOLATED,
        outside + " of " + structure.atoms() + " environments are unlike any in training");
  }

  /** With something that has to be said first. */
  public Outcome after(String remark) {
    if (remark.isEmpty()) {
      return this;
    }
    String joined = message.isEmpty() ? remark : remark + "; " + message;
    return new Outcome(structure, prediction, status, joined);
  }

  /** With something that has to be said last. */
  public Outcome followedBy(String remark) {
    if (remark.isEmpty()) {
      return this;
    }
    String joined = message.isEmpty() ? remark : message + "; " + remark;
    return new Outcome(structure, prediction, status, joined);
  }
}
