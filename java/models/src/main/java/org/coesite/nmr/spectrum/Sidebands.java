package org.coesite.nmr.spectrum;

import java.util.Arrays;
import org.coesite.CoesiteException;

/**
 * Spinning sidebands of a crystallite whose rotor axis points along r, averaged over the angle by
 * which the crystallite is turned about r: the third angle of the powder.
 *
 * <p>With psi = 2 pi nu_r t the frequency f(psi) along the cone is a trigonometric polynomial of
 * degree 4 with the mean f_0, so that 17 samples know it exactly. The signal of a crystallite
 * turned by gamma is exp(2 pi i f_0 t) g(psi + gamma) g*(gamma), g(psi) = exp(i/nu_r int_0^psi (f -
 * f_0) dpsi'). With the Fourier series g = sum_k g_k exp(i k psi) its mean over gamma is sum_k
 * |g_k|^2 exp(i k psi): lines at f_0 + k nu_r of intensities |g_k|^2 (J. Herzfeld and A. E. Berger,
 * J. Chem. Phys. 73, 6021 (1980), by way of their Fourier series; M. H. Levitt, J. Magn. Reson. 82,
 * 427 (1989), for the mean over gamma). Not thread-safe.
 */
final class Sidebands {
  private static final int DEGREE = 4;
  private static final int SAMPLES = 17;
  private static final int MOST = 1 << 16;

  private final double rotorFrequency;
  private final int size;
  private final Fourier fourier;
  private final double[] real;
  private final double[] imaginary;
  private final double[] a = new double[DEGREE + 1];
  private final double[] b = new double[DEGREE + 1];

  /**
   * For resonances that deviate from their mean by so much.
   *
   * @param rotorFrequency nu_r, ppm
   * @param largestDeviation ppm
   * @throws CoesiteException if there would be too many sidebands
   */
  Sidebands(double rotorFrequency, double largestDeviation) {
    this.rotorFrequency = rotorFrequency;
    // intensities fall faster than exponentially beyond the static range
    double index = largestDeviation / rotorFrequency;
    double wanted = 2 * (index + 6 * Math.cbrt(index) + 12);
    if (!(wanted < MOST)) {
      throw new CoesiteException(
          "at a rotor frequency of "
              + rotorFrequency
              + " ppm there are too many sidebands: spin faster, or take a static sample");
    }
    size = Fourier.sizeFor((int) wanted);
    fourier = new Fourier(size);
    real = new double[size];
    imaginary = new double[size];
  }

  /** Number of sidebands, the one at the mean included: a power of two. */
  int count() {
    return size;
  }

  /** Distance of sideband {@code k} from the mean frequency, in rotor frequencies. */
  int order(int k) {
    return k < size / 2 ? k : k - size;
  }

  /**
   * Computes the sidebands of a rotor axis.
   *
   * @param intensities of the sidebands, add up to 1, [count] from {@code at}
   * @return f_0, ppm
   */
  double of(Resonance f, double x, double y, double z, double[] intensities, int at) {
    fit(f, x, y, z);
    for (int j = 0; j < size; j++) {
      double psi = 2 * Math.PI * j / size;
      double phase = 0;
      for (int m = 1; m <= DEGREE; m++) {
        phase += (a[m] * Math.sin(m * psi) - b[m] * Math.cos(m * psi)) / m;
      }
      real[j] = Math.cos(phase / rotorFrequency);
      imaginary[j] = Math.sin(phase / rotorFrequency);
    }
    fourier.forward(real, imaginary);
    double scale = 1.0 / ((double) size * size);
    for (int k = 0; k < size; k++) {
      intensities[at + k] = scale * (real[k] * real[k] + imaginary[k] * imaginary[k]);
    }
    return a[0];
  }

  /** f = a_0 + sum_m a_m cos m psi + b_m sin m psi around the axis. */
  private void fit(Resonance f, double x, double y, double z) {
    Arrays.fill(a, 0);
    Arrays.fill(b, 0);
    // u, v and r right-handed: u across the smallest component of r
    double[] r = {x, y, z};
    double[] e = new double[3];
    e[smallest(r)] = 1;
    double[] u = cross(e, r);
    double length = Math.sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]);
    double along = Math.sqrt(1.0 / 3);
    double across = Math.sqrt(2.0 / 3);
    for (int k = 0; k < 3; k++) {
      u[k] /= length;
    }
    double[] v = cross(r, u);
    for (int j = 0; j < SAMPLES; j++) {
      double psi = 2 * Math.PI * j / SAMPLES;
      double c = across * Math.cos(psi);
      double d = across * Math.sin(psi);
      double value =
          f.at(
              along * x + c * u[0] + d * v[0],
              along * y + c * u[1] + d * v[1],
              along * z + c * u[2] + d * v[2]);
      a[0] += value / SAMPLES;
      for (int m = 1; m <= DEGREE; m++) {
        a[m] += 2 * value * Math.cos(m * psi) / SAMPLES;
        b[m] += 2 * value * Math.sin(m * psi) / SAMPLES;
      }
    }
  }

  private static int smallest(double[] r) {
    int least = 0;
    for (int k = 1; k < 3; k++) {
      least = Math.abs(r[k]) < Math.abs(r[least]) ? k : least;
    }
    return least;
  }

  private static double[] cross(double[] p, double[] q) {
    return new double[] {
      p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
    };
  }
}
