package org.coesite.nmr.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;

class NumericsTest {
  private final Random random = new Random(12);

  @Test
  void fourierTransformsAreTheSums() {
    int n = 16;
    double[] re = random.doubles(n, -1, 1).toArray();
    double[] im = random.doubles(n, -1, 1).toArray();
    double[] x = re.clone();
    double[] y = im.clone();
    new Fourier(n).forward(x, y);
    for (int k = 0; k < n; k++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int j = 0; j < n; j++) {
        double c = Math.cos(2 * Math.PI * j * k / n);
        double s = -Math.sin(2 * Math.PI * j * k / n);
        sumRe += re[j] * c - im[j] * s;
        sumIm += re[j] * s + im[j] * c;
      }
      assertEquals(sumRe, x[k], 1e-13);
      assertEquals(sumIm, y[k], 1e-13);
    }
    new Fourier(n).inverse(x, y);
    assertArrayEquals(re, x, 1e-15);
    assertArrayEquals(im, y, 1e-15);
    assertThrows(IllegalArgumentException.class, () -> new Fourier(12));
  }

  @Test
  void meshesCoverTheSphereEvenly() {
    for (OctahedralMesh mesh :
        new OctahedralMesh[] {OctahedralMesh.octant(40), OctahedralMesh.hemisphere(40)}) {
      double total = 0;
      double[] second = new double[3];
      double fourth = 0;
      double largest = 0;
      for (int t = 0; t < mesh.triangles(); t++) {
        total += mesh.weight(t);
        largest = Math.max(largest, mesh.weight(t));
        for (int k = 0; k < 3; k++) {
          int p = mesh.corner(t, k);
          double w = mesh.weight(t) / 3;
          second[0] += w * mesh.x(p) * mesh.x(p);
          second[1] += w * mesh.y(p) * mesh.y(p);
          second[2] += w * mesh.z(p) * mesh.z(p);
          fourth += w * Math.pow(mesh.z(p), 4);
          double length = mesh.x(p) * mesh.x(p) + mesh.y(p) * mesh.y(p) + mesh.z(p) * mesh.z(p);
          assertEquals(1, length, 1e-14);
        }
      }
      assertEquals(1, total, 1e-12);
      assertArrayEquals(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, second, 1e-12);
      assertEquals(0.2, fourth, 5e-4);
      assertTrue(largest * mesh.triangles() < 5.3, "face centres are at 3^(3/2) of the corners");
    }
    OctahedralMesh hemisphere = OctahedralMesh.hemisphere(10);
    double xy = 0;
    for (int t = 0; t < hemisphere.triangles(); t++) {
      int p = hemisphere.corner(t, 0);
      xy += hemisphere.weight(t) * hemisphere.x(p) * hemisphere.y(p);
    }
    assertEquals(0, xy, 1e-2, "all four octants");
  }

  /** A triangle's tent against many points spread evenly over the triangle. */
  @Test
  void tentsAreWhatTrianglesOfPointsGive() {
    SpectralAxis axis = new SpectralAxis(0, 0.5, 41);
    for (double[] f :
        new double[][] {{3.1, 7.7, 15.2}, {15, 3, 3}, {4, 4, 12}, {-5, 8, 30}, {3, 3.9, 3.6}}) {
      Histogram tent = new Histogram(axis);
      tent.triangle(f[0], f[1], f[2], 2);
      double[] expected = new double[41];
      int n = 1500;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n - i; j++) {
          double u = (i + 1.0 / 3) / n;
          double v = (j + 1.0 / 3) / n;
          add(expected, f[0] + u * (f[1] - f[0]) + v * (f[2] - f[0]), 1.0 / (n * (double) n));
          if (j < n - i - 1) {
            u = (i + 2.0 / 3) / n;
            v = (j + 2.0 / 3) / n;
            add(expected, f[0] + u * (f[1] - f[0]) + v * (f[2] - f[0]), 1.0 / (n * (double) n));
          }
        }
      }
      assertArrayEquals(expected, tent.bins(), 2e-3, Arrays.toString(f));
    }
  }

  private static void add(double[] bins, double position, double weight) {
    int bin = (int) Math.floor(position / 0.5);
    double part = position / 0.5 - bin;
    if (bin >= 0 && bin < bins.length) {
      bins[bin] += 2 * weight * (1 - part);
    }
    if (bin >= -1 && bin < bins.length - 1) {
      bins[bin + 1] += 2 * weight * part;
    }
  }

  @Test
  void narrowTrianglesAndLinesKeepTheirPlace() {
    SpectralAxis axis = new SpectralAxis(-3, 0.25, 40);
    for (int n = 0; n < 100; n++) {
      double f = -2 + 5 * random.nextDouble();
      Histogram line = new Histogram(axis);
      line.triangle(f, f + 0.06, f - 0.06, 3);
      double[] bins = line.bins();
      double centre = 0;
      for (int i = 0; i < bins.length; i++) {
        centre += bins[i] * axis.position(i) / 3;
      }
      assertEquals(3, Arrays.stream(bins).sum(), 1e-12);
      assertEquals(f, centre, 1e-12);
    }
    Histogram outside = new Histogram(axis);
    outside.line(-100, 1);
    outside.line(1e300, 1);
    outside.triangle(50, 60, 70, 1);
    assertEquals(0, Arrays.stream(outside.bins()).sum());
  }

  @Test
  void broadenedLinesHaveTheirWidthAndIntegral() {
    double step = 0.05;
    double[] bins = new double[4001];
    bins[2000] = 1;
    for (Broadening b : new Broadening[] {new Broadening(2, 0), new Broadening(0, 2)}) {
      double[] line = b.apply(bins, step);
      double half = line[2000] / 2;
      assertEquals(half, line[2020], 3e-3 * half, "1 ppm from the centre");
      assertEquals(half, line[1980], 3e-3 * half);
      assertEquals(1, Arrays.stream(line).sum(), b.lorentzian() > 0 ? 8e-3 : 1e-12);
      assertTrue(Arrays.stream(line).allMatch(x -> x > -1e-15));
    }
    double gauss = new Broadening(2, 0).apply(bins, step)[2000] / step;
    assertEquals(2 * Math.sqrt(Math.log(2) / Math.PI) / 2, gauss, 1e-3);
    double lorentz = new Broadening(0, 2).apply(bins, step)[2000] / step;
    assertEquals(1 / Math.PI, lorentz, 1e-3);
    assertArrayEquals(bins, Broadening.NONE.apply(bins, step));
    assertArrayEquals(
        bins, new Broadening(1e-9, 1e-9).apply(bins, step), 1e-7, "narrower than a bin");
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThrows(CoesiteException.class, () -> new Broadening(-1, 0));
    assertThrows(CoesiteException.class, () -> new Broadening(0, Double.NaN));
    assertThrows(CoesiteException.class, () -> SpectralAxis.between(1, 1, 10));
    assertThrows(CoesiteException.class, () -> SpectralAxis.between(0, 1, 1));
    assertThrows(CoesiteException.class, () -> SpectralAxis.between(Double.NaN, 1, 10));
    assertThrows(CoesiteException.class, () -> Spinning.at(0));
    assertThrows(CoesiteException.class, () -> Spinning.at(-1));
    assertThrows(CoesiteException.class, () -> Spinning.at(Double.POSITIVE_INFINITY));
  }
}
