package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;

/** Thins a regular k-mesh into shifted coarser ones, which together are the full one. */
final class KCosets {
  private final KMesh mesh;
  private final int rotation;
  private final int[] factors = new int[3];
  private int count;

  /**
   * Chooses the planes.
   *
   * @param rotation 0, 1 or 2: which way the planes lean that cut several axes
   */
  KCosets(KMesh mesh, int rotation) {
    this.mesh = mesh;
    this.rotation = rotation;
    for (int axis = 0; axis < 3; axis++) {
      factors[axis] = smallestFactor(mesh.size(axis));
    }
    count = 1;
    for (int axis = 0; axis < 3; axis++) {
      count *= ownPlanes(axis) ? factors[axis] : 1;
    }
  }

  /** 1 for 1. */
  private static int smallestFactor(int n) {
    for (int p = 2; p * p <= n; p++) {
      if (n % p == 0) {
        return p;
      }
    }
    return n;
  }

  /** Axes of the same odd factor share their planes, counted at the first of them. */
  private boolean ownPlanes(int axis) {
    boolean own = true;
    for (int other = 0; other < axis; other++) {
      own &= factors[axis] == 2 || factors[other] != factors[axis];
    }
    return own;
  }

  /** Whether some planes lean, so that rotations differ. */
  boolean leaning() {
    boolean leaning = false;
    for (int axis = 0; axis < 3; axis++) {
      leaning |= !ownPlanes(axis) && factors[axis] > 1;
    }
    return leaning;
  }

  /** Weights of the listed k-points in each thinned mesh, each with the sum 1. */
  List<double[]> weights(int listed) {
    List<double[]> cosets = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      cosets.add(new double[listed]);
    }
    double share = count / (double) mesh.points();
    int[] k = new int[3];
    for (k[0] = 0; k[0] < mesh.size(0); k[0]++) {
      for (k[1] = 0; k[1] < mesh.size(1); k[1]++) {
        for (k[2] = 0; k[2] < mesh.size(2); k[2]++) {
          cosets.get(label(k))[mesh.listed(k[0], k[1], k[2])] += share;
        }
      }
    }
    return cosets;
  }

  private int label(int[] k) {
    int label = 0;
    for (int axis = 0; axis < 3; axis++) {
      if (ownPlanes(axis)) {
        label = label * factors[axis] + plane(k, axis);
      }
    }
    return label;
  }

  private int plane(int[] k, int axis) {
    int p = factors[axis];
    if (p == 2) {
      return k[axis] % 2;
    }
    int[] lean = {1, 2, p - 1};
    int plane = 0;
    for (int other = axis, member = 0; other < 3; other++) {
      if (factors[other] == p) {
        plane += lean[(member++ + rotation) % 3] * k[other];
      }
    }
    return p == 1 ? 0 : plane % p;
  }
}
