package org.coesite.nmr;

import java.util.Random;

/** Random rotations and tensors for tests. */
public final class Rotations {
  private Rotations() {}

  /** A proper rotation from a random quaternion, [3 x 3] row by row. */
  public static double[] random(Random random) {
    double w = random.nextGaussian();
    double x = random.nextGaussian();
    double y = random.nextGaussian();
    double z = random.nextGaussian();
    double n = w * w + x * x + y * y + z * z;
    double s = 2 / n;
    return new double[] {
      1 - s * (y * y + z * z),
      s * (x * y - z * w),
      s * (x * z + y * w),
      s * (x * y + z * w),
      1 - s * (x * x + z * z),
      s * (y * z - x * w),
      s * (x * z - y * w),
      s * (y * z + x * w),
      1 - s * (x * x + y * y)
    };
  }

  /** Nine normally distributed components. */
  public static NmrTensor tensor(Random random) {
    return NmrTensor.of(random.doubles(9, -10, 10).toArray());
  }
}
