package org.coesite.symmetry;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;

/**
 * New fractional coordinates x' = V x + v.
 *
 * @param matrix V, row by row
 * @param shift v
 */
record BasisChange(double[] matrix, double[] shift) {
  /** Operations S as V S V^-1, with the old lattice's translations, which may now be fractions. */
  List<SymmetryOperation> applyTo(List<SymmetryOperation> operations) {
    List<SymmetryOperation> changed = new ArrayList<>();
    double[] inverse;
    try {
      inverse = Cell.of(matrix).inverse();
    } catch (ArithmeticException e) {
      throw new CoesiteException("the change of basis has no inverse", e);
    }
    for (int k = 0; k < 3; k++) {
      int[] translation = new int[3];
      for (int i = 0; i < 3; i++) {
        translation[i] = SymmetryOperation.snapped(matrix[3 * i + k]);
      }
      changed.add(new SymmetryOperation(SymmetryOperation.IDENTITY.rotation(), translation));
    }
    for (SymmetryOperation operation : operations) {
      changed.add(applyTo(operation, inverse));
    }
    return changed;
  }

  private SymmetryOperation applyTo(SymmetryOperation operation, double[] inverse) {
    double[] rotation = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            rotation[3 * i + j] +=
                matrix[3 * i + k] * operation.rotation(k, l) * inverse[3 * l + j];
          }
        }
      }
    }
    int[] whole = new int[9];
    int[] translation = new int[3];
    for (int i = 0; i < 9; i++) {
      whole[i] = (int) Math.rint(rotation[i]);
      if (Math.abs(rotation[i] - whole[i]) > 1e-9) {
        throw new CoesiteException("the change of basis does not fit the rotations");
      }
    }
    for (int i = 0; i < 3; i++) {
      double t = shift[i];
      for (int k = 0; k < 3; k++) {
        t += matrix[3 * i + k] * operation.translation(k) - rotation[3 * i + k] * shift[k];
      }
      translation[i] = SymmetryOperation.snapped(t);
    }
    return new SymmetryOperation(whole, translation);
  }
}
