package org.coesite.nmr.spectrum;

/** The discrete Fourier transform of a power of two of complex numbers, in place. */
final class Fourier {
  private final int size;
  private final double[] cosines;
  private final double[] sines;

  /**
   * Tables for a size.
   *
   * @throws IllegalArgumentException if it is no power of two
   */
  Fourier(int size) {
    if (size < 1 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("a power of two was expected, not " + size);
    }
    this.size = size;
    cosines = new double[size / 2];
    sines = new double[size / 2];
    for (int k = 0; k < size / 2; k++) {
      cosines[k] = Math.cos(2 * Math.PI * k / size);
      sines[k] = Math.sin(2 * Math.PI * k / size);
    }
  }

  /** The smallest power of two that is not below a number. */
  static int sizeFor(int atLeast) {
    return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
  }

  /** X_k = sum_j x_j exp(-2 pi i j k/n), without a factor. */
  void forward(double[] real, double[] imaginary) {
    reorder(real, imaginary);
    for (int length = 2; length <= size; length <<= 1) {
      int half = length / 2;
      int stride = size / length;
      for (int start = 0; start < size; start += length) {
        for (int k = 0; k < half; k++) {
          int a = start + k;
          int b = a + half;
          double c = cosines[k * stride];
          double s = sines[k * stride];
          double x = real[b] * c + imaginary[b] * s;
          double y = imaginary[b] * c - real[b] * s;
          real[b] = real[a] - x;
          imaginary[b] = imaginary[a] - y;
          real[a] += x;
          imaginary[a] += y;
        }
      }
    }
  }

  /** The inverse of {@link #forward}, factor 1/n included. */
  void inverse(double[] real, double[] imaginary) {
    forward(imaginary, real);
    for (int k = 0; k < size; k++) {
      real[k] /= size;
      imaginary[k] /= size;
    }
  }

  private void reorder(double[] real, double[] imaginary) {
    for (int i = 1, j = 0; i < size; i++) {
      int bit = size >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double x = real[i];
        real[i] = real[j];
        real[j] = x;
        double y = imaginary[i];
        imaginary[i] = imaginary[j];
        imaginary[j] = y;
      }
    }
  }
}
