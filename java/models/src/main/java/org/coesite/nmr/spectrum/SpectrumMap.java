package org.coesite.nmr.spectrum;

/**
 * A two-dimensional spectrum, collected from products of lines. Not thread-safe while it is filled.
 *
 * <p>Its integral is the weight of what was added, less what lies outside.
 */
public final class SpectrumMap {
  private final SpectralAxis x;
  private final SpectralAxis y;
  private final double[] values;

  /** An empty map. */
  public SpectrumMap(SpectralAxis x, SpectralAxis y) {
    this.x = x;
    this.y = y;
    values = new double[Math.multiplyExact(x.count(), y.count())];
  }

  /** Adds weight along(x) up(y), both densities over their axes. */
  public void add(double[] along, double[] up, double weight) {
    for (int j = 0; j < up.length; j++) {
      double factor = weight * up[j];
      if (factor != 0) {
        for (int i = 0; i < along.length; i++) {
          values[j * along.length + i] += factor * along[i];
        }
      }
    }
  }

  /** A single line on an axis as a density, broadened. */
  public static double[] line(SpectralAxis axis, double position, Broadening broadening) {
    Histogram histogram = new Histogram(axis);
    histogram.line(position, 1);
    double[] density = broadening.apply(histogram.bins(), axis.step());
    for (int i = 0; i < density.length; i++) {
      density[i] /= axis.step();
    }
    return density;
  }

  /** The horizontal axis. */
  public SpectralAxis x() {
    return x;
  }

  /** The vertical axis. */
  public SpectralAxis y() {
    return y;
  }

  /** A copy of the intensities, [y.count x x.count], per unit of both axes. */
  public double[] values() {
    return values.clone();
  }

  /** The integral over both axes. */
  public double integral() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum * x.step() * y.step();
  }
}
