package org.coesite.dynamics;

import java.util.Arrays;
import org.coesite.CoesiteException;

/**
 * The third-order Birch-Murnaghan equation of state (Birch, Phys. Rev. 71, 809 (1947)).
 *
 * @param energy at the minimum, eV
 * @param volume at the minimum, angstrom^3
 * @param bulkModulus eV/angstrom^3 (times 160.21766 for GPa)
 * @param bulkModulusSlope its derivative with pressure
 */
public record BirchMurnaghan(
    double energy, double volume, double bulkModulus, double bulkModulusSlope) {
  /** Energy at a volume, eV. */
  public double energyAt(double v) {
    double x = Math.pow(volume / v, 2.0 / 3) - 1;
    double k = 9 * volume * bulkModulus / 16;
    return energy + k * x * x * (2 + (bulkModulusSlope - 4) * x);
  }

  /**
   * Least squares through energies at volumes. The equation is a cubic polynomial in V^(-2/3), so
   * the fit is linear and its minimum is known in closed form.
   *
   * @throws CoesiteException if there are fewer than four points, or no minimum among them
   */
  public static BirchMurnaghan fit(double[] volumes, double[] energies) {
    if (volumes.length < 4 || volumes.length != energies.length) {
      throw new CoesiteException(
          "equation of state: "
              + volumes.length
              + " volumes and "
              + energies.length
              + " energies; at least four of both are needed");
    }
    double scale = 0;
    for (double v : volumes) {
      scale += Math.pow(v, -2.0 / 3) / volumes.length;
    }
    double[] x = new double[volumes.length];
    for (int k = 0; k < x.length; k++) {
      // about 0, so that the powers are far from parallel
      x[k] = Math.pow(volumes[k], -2.0 / 3) / scale - 1;
    }
    double[] c = cubic(x, energies);
    double discriminant = c[2] * c[2] - 3 * c[1] * c[3];
    double at = discriminant < 0 ? Double.NaN : -c[1] / (c[2] + Math.sqrt(discriminant));
    if (!(c[2] + 3 * c[3] * at > 0) || !(at > -1)) {
      throw new CoesiteException("equation of state: the energies have no minimum");
    }
    BirchMurnaghan fit = fromCubic(c, at, scale);
    double low = Arrays.stream(volumes).min().orElseThrow();
    double high = Arrays.stream(volumes).max().orElseThrow();
    if (fit.volume < low || fit.volume > high) {
      throw new CoesiteException(
          "equation of state: the minimum, at "
              + fit.volume
              + " angstrom^3, is outside the volumes given, "
              + low
              + " to "
              + high);
    }
    return fit;
  }

  private static BirchMurnaghan fromCubic(double[] c, double at, double scale) {
    double energy = c[0] + at * (c[1] + at * (c[2] + at * c[3]));
    double s = 1 + at;
    double volume = Math.pow(s * scale, -1.5);
    // E = E0 + K (2 u^2 + (B' - 4) u^3) with u = (V0/V)^(2/3) - 1 and K = 9 V0 B0 / 16
    double k = (c[2] + 3 * c[3] * at) * s * s / 2;
    double third = c[3] * s * s * s;
    return new BirchMurnaghan(energy, volume, 16 * k / (9 * volume), 4 + third / k);
  }

  /** Least-squares coefficients of 1, x, x^2, x^3, by orthogonal polynomials on the points. */
  private static double[] cubic(double[] x, double[] y) {
    double[][] basis = new double[4][];
    double[][] polynomial = new double[4][4];
    double[] coefficients = new double[4];
    double[] residual = y.clone();
    for (int n = 0; n < 4; n++) {
      double[] p = new double[x.length];
      for (int k = 0; k < x.length; k++) {
        p[k] = Math.pow(x[k], n);
      }
      polynomial[n][n] = 1;
      for (int m = 0; m < n; m++) {
        double share = Descent.dot(p, basis[m]) / Descent.dot(basis[m], basis[m]);
        for (int k = 0; k < x.length; k++) {
          p[k] -= share * basis[m][k];
        }
        for (int k = 0; k < 4; k++) {
          polynomial[n][k] -= share * polynomial[m][k];
        }
      }
      basis[n] = p;
      double share = Descent.dot(residual, p) / Descent.dot(p, p);
      for (int k = 0; k < x.length; k++) {
        residual[k] -= share * p[k];
      }
      for (int k = 0; k < 4; k++) {
        coefficients[k] += share * polynomial[n][k];
      }
    }
    return coefficients;
  }
}
