package org.coesite.structure;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Structures laid end to end: what every kernel takes. Atom {@code offset(s) + i} of the batch is
 * atom {@code i} of structure {@code s}. Immutable and thread-safe.
 *
 * <p>A structure's results are bitwise the same whatever batch it is in.
 */
public final class Batch {
  private final List<Structure> structures;
  private final int[] offsets;
  private final int[] species;
  private final double[] positions;

  private Batch(List<Structure> structures) {
    this.structures = List.copyOf(structures);
    offsets = new int[structures.size() + 1];
    for (int s = 0; s < structures.size(); s++) {
      offsets[s + 1] = Math.addExact(offsets[s], this.structures.get(s).atoms());
    }
    int atoms = offsets[structures.size()];
    species = new int[atoms];
    positions = new double[Math.multiplyExact(3, atoms)];
    for (int s = 0; s < structures.size(); s++) {
      this.structures.get(s).copyInto(species, positions, offsets[s]);
    }
  }

  /** A batch of the given structures, in order. */
  public static Batch of(List<Structure> structures) {
    return new Batch(structures);
  }

  /** A batch of the given structures, in order. */
  public static Batch of(Structure... structures) {
    return new Batch(List.of(structures));
  }

  /** Number of structures. */
  public int size() {
    return structures.size();
  }

  public Structure structure(int s) {
    return structures.get(s);
  }

  /** All structures, in order. */
  public List<Structure> structures() {
    return structures;
  }

  /** Atoms in all structures together. */
  public int atoms() {
    return species.length;
  }

  /** First atom of structure {@code s}; {@code offset(size())} is the number of atoms. */
  public int offset(int s) {
    return offsets[s];
  }

  /** The structure that an atom of the batch belongs to. */
  public int structureOf(int atom) {
    int low = 0;
    int high = structures.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (offsets[middle] <= atom) {
        low = middle;
      } else {
        high = middle;
      }
    }
    // empty structures share an offset with their successor: the owner is the last that starts here
    return low;
  }

  /** Atomic number of an atom of the batch. */
  public int species(int atom) {
    return species[atom];
  }

  /** Coordinate {@code axis} of an atom of the batch, angstrom. */
  public double position(int atom, int axis) {
    return positions[3 * atom + axis];
  }

  /** Positions of all atoms in angstrom, [atoms x 3], to read without a copy. */
  public MemorySegment positionsSegment() {
    return MemorySegment.ofArray(positions).asReadOnly();
  }

  /** Atomic numbers of all atoms, [atoms], to read without a copy. */
  public MemorySegment speciesSegment() {
    return MemorySegment.ofArray(species).asReadOnly();
  }

  /** Atomic numbers of all atoms, a copy. */
  public int[] species() {
    return species.clone();
  }

  /** Positions of all atoms in angstrom, [atoms x 3], a copy. */
  public double[] positions() {
    return positions.clone();
  }
}
