package org.coesite.io;

import java.util.Arrays;
import java.util.Locale;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * What no structure may have: a periodic cell without volume, absurd coordinates, two atoms at one
 * place. Linear in the number of atoms.
 */
public final class StructureCheck {
  private static final double LARGEST = 1e6;
  private static final double THINNEST = 0.1;
  private static final double BIN = 1.0;
  private static final int MOST_BINS = 1 << 20;

  private final Structure structure;
  private final double minimum;
  private final Cell cell;
  private final double[] inverse;
  private final double[] heights = new double[3];
  private final int[] bins = new int[3];
  private final double[] lowest = new double[3];
  private final double[] extents = new double[3];

  private StructureCheck(Structure structure, double minimum) {
    this.structure = structure;
    this.minimum = minimum;
    cell = completed(structure);
    inverse = cell.inverse();
    for (int k = 0; k < 3; k++) {
      // row norm of the reciprocal vector: f_k changes by 1/height per angstrom
      heights[k] = 1 / Math.hypot(Math.hypot(inverse[k], inverse[3 + k]), inverse[6 + k]);
    }
  }

  /**
   * Throws what is wrong, without the place.
   *
   * @param minimumDistance atoms closer than this are an error, angstrom; 0 for no such check
   * @throws CoesiteException if something is wrong
   */
  public static void check(Structure structure, double minimumDistance) {
    checkCell(structure);
    for (int i = 0; i < structure.atoms(); i++) {
      for (int k = 0; k < 3; k++) {
        if (Math.abs(structure.position(i, k)) > LARGEST) {
          throw new CoesiteException(
              "atom "
                  + name(structure, i)
                  + " is at "
                  + structure.position(i, k)
                  + " angstrom; coordinates must be below 1e6");
        }
      }
    }
    if (minimumDistance > 0) {
      Pair pair = closePair(structure, minimumDistance);
      if (pair != null) {
        throw new CoesiteException(
            String.format(
                Locale.ROOT,
                "atoms %s and %s are %.3f angstrom apart; atoms must be at least %s apart",
                name(structure, pair.first()),
                name(structure, pair.second()),
                pair.distance(),
                minimumDistance));
      }
    }
  }

  /** Two atoms, counted from 0, and their distance in angstrom. */
  record Pair(int first, int second, double distance) {}

  /** Some pair of atoms closer than a distance of at most 1 angstrom, or null. */
  static Pair closePair(Structure structure, double distance) {
    return new StructureCheck(structure, distance).search();
  }

  static String name(Structure structure, int atom) {
    return (atom + 1) + " (" + Element.symbol(structure.species(atom)) + ")";
  }

  private static void checkCell(Structure structure) {
    if (!structure.periodic(0) && !structure.periodic(1) && !structure.periodic(2)) {
      return;
    }
    String wrong = "the cell has no volume: ";
    double longest = 0;
    for (int v = 0; v < 3; v++) {
      longest = Math.max(longest, structure.cell().length(v));
      if (structure.periodic(v) && structure.cell().length(v) < THINNEST) {
        throw new CoesiteException(wrong + structure.cell());
      }
    }
    if (longest > LARGEST) {
      throw new CoesiteException(
          "the cell is too large: " + structure.cell() + "; lengths must be below 1e6 angstrom");
    }
    try {
      StructureCheck check = new StructureCheck(structure, 0);
      for (int v = 0; v < 3; v++) {
        if (structure.periodic(v) && !(check.heights[v] >= THINNEST)) {
          throw new CoesiteException(wrong + structure.cell());
        }
      }
    } catch (ArithmeticException e) {
      throw new CoesiteException(wrong + structure.cell(), e);
    }
  }

  /** The cell with directions that do not repeat replaced by unit vectors across the others. */
  private static Cell completed(Structure structure) {
    double[] rows = structure.cell().toArray();
    for (int v = 0; v < 3; v++) {
      if (!structure.periodic(v)) {
        Arrays.fill(rows, 3 * v, 3 * v + 3, 0);
      }
    }
    for (int v = 0; v < 3; v++) {
      if (!structure.periodic(v)) {
        System.arraycopy(across(rows), 0, rows, 3 * v, 3);
      }
    }
    return Cell.of(rows);
  }

  /** A unit vector orthogonal to all rows, by Gram-Schmidt on the axis that leaves most. */
  private static double[] across(double[] rows) {
    double[][] basis = new double[3][];
    int size = 0;
    for (int v = 0; v < 3; v++) {
      double[] rest = remainder(Arrays.copyOfRange(rows, 3 * v, 3 * v + 3), basis, size);
      double norm = norm(rest);
      if (norm > 0) {
        basis[size++] = scaled(rest, 1 / norm);
      }
    }
    double[] best = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      double[] unit = new double[3];
      unit[axis] = 1;
      double[] rest = remainder(unit, basis, size);
      if (norm(rest) > norm(best)) {
        best = rest;
      }
    }
    double norm = norm(best);
    return norm > 0 ? scaled(best, 1 / norm) : best;
  }

  private static double[] remainder(double[] vector, double[][] basis, int size) {
    double[] rest = vector.clone();
    for (int b = 0; b < size; b++) {
      double dot = 0;
      for (int k = 0; k < 3; k++) {
        dot += rest[k] * basis[b][k];
      }
      for (int k = 0; k < 3; k++) {
        rest[k] -= dot * basis[b][k];
      }
    }
    return rest;
  }

  private static double norm(double[] v) {
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }

  private static double[] scaled(double[] v, double factor) {
    return new double[] {factor * v[0], factor * v[1], factor * v[2]};
  }

  /** Atoms go one by one into a hash table of bins about an angstrom wide. */
  private Pair search() {
    double[] fractional = fractional();
    setBins(fractional);
    int atoms = structure.atoms();
    int slots = Integer.highestOneBit(Math.max(16, Math.min(atoms, 1 << 28))) << 1;
    int[] head = new int[slots];
    int[] next = new int[atoms];
    long[] keys = new long[atoms];
    Arrays.fill(head, -1);
    int[] bin = new int[3];
    for (int i = 0; i < atoms; i++) {
      for (int k = 0; k < 3; k++) {
        bin[k] = bin(fractional[3 * i + k], k);
      }
      int[] low = new int[3];
      int[] high = new int[3];
      range(fractional, i, bin, low, high);
      for (int x = low[0]; x <= high[0]; x++) {
        for (int y = low[1]; y <= high[1]; y++) {
          for (int z = low[2]; z <= high[2]; z++) {
            long key = key(x, y, z);
            for (int j = head[slot(key, slots)]; j >= 0; j = next[j]) {
              double distance = keys[j] == key ? distance(fractional, i, j) : minimum;
              if (distance < minimum) {
                return new Pair(j, i, distance);
              }
            }
          }
        }
      }
      keys[i] = key(bin[0], bin[1], bin[2]);
      int slot = slot(keys[i], slots);
      next[i] = head[slot];
      head[slot] = i;
    }
    return null;
  }

  private double[] fractional() {
    double[] fractional = new double[3 * structure.atoms()];
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    for (int i = 0; i < structure.atoms(); i++) {
      for (int k = 0; k < 3; k++) {
        double f = 0;
        for (int axis = 0; axis < 3; axis++) {
          f += structure.position(i, axis) * inverse[3 * axis + k];
        }
        if (structure.periodic(k)) {
          f -= Math.floor(f);
        }
        fractional[3 * i + k] = f;
        lowest[k] = Math.min(lowest[k], f);
      }
    }
    return fractional;
  }

  private void setBins(double[] fractional) {
    for (int k = 0; k < 3; k++) {
      double extent = 1;
      if (structure.periodic(k)) {
        lowest[k] = 0;
      } else {
        for (int i = k; i < fractional.length; i += 3) {
          extent = Math.max(extent, fractional[i] - lowest[k]);
        }
      }
      extents[k] = extent;
      bins[k] = (int) Math.clamp(Math.floor(extent * heights[k] / BIN), 1, MOST_BINS);
    }
  }

  private int bin(double f, int k) {
    return Math.clamp((long) Math.floor((f - lowest[k]) / extents[k] * bins[k]), 0, bins[k] - 1);
  }

  /** Bins that the ball around an atom touches; may run over the cell's edges. */
  private void range(double[] fractional, int atom, int[] bin, int[] low, int[] high) {
    for (int k = 0; k < 3; k++) {
      double position = (fractional[3 * atom + k] - lowest[k]) / extents[k] * bins[k];
      double reach = minimum / (extents[k] * heights[k]) * bins[k];
      low[k] = bin[k] - (position - reach < bin[k] ? 1 : 0);
      high[k] = bin[k] + (position + reach >= bin[k] + 1 ? 1 : 0);
    }
  }

  private long key(int x, int y, int z) {
    return ((long) wrapped(x, 0) << 42) | ((long) wrapped(y, 1) << 21) | wrapped(z, 2);
  }

  private int wrapped(int b, int k) {
    return structure.periodic(k) ? Math.floorMod(b, bins[k]) : Math.max(0, b);
  }

  private static int slot(long key, int slots) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 33) & (slots - 1);
  }

  private double distance(double[] fractional, int i, int j) {
    double[] d = new double[3];
    for (int k = 0; k < 3; k++) {
      d[k] = fractional[3 * i + k] - fractional[3 * j + k];
      if (structure.periodic(k)) {
        d[k] -= Math.rint(d[k]);
      }
    }
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      double x = 0;
      for (int k = 0; k < 3; k++) {
        x += d[k] * cell.get(k, axis);
      }
      sum += x * x;
    }
    return Math.sqrt(sum);
  }
}
