package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * A unit cell repeated along its vectors. Atom {@code s} is atom {@code s % n} of the unit cell in
 * repetition {@code s / n}, counted with the last vector fastest. Immutable and thread-safe.
 */
public final class Supercell {
  private final Structure unit;
  private final int[] repeats;
  private final Structure structure;
  private final Lattice lattice;

  /**
   * Repeats a unit cell along its three vectors.
   *
   * @throws CoesiteException if it is not periodic in three directions, or a number is not positive
   */
  public Supercell(Structure unit, int a, int b, int c) {
    if (!unit.fullyPeriodic()) {
      throw new CoesiteException(
          "a supercell needs a structure that is periodic in three directions");
    }
    if (a < 1 || b < 1 || c < 1) {
      throw new CoesiteException(
          "a supercell of " + a + " x " + b + " x " + c + " cells; all must be positive");
    }
    this.unit = unit;
    repeats = new int[] {a, b, c};
    int n = unit.atoms();
    int[] species = new int[n * a * b * c];
    double[] positions = new double[3 * species.length];
    for (int s = 0; s < species.length; s++) {
      int[] cell = cell(s);
      species[s] = unit.species(s % n);
      for (int axis = 0; axis < 3; axis++) {
        positions[3 * s + axis] = unit.position(s % n, axis) + shift(cell, axis);
      }
    }
    double[] rows = unit.cell().toArray();
    for (int k = 0; k < 9; k++) {
      rows[k] *= repeats[k / 3];
    }
    structure = Structure.of(species, positions).cell(Cell.of(rows)).build();
    lattice = new Lattice(structure);
  }

  /**
   * The smallest supercell whose faces are at least so far apart, angstrom.
   *
   * @throws ArithmeticException if the cell has no volume
   */
  public static Supercell atLeast(Structure unit, double width) {
    Lattice lattice = new Lattice(unit);
    int[] repeats = new int[3];
    for (int k = 0; k < 3; k++) {
      repeats[k] = (int) Math.max(1, Math.ceil(width / lattice.height(k)));
    }
    return new Supercell(unit, repeats[0], repeats[1], repeats[2]);
  }

  /** All the atoms, in the large cell. */
  public Structure structure() {
    return structure;
  }

  Structure unit() {
    return unit;
  }

  int atoms() {
    return structure.atoms();
  }

  /** The atom of the unit cell that an atom is an image of. */
  int home(int s) {
    return s % unit.atoms();
  }

  /** The repetition an atom lies in. */
  private int[] cell(int s) {
    int index = s / unit.atoms();
    return new int[] {
      index / (repeats[1] * repeats[2]), index / repeats[2] % repeats[1], index % repeats[2]
    };
  }

  private double shift(int[] cell, int axis) {
    return cell[0] * unit.cell().get(0, axis)
        + cell[1] * unit.cell().get(1, axis)
        + cell[2] * unit.cell().get(2, axis);
  }

  /** The image of unit-cell atom i that lies from {@code home(s)} as i lies from s. */
  int mirrored(int s, int i) {
    int[] cell = cell(s);
    int index = 0;
    for (int k = 0; k < 3; k++) {
      index = index * repeats[k] + (repeats[k] - cell[k]) % repeats[k];
    }
    return index * unit.atoms() + i;
  }

  /** The supercell with coordinate k of its first unit cell changed. */
  Structure displaced(int k, double by) {
    double[] positions = structure.positions();
    positions[k] += by;
    return Structure.of(structure.species(), positions).cell(structure.cell()).build();
  }

  /**
   * The repetitions, beyond the supercell too, in which the nearest images of atom s lie as seen
   * from unit-cell atom i.
   *
   * @param tolerance how much farther than the nearest an image may be, angstrom
   */
  List<int[]> nearestImages(int i, int s, double tolerance) {
    double[] d = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      d[axis] = structure.position(s, axis) - structure.position(i, axis);
    }
    double[] f = new double[3];
    int[] first = new int[3];
    for (int k = 0; k < 3; k++) {
      f[k] = lattice.fractional(d[0], d[1], d[2], k);
      first[k] = -(int) Math.rint(f[k]);
    }
    // the nearest is not farther than this one
    double shortest = distance(d, first);
    double reach = shortest + tolerance;
    int[] cell = cell(s);
    List<int[]> found = new ArrayList<>();
    List<Double> distances = new ArrayList<>();
    for (int a = low(f, 0, reach); a <= high(f, 0, reach); a++) {
      for (int b = low(f, 1, reach); b <= high(f, 1, reach); b++) {
        for (int c = low(f, 2, reach); c <= high(f, 2, reach); c++) {
          double distance = distance(d, a, b, c);
          shortest = Math.min(shortest, distance);
          distances.add(distance);
          found.add(
              new int[] {
                cell[0] + a * repeats[0], cell[1] + b * repeats[1], cell[2] + c * repeats[2]
              });
        }
      }
    }
    for (int k = found.size() - 1; k >= 0; k--) {
      if (distances.get(k) > shortest + tolerance) {
        found.remove(k);
      }
    }
    return found;
  }

  private int low(double[] f, int k, double reach) {
    return (int) Math.ceil(-f[k] - reach / lattice.height(k));
  }

  private int high(double[] f, int k, double reach) {
    return (int) Math.floor(-f[k] + reach / lattice.height(k));
  }

  private double distance(double[] d, int... shift) {
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      double x =
          d[axis]
              + shift[0] * lattice.get(0, axis)
              + shift[1] * lattice.get(1, axis)
              + shift[2] * lattice.get(2, axis);
      square += x * x;
    }
    return Math.sqrt(square);
  }
}
