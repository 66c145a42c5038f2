package org.coesite.nmr.spectrum;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erfc;
import org.coesite.CoesiteException;

/**
 * Line broadening: the convolution of a Gaussian and a Lorentzian, both with integral 1.
 *
 * @param gaussian full width at half maximum, ppm; 0 for none
 * @param lorentzian full width at half maximum, ppm; 0 for none
 */
public record Broadening(double gaussian, double lorentzian) {
  /** None: lines as wide as a bin. */
  public static final Broadening NONE = new Broadening(0, 0);

  /** Checks the widths. */
  public Broadening {
    if (!(gaussian >= 0 && lorentzian >= 0) || !Double.isFinite(gaussian + lorentzian)) {
      throw new CoesiteException(
          "line widths are finite and not negative: " + gaussian + ", " + lorentzian + " ppm");
    }
  }

  /** How far a line reaches in sight, ppm. */
  double reach() {
    return 1.5 * gaussian + 8 * lorentzian;
  }

  /**
   * Broadens intensities in bins. What a line loses to either side of the axis is lost.
   *
   * @param bins intensities, [points]
   * @param step width of a bin, ppm
   */
  double[] apply(double[] bins, double step) {
    double[] broadened = bins.clone();
    if (gaussian > 0) {
      double sigma = gaussian / Math.sqrt(8 * Math.log(2));
      broadened = convolve(broadened, x -> normalBelow(x / sigma), step);
    }
    if (lorentzian > 0) {
      broadened = convolve(broadened, x -> 0.5 + Math.atan(2 * x / lorentzian) / Math.PI, step);
    }
    return broadened;
  }

  /** The integral of a line of standard deviation 1 up to a position. */
  private static double normalBelow(double x) {
    double tail = Erfc.value(Math.abs(x) / Math.sqrt(2)) / 2;
    return x < 0 ? tail : 1 - tail;
  }

  /**
   * With a line's integral over each bin, so that lines narrower than a bin keep their integral.
   */
  private static double[] convolve(double[] bins, DoubleUnaryOperator below, double step) {
    int n = bins.length;
    int size = Fourier.sizeFor(2 * n);
    Fourier fourier = new Fourier(size);
    double[] real = Arrays.copyOf(bins, size);
    double[] imaginary = new double[size];
    for (int k = 0; k < n; k++) {
      double part = below.applyAsDouble((k + 0.5) * step) - below.applyAsDouble((k - 0.5) * step);
      // the line is even: its transform is real, and rides in the imaginary part
      imaginary[k] = part;
      imaginary[(size - k) % size] = part;
    }
    fourier.forward(real, imaginary);
    double[] productReal = new double[size];
    double[] productImaginary = new double[size];
    for (int k = 0; k < size; k++) {
      int mirror = (size - k) % size;
      double aReal = (real[k] + real[mirror]) / 2;
      double aImaginary = (imaginary[k] - imaginary[mirror]) / 2;
      double bReal = (imaginary[k] + imaginary[mirror]) / 2;
      productReal[k] = aReal * bReal;
      productImaginary[k] = aImaginary * bReal;
    }
    fourier.inverse(productReal, productImaginary);
    return Arrays.copyOf(productReal, n);
  }
}
