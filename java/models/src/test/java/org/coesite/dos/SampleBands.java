package org.coesite.dos;

import java.util.Arrays;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Eigenvalues of bands that can be written down. */
final class SampleBands {
  /** Bands at a k-point in reciprocal lattice vectors, ascending. */
  @FunctionalInterface
  interface Bands {
    double[] at(double[] k);
  }

  private SampleBands() {}

  /** One atom of four electrons in a unit cube, with a k-mesh of which k and -k are listed once. */
  static DosFrame frame(Bands bands, double electrons, double shift, int... mesh) {
    int points = mesh[0] * mesh[1] * mesh[2];
    boolean[] seen = new boolean[points];
    double[] weights = new double[points];
    double[] kPoints = new double[3 * points];
    double[][] values = new double[points][];
    int listed = 0;
    for (int p = 0; p < points; p++) {
      if (seen[p]) {
        continue;
      }
      int[] index = {p / (mesh[1] * mesh[2]), p / mesh[2] % mesh[1], p % mesh[2]};
      int image = 0;
      double[] k = new double[3];
      for (int axis = 0; axis < 3; axis++) {
        int minus = Math.floorMod(-index[axis] - (int) Math.rint(2 * shift), mesh[axis]);
        image = image * mesh[axis] + minus;
        k[axis] = (index[axis] + shift) / mesh[axis];
        kPoints[3 * listed + axis] = k[axis];
      }
      seen[p] = true;
      seen[image] = true;
      weights[listed] = (image == p ? 1.0 : 2.0) / points;
      values[listed++] = bands.at(k);
    }
    double[] flat = Arrays.stream(values, 0, listed).flatMapToDouble(Arrays::stream).toArray();
    Eigenvalues eigenvalues =
        Eigenvalues.of(
            flat, Arrays.copyOf(weights, listed), Arrays.copyOf(kPoints, 3 * listed), 1, electrons);
    return new DosFrame(cube(), 0, "", eigenvalues);
  }

  static Structure cube() {
    return Structure.of(new int[] {14}, new double[3])
        .cell(Cell.of(1, 0, 0, 0, 1, 0, 0, 0, 1))
        .build();
  }

  /** The lowest free-electron bands |k + G|^2 of a cubic lattice. */
  static Bands free(int count) {
    return k -> {
      double[] all = new double[343];
      for (int g = 0; g < all.length; g++) {
        int[] reciprocal = {g / 49 - 3, g / 7 % 7 - 3, g % 7 - 3};
        double x = k[0] + reciprocal[0];
        double y = k[1] + reciprocal[1];
        double z = k[2] + reciprocal[2];
        all[g] = x * x + y * y + z * z;
      }
      Arrays.sort(all);
      return Arrays.copyOf(all, count);
    };
  }

  /** Sharp levels at one k-point. */
  static Eigenvalues levels(double electrons, double... values) {
    return Eigenvalues.of(values, new double[] {1}, new double[3], 1, electrons);
  }
}
