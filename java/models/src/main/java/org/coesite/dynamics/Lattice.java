package org.coesite.dynamics;

import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * Three vectors to count images along: those of the cell, and in open directions, whose cell
 * vectors may be anything or nothing, unit vectors normal to the others. Immutable and thread-safe.
 */
public final class Lattice {
  private final double[] rows;
  private final double[] inverse;
  private final boolean[] periodic = new boolean[3];

  public Lattice(Structure structure) {
    rows = structure.cell().toArray();
    for (int k = 0; k < 3; k++) {
      periodic[k] = structure.periodic(k);
      if (!periodic[k]) {
        setRow(k, new double[3]);
      }
    }
    for (int k = 0; k < 3; k++) {
      if (!periodic[k]) {
        setRow(k, normal(k));
      }
    }
    inverse = Cell.of(rows).inverse();
  }

  private void setRow(int k, double[] v) {
    System.arraycopy(v, 0, rows, 3 * k, 3);
  }

  /** Component {@code axis} of a vector, angstrom. */
  public double get(int vector, int axis) {
    return rows[3 * vector + axis];
  }

  public boolean periodic(int vector) {
    return periodic[vector];
  }

  /** Distance between the planes that the other two vectors span, angstrom. */
  public double height(int vector) {
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      square += inverse[3 * axis + vector] * inverse[3 * axis + vector];
    }
    return 1 / Math.sqrt(square);
  }

  /** Coordinate of a point along a vector, in lengths of it. */
  public double fractional(double x, double y, double z, int vector) {
    return x * inverse[vector] + y * inverse[3 + vector] + z * inverse[6 + vector];
  }

  /** A unit vector normal to the rows other than k, of which some may be zero. */
  private double[] normal(int k) {
    double[] p = row((k + 1) % 3);
    double[] q = row((k + 2) % 3);
    double[] cross = cross(p, q);
    if (square(cross) == 0) {
      double[] v = square(p) > 0 ? p : q;
      // across the one vector there is, or along any axis
      cross = cross(v, smallestAxis(v));
      if (square(cross) == 0) {
        cross[k] = 1;
      }
    }
    double length = Math.sqrt(square(cross));
    return new double[] {cross[0] / length, cross[1] / length, cross[2] / length};
  }

  private double[] row(int k) {
    return new double[] {rows[3 * k], rows[3 * k + 1], rows[3 * k + 2]};
  }

  private static double square(double[] v) {
    return v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
  }

  private static double[] cross(double[] p, double[] q) {
    return new double[] {
      p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
    };
  }

  /** The axis that a vector has the smallest share of. */
  private static double[] smallestAxis(double[] v) {
    int smallest = 0;
    for (int axis = 1; axis < 3; axis++) {
      if (Math.abs(v[axis]) < Math.abs(v[smallest])) {
        smallest = axis;
      }
    }
    double[] unit = new double[3];
    unit[smallest] = 1;
    return unit;
  }
}
