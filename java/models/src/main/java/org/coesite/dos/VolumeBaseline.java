package org.coesite.dos;

import org.coesite.linalg.LeastSquares;
import org.coesite.linalg.Matrix;

/** The Fermi level fitted by a parabola in the inverse length of an atom alone. */
final class VolumeBaseline {
  private VolumeBaseline() {}

  /** Root mean square error on the structures held out, eV; NaN where there are none. */
  static double error(DosData data) {
    try (LeastSquares system = new LeastSquares(3, 1)) {
      for (int i : data.train()) {
        try (Matrix row = Matrix.of(1, 3, powers(data, i));
            Matrix side = Matrix.of(1, 1, data.fermi(i))) {
          system.append(row, side);
        }
      }
      try (Matrix solution = system.solve()) {
        double square = 0;
        for (int i : data.test()) {
          double[] powers = powers(data, i);
          double predicted = 0;
          for (int k = 0; k < 3; k++) {
            predicted += powers[k] * solution.get(k, 0);
          }
          square += (predicted - data.fermi(i)) * (predicted - data.fermi(i));
        }
        return Math.sqrt(square / data.test().length);
      }
    }
  }

  private static double[] powers(DosData data, int i) {
    double length = Math.cbrt(data.frame(i).structure().cell().volume() / data.atoms(i));
    return new double[] {1, 1 / length, 1 / (length * length)};
  }
}
