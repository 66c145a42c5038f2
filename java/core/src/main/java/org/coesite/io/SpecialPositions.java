package org.coesite.io;

import java.util.ArrayList;
import java.util.List;
import org.coesite.structure.Cell;
import org.coesite.symmetry.SymmetryGroup;
import org.coesite.symmetry.SymmetryOperation;

/** The atoms that symmetry makes of one site; on special positions, images that meet are one. */
final class SpecialPositions {
  private final SymmetryGroup group;
  private final Cell cell;
  private final double tolerance;

  SpecialPositions(SymmetryGroup group, Cell cell, double tolerance) {
    this.group = group;
    this.cell = cell;
    this.tolerance = tolerance;
  }

  /**
   * All atoms of a site in one cell, in fractional coordinates from 0 to 1, the site itself first.
   * A site within the tolerance of a special position is put onto it, so that 0.3333 means 1/3.
   */
  List<double[]> orbit(double[] site) {
    double[] exact = onto(site);
    List<double[]> orbit = new ArrayList<>();
    for (SymmetryOperation operation : group.operations()) {
      double[] image = wrapped(operation.apply(exact));
      if (orbit.stream().noneMatch(other -> distance(other, image) < tolerance)) {
        orbit.add(image);
      }
    }
    return orbit;
  }

  /** The mean of the images that are the site itself. */
  private double[] onto(double[] site) {
    double[] sum = new double[3];
    int count = 0;
    for (SymmetryOperation operation : group.operations()) {
      double[] image = operation.apply(site);
      if (distance(image, site) < tolerance) {
        for (int k = 0; k < 3; k++) {
          sum[k] += image[k] - Math.rint(image[k] - site[k]);
        }
        count++;
      }
    }
    for (int k = 0; k < 3; k++) {
      sum[k] = count > 1 ? sum[k] / count : site[k];
    }
    return sum;
  }

  private static double[] wrapped(double[] point) {
    double[] out = new double[3];
    for (int k = 0; k < 3; k++) {
      double f = point[k] - Math.floor(point[k]);
      // what rounding left just below 1 belongs at 0
      out[k] = f > 1 - 1e-9 ? 0 : f;
    }
    return out;
  }

  private double distance(double[] a, double[] b) {
    double sum = 0;
    double[] d = new double[3];
    for (int k = 0; k < 3; k++) {
      d[k] = a[k] - b[k];
      d[k] -= Math.rint(d[k]);
    }
    for (int axis = 0; axis < 3; axis++) {
      double x = d[0] * cell.get(0, axis) + d[1] * cell.get(1, axis) + d[2] * cell.get(2, axis);
      sum += x * x;
    }
    return Math.sqrt(sum);
  }
}
