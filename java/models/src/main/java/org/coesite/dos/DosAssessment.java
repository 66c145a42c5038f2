package org.coesite.dos;

/**
 * What a model says of a structure that it was not trained on, beside what is true.
 *
 * @param fermi the Fermi level as the data have it, eV: learnt beside the curve, or the curve's own
 *     where its zero is that of the data
 * @param curveFermi the Fermi level of the curve from the model's zero, eV
 * @param dosAtFermi the density of states at the Fermi level, states/eV/atom
 * @param bandEnergy relative to the Fermi level, eV/atom
 * @param curve states/eV/atom on the energies of the model
 * @param squares of its errors
 */
public record DosAssessment(
    DosFrame frame,
    Estimate fermi,
    Estimate curveFermi,
    Estimate dosAtFermi,
    Estimate bandEnergy,
    Curve curve,
    DosErrors.Squares squares) {
  /**
   * A number.
   *
   * @param deviation standard deviation that the committee states; NaN without one
   */
  public record Estimate(double expected, double actual, double deviation) {
    /** The error in standard deviations. */
    double ratio() {
      return Math.abs(actual - expected) / deviation;
    }
  }

  /** A curve and the standard deviation that the committee states, [grid]. */
  public record Curve(double[] expected, double[] actual, double[] deviation) {}
}
