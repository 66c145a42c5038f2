package org.coesite.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** Structures to try, the same ones every time. */
final class RandomStructures {
  private RandomStructures() {}

  /** Structures that are hard for a neighbour search: any cell, any periodicity, anywhere. */
  static Structure awkward(int seed) {
    Random random = new Random(seed);
    int atoms = 1 + random.nextInt(8);
    double[] rows = new double[9];
    boolean[] periodic = {true, true, true};
    switch (seed % 10) {
      case 0 -> fill(rows, random, 2, 5);
      case 1 -> {
        fill(rows, random, 2, 4);
        skew(rows, random);
      }
      case 2 -> {
        fill(rows, random, 0.9, 1.6);
        atoms = 1 + random.nextInt(2);
      }
      case 3 -> {
        fill(rows, random, 2, 5);
        periodic[random.nextInt(3)] = false;
      }
      case 4 -> {
        fill(rows, random, 2, 5);
        periodic = new boolean[3];
        periodic[random.nextInt(3)] = true;
      }
      case 5 -> periodic = new boolean[3];
      case 6 -> fill(rows, random, 2, 5);
      case 7 -> {
        fill(rows, random, 1.5, 6);
        atoms = 1;
      }
      case 8 -> {
        // a vector without extent where nothing repeats
        fill(rows, random, 2, 5);
        int v = random.nextInt(3);
        periodic[v] = false;
        rows[3 * v] = 0;
        rows[3 * v + 1] = 0;
        rows[3 * v + 2] = 0;
      }
      default -> {
        // a needle, left-handed
        fill(rows, random, 1.2, 1.6);
        for (int k = 0; k < 3; k++) {
          rows[k] *= 12;
          rows[3 + k] *= -1;
        }
      }
    }
    double spread = seed % 10 == 6 ? 60 : 5;
    double[] positions = new double[3 * atoms];
    for (int k = 0; k < positions.length; k++) {
      positions[k] = spread * (random.nextDouble() - 0.4);
    }
    return Structure.of(species(atoms, random, List.of(8, 14)), positions)
        .cell(Cell.of(rows), periodic[0], periodic[1], periodic[2])
        .build();
  }

  /** Roughly orthogonal rows with lengths in a range, turned at random by unequal shears. */
  private static void fill(double[] rows, Random random, double shortest, double longest) {
    for (int v = 0; v < 3; v++) {
      double length = shortest + (longest - shortest) * random.nextDouble();
      for (int k = 0; k < 3; k++) {
        rows[3 * v + k] = length * (v == k ? 1 : 0.5 * (random.nextDouble() - 0.5));
      }
    }
  }

  /** Another cell of the same lattice, as slanted as careless tools write them. */
  private static void skew(double[] rows, Random random) {
    int ab = random.nextInt(13) - 6;
    int bc = random.nextInt(13) - 6;
    int ac = random.nextInt(13) - 6;
    for (int k = 0; k < 3; k++) {
      rows[3 + k] += ab * rows[k];
      rows[6 + k] += bc * rows[3 + k] + ac * rows[k];
    }
  }

  /**
   * Atoms at distances that atoms have, about 20 A^3 each: a triclinic crystal, a slab, a wire or a
   * cluster.
   *
   * @param dimensions in how many directions it repeats
   */
  static Structure material(int seed, int atoms, int dimensions, Integer... types) {
    Random random = new Random(seed);
    double edge = Math.cbrt(20.0 * atoms);
    double[] rows = {
      edge, 0, 0, 0.2 * edge, 1.1 * edge, 0.1 * edge, -0.3 * edge, 0.25 * edge, 0.95 * edge
    };
    int[] species = species(atoms, random, List.of(types));
    double[] positions = new double[0];
    for (int placed = 0; placed < atoms; ) {
      double[] more = Arrays.copyOf(positions, 3 * placed + 3);
      double[] f = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      for (int k = 0; k < 3; k++) {
        more[3 * placed + k] = f[0] * rows[k] + f[1] * rows[3 + k] + f[2] * rows[6 + k];
      }
      Structure trial =
          Structure.of(Arrays.copyOf(species, placed + 1), more)
              .cell(Cell.of(rows), dimensions > 0, dimensions > 1, dimensions > 2)
              .build();
      if (ReferenceNeighbours.pairs(trial, placed, 1.4).isEmpty()) {
        positions = more;
        placed++;
      }
    }
    return Structure.of(species, positions)
        .cell(Cell.of(rows), dimensions > 0, dimensions > 1, dimensions > 2)
        .build();
  }

  /** One of each type first, so that none is missing while there are atoms enough. */
  private static int[] species(int atoms, Random random, List<Integer> types) {
    int[] species = new int[atoms];
    for (int i = 0; i < atoms; i++) {
      species[i] = types.get(i < types.size() ? i : random.nextInt(types.size()));
    }
    return species;
  }

  /** A structure with every coordinate and cell vector taken through r -> r D. */
  static Structure deformed(Structure structure, double[] d) {
    double[] positions = new double[3 * structure.atoms()];
    for (int i = 0; i < structure.atoms(); i++) {
      for (int k = 0; k < 3; k++) {
        for (int m = 0; m < 3; m++) {
          positions[3 * i + k] += structure.position(i, m) * d[3 * m + k];
        }
      }
    }
    return moved(structure, positions, structure.cell().deformed(d));
  }

  /** The same atoms elsewhere. */
  static Structure moved(Structure structure, double[] positions, Cell cell) {
    return Structure.of(structure.species(), positions)
        .cell(cell, structure.periodic(0), structure.periodic(1), structure.periodic(2))
        .build();
  }
}
