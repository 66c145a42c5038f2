package org.coesite.conformance;

import java.util.Random;

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
}
