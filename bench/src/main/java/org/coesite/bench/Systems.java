package org.coesite.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/** What is computed: silica without order, in one large cell or in many small ones. */
final class Systems {
  /** Atomic numbers of oxygen and silicon. */
  static final int[] SPECIES = {8, 14};

  /** Atoms per cubic angstrom of a dense zeolite or a glass. */
  private static final double DENSITY = 0.07;

  private static final int LARGE = 2000;
  private static final int SMALL_CELLS = 200;

  private Systems() {}

  /** The batch of a name: {@code silica}, one structure, or {@code cells}, of 9 to 36 atoms. */
  static Batch named(String name) {
    Random random = new Random(20261122);
    return switch (name) {
      case "silica" -> Batch.of(silica(random, LARGE, 0));
      case "cells" -> {
        List<Structure> cells = new ArrayList<>();
        for (int s = 0; s < SMALL_CELLS; s++) {
          cells.add(silica(random, 9 + 3 * random.nextInt(10), 0.3));
        }
        yield Batch.of(cells);
      }
      default -> throw new IllegalArgumentException("no system " + name);
    };
  }

  /** Atoms on a shaken grid, two oxygen for each silicon, in a cell that leans by {@code skew}. */
  private static Structure silica(Random random, int atoms, double skew) {
    double length = Math.cbrt(atoms / DENSITY);
    double[] cell = new double[9];
    for (int k = 0; k < 9; k++) {
      cell[k] = k % 4 == 0 ? length : length * skew * (random.nextDouble() - 0.5);
    }
    int grid = (int) Math.ceil(Math.cbrt(atoms));
    int places = grid * grid * grid;
    double[] positions = new double[3 * atoms];
    int[] species = new int[atoms];
    for (int i = 0; i < atoms; i++) {
      species[i] = i % 3 == 0 ? SPECIES[1] : SPECIES[0];
      int place = (int) ((long) i * places / atoms);
      int[] at = {place % grid, place / grid % grid, place / grid / grid};
      for (int k = 0; k < 3; k++) {
        double fraction = (at[k] + 0.5 * random.nextDouble()) / grid;
        for (int axis = 0; axis < 3; axis++) {
          positions[3 * i + axis] += fraction * cell[3 * k + axis];
        }
      }
    }
    return Structure.of(species, positions).cell(Cell.of(cell)).build();
  }
}
