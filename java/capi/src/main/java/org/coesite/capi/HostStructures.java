package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.GivenPairs;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** Structures in the host's memory, laid end to end. */
final class HostStructures {
  private HostStructures() {}

  /**
   * One structure.
   *
   * @param species [atoms]
   * @param positions angstrom, [atoms x 3]
   * @param cell angstrom, [9]; NULL: none
   * @param periodic [3]; NULL: in all directions if there is a cell
   */
  static Structure structure(
      int atoms,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment cell,
      MemorySegment periodic) {
    requireCount(atoms);
    return structure(Memory.ints(species, atoms, "species"), atoms, positions, cell, periodic);
  }

  /** One structure of atoms of no matter what species: a neighbour list knows none. */
  static Structure places(
      int atoms, MemorySegment positions, MemorySegment cell, MemorySegment periodic) {
    requireCount(atoms);
    int[] any = new int[atoms];
    Arrays.fill(any, 1);
    return structure(any, atoms, positions, cell, periodic);
  }

  private static Structure structure(
      int[] species,
      int atoms,
      MemorySegment positions,
      MemorySegment cell,
      MemorySegment periodic) {
    return structure(
        "",
        species,
        Memory.doubles(positions, 3 * atoms, "positions"),
        Memory.isNull(cell) ? null : Memory.doubles(cell, 9, "cell"),
        Memory.isNull(periodic) ? null : Memory.ints(periodic, 3, "periodic"));
  }

  /**
   * Several structures.
   *
   * @param offsets first atoms, and last the number of all atoms, [structures + 1]
   * @param cells angstrom, [structures x 9]; NULL: none
   * @param periodic [structures x 3]; NULL: all in all directions if there are cells
   */
  static Batch batch(
      int structures,
      MemorySegment offsets,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment cells,
      MemorySegment periodic) {
    if (structures < 0 || structures > Integer.MAX_VALUE / 9) {
      throw CallException.argument(structures + " structures");
    }
    if (structures == 0) {
      return Batch.of(List.of());
    }
    int[] first = Memory.ints(offsets, structures + 1, "offsets");
    for (int s = 0; s < structures; s++) {
      if (first[s + 1] < first[s] || first[0] != 0) {
        throw CallException.argument("offsets are not ascending from 0");
      }
    }
    int atoms = first[structures];
    requireAddressable(atoms);
    int[] z = Memory.ints(species, atoms, "species");
    double[] r = Memory.doubles(positions, 3 * atoms, "positions");
    double[] c = Memory.isNull(cells) ? null : Memory.doubles(cells, 9 * structures, "cells");
    int[] p = Memory.isNull(periodic) ? null : Memory.ints(periodic, 3 * structures, "periodic");
    List<Structure> out = new ArrayList<>(structures);
    for (int s = 0; s < structures; s++) {
      out.add(
          structure(
              structures == 1 ? "" : "structure " + (s + 1) + ": ",
              Arrays.copyOfRange(z, first[s], first[s + 1]),
              Arrays.copyOfRange(r, 3 * first[s], 3 * first[s + 1]),
              c == null ? null : Arrays.copyOfRange(c, 9 * s, 9 * s + 9),
              p == null ? null : Arrays.copyOfRange(p, 3 * s, 3 * s + 3)));
    }
    return Batch.of(out);
  }

  /**
   * A neighbour list of the first atoms.
   *
   * @param start [local + 1]
   * @param neighbours [pairs]
   */
  static GivenPairs pairs(int atoms, int local, MemorySegment start, MemorySegment neighbours) {
    if (local < 0 || local > atoms) {
      throw CallException.argument(local + " local atoms of " + atoms);
    }
    int[] rows = local == 0 ? new int[1] : Memory.ints(start, local + 1, "start");
    if (rows[local] < 0 || rows[local] > Integer.MAX_VALUE / 3) {
      throw CallException.argument(
          "a neighbour list of " + rows[local] + " pairs: 0 to 715 million are possible");
    }
    try {
      return new GivenPairs(rows, Memory.ints(neighbours, rows[local], "neighbours"), null);
    } catch (CoesiteException e) {
      throw new CallException(Status.ARGUMENT, e.getMessage(), e);
    }
  }

  private static void requireCount(int atoms) {
    if (atoms < 0) {
      throw CallException.argument(atoms + " atoms");
    }
    requireAddressable(atoms);
  }

  private static void requireAddressable(int atoms) {
    if (atoms > Integer.MAX_VALUE / 3) {
      throw CallException.argument(atoms + " atoms: 715 million are possible in one call");
    }
  }

  private static Structure structure(
      String place, int[] species, double[] positions, double[] cell, int[] periodic) {
    for (int i = 0; i < species.length; i++) {
      if (!Element.exists(species[i])) {
        throw CallException.argument(
            "%sspecies of atom %d is %d: no element has that atomic number"
                .formatted(place, i + 1, species[i]));
      }
    }
    try {
      Structure.Builder builder = Structure.of(species, positions);
      if (cell != null) {
        builder.cell(
            Cell.of(cell),
            periodic == null || periodic[0] != 0,
            periodic == null || periodic[1] != 0,
            periodic == null || periodic[2] != 0);
      } else if (periodic != null && (periodic[0] | periodic[1] | periodic[2]) != 0) {
        throw CallException.argument(place + "periodic, but cell is NULL");
      }
      return builder.build();
    } catch (IllegalArgumentException notFinite) {
      throw new CallException(Status.ARGUMENT, place + notFinite.getMessage(), notFinite);
    }
  }
}
