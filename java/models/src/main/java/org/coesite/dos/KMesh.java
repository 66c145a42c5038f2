package org.coesite.dos;

import java.util.Arrays;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.structure.Structure;

/**
 * The regular mesh that a structure's k-points stand for: {@code (i + shift) / size} along each
 * reciprocal lattice vector, k and -k having the same bands (time reversal). Immutable.
 */
final class KMesh {
  /** k-points are written with about six digits. */
  private static final double TOLERANCE = 2e-3;

  private final int[] size;
  private final int[] listed;

  private KMesh(int[] size, int[] listed) {
    this.size = size;
    this.listed = listed;
  }

  /** The size that a structure's {@code kmesh} names, if it does. */
  static Optional<int[]> declared(Structure structure) {
    return structure.info().get("kmesh") instanceof long[] mesh && mesh.length == 3
        ? Optional.of(Arrays.stream(mesh).mapToInt(Math::toIntExact).toArray())
        : Optional.empty();
  }

  /** The mesh of a structure: the one declared, else the one that its k-points show. */
  static KMesh of(DosFrame frame) {
    Eigenvalues eigenvalues = frame.eigenvalues();
    return of(eigenvalues, declared(frame.structure()).orElseGet(() -> deduced(eigenvalues)));
  }

  /**
   * Puts k-points on a mesh.
   *
   * @throws CoesiteException if they do not fill it, or not with equal weights
   */
  static KMesh of(Eigenvalues eigenvalues, int... size) {
    String name = size[0] + "x" + size[1] + "x" + size[2];
    if (Math.min(size[0], Math.min(size[1], size[2])) < 1) {
      throw new CoesiteException("a k-mesh of " + name);
    }
    int points = Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2]);
    int[] listed = new int[points];
    Arrays.fill(listed, -1);
    int[] images = new int[eigenvalues.kPoints()];
    for (int k = 0; k < eigenvalues.kPoints(); k++) {
      for (int sign = 1; sign >= -1; sign -= 2) {
        int point = index(eigenvalues, k, sign, size);
        if (point >= 0 && listed[point] < 0) {
          listed[point] = k;
          images[k]++;
        }
      }
    }
    for (int point = 0; point < points; point++) {
      if (listed[point] < 0) {
        throw new CoesiteException(
            "the " + eigenvalues.kPoints() + " k-points do not fill a regular " + name + " mesh");
      }
    }
    for (int k = 0; k < images.length; k++) {
      double weight = images[k] / (double) points;
      if (Math.abs(eigenvalues.weight(k) - weight) > TOLERANCE * weight) {
        throw new CoesiteException(
            "k-point "
                + (k + 1)
                + " has the weight "
                + eigenvalues.weight(k)
                + "; on the regular "
                + name
                + " mesh it would be "
                + weight);
      }
    }
    return new KMesh(size.clone(), listed);
  }

  /** The point of the mesh through the first k-point that k or -k is, or -1. */
  private static int index(Eigenvalues eigenvalues, int k, int sign, int[] size) {
    int index = 0;
    for (int axis = 0; axis < 3; axis++) {
      double steps =
          (sign * eigenvalues.kPoint(k, axis) - eigenvalues.kPoint(0, axis)) * size[axis];
      double whole = Math.rint(steps);
      if (Math.abs(steps - whole) > TOLERANCE * size[axis]) {
        return -1;
      }
      index = index * size[axis] + Math.floorMod((long) whole, size[axis]);
    }
    return index;
  }

  /** Along each axis, how many different coordinates k and -k have. */
  static int[] deduced(Eigenvalues eigenvalues) {
    int[] size = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      double[] coordinates = new double[2 * eigenvalues.kPoints()];
      for (int k = 0; k < eigenvalues.kPoints(); k++) {
        coordinates[2 * k] = wrapped(eigenvalues.kPoint(k, axis));
        coordinates[2 * k + 1] = wrapped(-eigenvalues.kPoint(k, axis));
      }
      Arrays.sort(coordinates);
      size[axis] = 1;
      for (int i = 1; i < coordinates.length; i++) {
        size[axis] += coordinates[i] - coordinates[i - 1] > TOLERANCE ? 1 : 0;
      }
    }
    return size;
  }

  private static double wrapped(double coordinate) {
    double wrapped = coordinate - Math.floor(coordinate);
    return wrapped > 1 - TOLERANCE ? wrapped - 1 : wrapped;
  }

  int size(int axis) {
    return size[axis];
  }

  /** Number of points, k and -k counted twice. */
  int points() {
    return listed.length;
  }

  /** The k-point of the file whose bands the mesh has at (i, j, l), which wrap around. */
  int listed(int i, int j, int l) {
    int point = Math.floorMod(i, size[0]);
    point = point * size[1] + Math.floorMod(j, size[1]);
    return listed[point * size[2] + Math.floorMod(l, size[2])];
  }
}
