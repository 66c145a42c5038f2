package org.coesite.nmr.spectrum;

import org.coesite.CoesiteException;
import org.coesite.nmr.Nucleus;

/**
 * What is observed, and how. Immutable.
 *
 * @param nucleus observed
 * @param field B_0, tesla
 * @param spinning of the sample
 */
public record Experiment(Nucleus nucleus, double field, Spinning spinning) {
  /** Checks the field. */
  public Experiment {
    if (!(field > 0) || !Double.isFinite(field)) {
      throw new CoesiteException("a field of " + field + " tesla: a positive one was expected");
    }
  }

  /** Larmor frequency, MHz. */
  public double larmorFrequency() {
    return nucleus.larmorFrequency(field);
  }

  /** Distance of sidebands, ppm. */
  double rotorFrequency() {
    return spinning.rate() / larmorFrequency();
  }
}
