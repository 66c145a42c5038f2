package org.coesite.dynamics;

import java.util.Locale;
import org.coesite.structure.Structure;

/** Tells structures that no potential should be asked about. */
final class StructureGuard {
  /** Atoms closer than this, in angstrom, have collided: half a hydrogen molecule. */
  static final double CLOSEST = 0.37;

  private static final double SMALLEST_VOLUME = 0.2;
  private static final double LARGEST_VOLUME = 5;

  private StructureGuard() {}

  /** Which atoms collide, in one line, or null. */
  static String collision(Structure structure) {
    double[] closest = {CLOSEST, -1, -1};
    Pairs.forEach(
        structure,
        CLOSEST,
        (i, j, x, y, z) -> {
          double distance = Math.sqrt(x * x + y * y + z * z);
          if (distance < closest[0]) {
            closest[0] = distance;
            closest[1] = i;
            closest[2] = j;
          }
        });
    if (closest[1] < 0) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "atoms %d and %d are %.3f angstrom apart",
        (int) closest[1] + 1,
        (int) closest[2] + 1,
        closest[0]);
  }

  /** What became of the volume, in one line, or null if it is within reason. */
  static String volumeChange(double volume, double initial) {
    if (volume > SMALLEST_VOLUME * initial && volume < LARGEST_VOLUME * initial) {
      return null;
    }
    return String.format(
        Locale.ROOT, "the volume went from %.2f to %.2f angstrom^3", initial, volume);
  }
}
