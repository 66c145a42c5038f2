package org.coesite.conformance;

import java.util.Random;
import org.coesite.math.Irreps;
import org.coesite.math.WignerD;

/** Proper rotations as nine numbers D, row by row, for r -> r D. */
public final class Rotations {
  private Rotations() {}

  /** Uniformly distributed, from a random unit quaternion. */
  public static double[] random(Random random) {
    double w = random.nextGaussian();
    double x = random.nextGaussian();
    double y = random.nextGaussian();
    double z = random.nextGaussian();
    double s = 2 / (w * w + x * x + y * y + z * z);
    return new double[] {
      1 - s * (y * y + z * z),
      s * (x * y - w * z),
      s * (x * z + w * y),
      s * (x * y + w * z),
      1 - s * (x * x + z * z),
      s * (y * z - w * x),
      s * (x * z - w * y),
      s * (y * z + w * x),
      1 - s * (x * x + y * y)
    };
  }

  /** D of every irrep applied to rows of an array. */
  static double[] turned(double[] values, Irreps irreps, WignerD d) {
    double[] out = new double[values.length];
    for (int from = 0; from < values.length; from += irreps.size()) {
      for (int b = 0; b < irreps.count(); b++) {
        double[] matrix = d.of(irreps.block(b).irrep());
        int size = irreps.block(b).irrep().size();
        int channels = irreps.block(b).channels();
        int at = from + irreps.offset(b);
        for (int m = 0; m < size; m++) {
          for (int other = 0; other < size; other++) {
            for (int u = 0; u < channels; u++) {
              out[at + m * channels + u] +=
                  matrix[m * size + other] * values[at + other * channels + u];
            }
          }
        }
      }
    }
    return out;
  }
}
