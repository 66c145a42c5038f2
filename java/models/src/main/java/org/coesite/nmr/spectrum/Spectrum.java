package org.coesite.nmr.spectrum;

/**
 * A one-dimensional spectrum.
 *
 * @param axis positions, ppm
 * @param values intensity per ppm, [points]; its integral is the weight of all sites, less what
 *     lies outside the axis
 * @param change how much the last refinement of the directions changed it: the sum of absolute
 *     differences as a part of the integral; the error is about a third of that
 */
public record Spectrum(SpectralAxis axis, double[] values, double change) {
  /** The integral over the axis. */
  public double integral() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum * axis.step();
  }

  /** Mean position, ppm. */
  public double centre() {
    double sum = 0;
    double moment = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i];
      moment += values[i] * axis.position(i);
    }
    return moment / sum;
  }

  /** All intensities times a factor. */
  public Spectrum scaled(double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * values[i];
    }
    return new Spectrum(axis, scaled, change);
  }

  /**
   * The sum of two spectra on one axis.
   *
   * @throws IllegalArgumentException if the axes differ
   */
  public Spectrum plus(Spectrum other) {
    if (!axis.equals(other.axis)) {
      throw new IllegalArgumentException("spectra on different axes");
    }
    double[] sum = new double[values.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = values[i] + other.values[i];
    }
    return new Spectrum(axis, sum, Math.max(change, other.change));
  }
}
