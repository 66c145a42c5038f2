package org.coesite.examples.silica;

import org.coesite.structure.Structure;

/**
 * The vector from an atom to the nearest image of another, in a cell along the axes, right for
 * vectors shorter than half its edges.
 *
 * @param x angstrom
 * @param y angstrom
 * @param z angstrom
 */
record NearestImage(double x, double y, double z) {
  static NearestImage of(Structure structure, int i, int j) {
    return new NearestImage(
        along(structure, i, j, 0), along(structure, i, j, 1), along(structure, i, j, 2));
  }

  private static double along(Structure structure, int i, int j, int axis) {
    double edge = structure.cell().get(axis, axis);
    double d = structure.position(j, axis) - structure.position(i, axis);
    return d - edge * Math.rint(d / edge);
  }

  double length() {
    return Math.sqrt(x * x + y * y + z * z);
  }

  double[] toArray() {
    return new double[] {x, y, z};
  }
}
