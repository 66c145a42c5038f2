package org.coesite.dynamics;

import java.util.Set;
import org.coesite.models.Prediction;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * Positions and cell as one vector for an optimiser: r = r0 D and C = C0 D with the deformation D =
 * exp(U), U symmetric. The vector holds r0 (one row per atom) and, in three more rows, J U.
 *
 * <p>The exponential keeps volumes positive, makes equal steps equal relative strains, and turns
 * constant volume into a vanishing trace of U; a symmetric U keeps rotations out. J = V^(1/3)
 * N^(1/6) gives strain the stiffness of an atom's displacement whatever the size of the cell
 * (Sheppard, Xiao, Chemelewski, Johnson and Henkelman, J. Chem. Phys. 136, 074103 (2012)), where
 * the customary factor N makes cells of large structures lag behind.
 *
 * <p>With a fixed cell the three rows are absent.
 */
final class DeformationCoordinates {
  /** What a file says of the energy of the geometry it holds; untrue once atoms move. */
  private static final Set<String> OF_GEOMETRY =
      Set.of(
          "energy", "free_energy", "stress", "virial", "forces", "force", "momenta", "velocities");

  private final Structure initial;
  private final CellFreedom freedom;
  private final double pressure;
  private final double jacobian;
  private final int atoms;

  DeformationCoordinates(Structure initial, CellFreedom freedom, double pressure) {
    this.initial = initial;
    this.freedom = freedom;
    this.pressure = pressure;
    atoms = initial.atoms();
    jacobian = Math.cbrt(initial.cell().volume()) * Math.pow(atoms, 1.0 / 6);
  }

  /** The vector of the initial structure. */
  double[] start() {
    double[] positions = initial.positions();
    double[] x = new double[positions.length + (freedom == CellFreedom.FIXED ? 0 : 9)];
    System.arraycopy(positions, 0, x, 0, positions.length);
    return x;
  }

  /**
   * The structure at a vector.
   *
   * @throws IllegalArgumentException if a number is not finite
   */
  Structure structure(double[] x) {
    double[] d = deformation(x);
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      for (int axis = 0; axis < 3; axis++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += x[3 * i + k] * d[3 * k + axis];
        }
        positions[3 * i + axis] = sum;
      }
    }
    Cell cell = freedom == CellFreedom.FIXED ? initial.cell() : initial.cell().deformed(d);
    return moved(initial, positions, cell);
  }

  /** The same atoms elsewhere; what the file said of the old geometry's energy is left out. */
  static Structure moved(Structure structure, double[] positions, Cell cell) {
    Structure.Builder builder =
        Structure.of(structure.species(), positions)
            .cell(cell, structure.periodic(0), structure.periodic(1), structure.periodic(2));
    structure
        .info()
        .forEach(
            (name, value) -> {
              if (!OF_GEOMETRY.contains(name)) {
                builder.info(name, value);
              }
            });
    structure
        .atomProperties()
        .forEach(
            (name, value) -> {
              if (!OF_GEOMETRY.contains(name)) {
                builder.atomProperty(name, value);
              }
            });
    return builder.build();
  }

  /** Enthalpy E + p V in eV; the energy where the cell is fixed. */
  double enthalpy(Structure structure, Prediction prediction) {
    double work = freedom == CellFreedom.FIXED ? 0 : pressure * structure.cell().volume();
    return prediction.energy() + work;
  }

  /** Minus the gradient of the enthalpy with respect to the vector. */
  double[] force(double[] x, Structure structure, Prediction prediction) {
    double[] force = new double[x.length];
    double[] d = deformation(x);
    for (int i = 0; i < atoms; i++) {
      for (int k = 0; k < 3; k++) {
        for (int axis = 0; axis < 3; axis++) {
          force[3 * i + k] += d[3 * k + axis] * prediction.forces()[3 * i + axis];
        }
      }
    }
    if (freedom != CellFreedom.FIXED) {
      double[] u = logarithm(x);
      double[] inverse = MatrixExponential.of(negated(u), 3);
      // dH = V (stress + p) : D^-1 dD, so dH/dD = V D^-1 (stress + p), D being symmetric
      double[] byD = MatrixExponential.product(inverse, excessStress(prediction), 3);
      double[] byU = MatrixExponential.derivative(u, byD, 3);
      double volume = structure.cell().volume();
      double[] free = freedom.project(symmetrised(byU));
      for (int k = 0; k < 9; k++) {
        force[3 * atoms + k] = -volume * free[k] / jacobian;
      }
    }
    return force;
  }

  /** Largest component of stress + pressure in the cell's freedom, eV/angstrom^3. */
  double maxStress(Prediction prediction) {
    if (freedom == CellFreedom.FIXED) {
      return 0;
    }
    double largest = 0;
    for (double s : freedom.project(excessStress(prediction))) {
      largest = Math.max(largest, Math.abs(s));
    }
    return largest;
  }

  private double[] excessStress(Prediction prediction) {
    double[] excess = prediction.stress().clone();
    for (int k = 0; k < 9; k += 4) {
      excess[k] += pressure;
    }
    return excess;
  }

  private double[] deformation(double[] x) {
    return MatrixExponential.of(logarithm(x), 3);
  }

  private double[] logarithm(double[] x) {
    double[] u = new double[9];
    if (freedom != CellFreedom.FIXED) {
      for (int k = 0; k < 9; k++) {
        u[k] = x[3 * atoms + k] / jacobian;
      }
    }
    return u;
  }

  private static double[] negated(double[] a) {
    double[] out = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = -a[i];
    }
    return out;
  }

  private static double[] symmetrised(double[] a) {
    double[] out = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[3 * i + j] = (a[3 * i + j] + a[3 * j + i]) / 2;
      }
    }
    return out;
  }
}
