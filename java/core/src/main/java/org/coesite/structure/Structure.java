package org.coesite.structure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Atoms in a cell, with whatever a file said about them. Immutable and thread-safe.
 *
 * <p>Lengths are in angstrom. Species are atomic numbers. Positions are Cartesian and need not lie
 * inside the cell.
 *
 * <p>Properties carry what a file holds beside the geometry, under the file's names: of the whole
 * structure ({@link #info()}: {@code String}, {@code Double}, {@code Long}, {@code Boolean}, {@code
 * double[]}, {@code long[]}, {@code boolean[]} or a {@code List<String>}) and per atom ({@link
 * #atomProperties()}: an {@link AtomProperty} of one or more columns).
 */
public final class Structure {
  private final int[] species;
  private final double[] positions;
  private final double largestCoordinate;
  private final Cell cell;
  private final boolean[] periodic;
  private final Map<String, Object> info;
  private final Map<String, AtomProperty> atomProperties;

  private Structure(Builder builder) {
    species = builder.species;
    positions = builder.positions;
    largestCoordinate = builder.largestCoordinate;
    cell = builder.cell;
    periodic = builder.periodic;
    info = Collections.unmodifiableMap(new LinkedHashMap<>(builder.info));
    atomProperties = Collections.unmodifiableMap(new LinkedHashMap<>(builder.atomProperties));
  }

  /**
   * Starts a structure.
   *
   * @param species atomic numbers, [atoms]
   * @param positions Cartesian coordinates in angstrom, [atoms x 3]
   * @throws IllegalArgumentException if the lengths do not match or a number is not finite
   */
  public static Builder of(int[] species, double[] positions) {
    return new Builder(species, positions);
  }

  /** A builder that starts from everything this structure holds. */
  public Builder toBuilder() {
    Builder builder = new Builder(species, positions);
    builder.cell = cell;
    builder.periodic = periodic.clone();
    builder.info.putAll(info);
    builder.atomProperties.putAll(atomProperties);
    return builder;
  }

  /** Number of atoms. */
  public int atoms() {
    return species.length;
  }

  /** Atomic number of an atom. */
  public int species(int atom) {
    return species[atom];
  }

  /** Coordinate {@code axis} (0, 1, 2) of an atom, angstrom. */
  public double position(int atom, int axis) {
    return positions[3 * atom + axis];
  }

  /** The largest coordinate, whatever its sign, angstrom. */
  public double largestCoordinate() {
    return largestCoordinate;
  }

  /** A copy of all coordinates, [atoms x 3], angstrom. */
  public double[] positions() {
    return positions.clone();
  }

  /** A copy of all atomic numbers, [atoms]. */
  public int[] species() {
    return species.clone();
  }

  void copyInto(int[] speciesTarget, double[] positionsTarget, int firstAtom) {
    System.arraycopy(species, 0, speciesTarget, firstAtom, species.length);
    System.arraycopy(positions, 0, positionsTarget, 3 * firstAtom, positions.length);
  }

  /** The cell; {@link Cell#NONE} where there is none. */
  public Cell cell() {
    return cell;
  }

  /** Whether the structure repeats along cell vector 0, 1 or 2. */
  public boolean periodic(int vector) {
    return periodic[vector];
  }

  /** Whether it repeats along all three. */
  public boolean fullyPeriodic() {
    return periodic[0] && periodic[1] && periodic[2];
  }

  /** Properties of the whole structure, in the order they were given. */
  public Map<String, Object> info() {
    return info;
  }

  /** Properties of the atoms, in the order they were given. */
  public Map<String, AtomProperty> atomProperties() {
    return atomProperties;
  }

  /** Number of atoms of each species, atomic numbers ascending. */
  public Map<Integer, Integer> composition() {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int z : species) {
      counts.merge(z, 1, Integer::sum);
    }
    return counts;
  }

  /** Builds a {@link Structure}; not thread-safe. */
  public static final class Builder {
    private final int[] species;
    private final double[] positions;
    private Cell cell = Cell.NONE;
    private boolean[] periodic = new boolean[3];
    private final Map<String, Object> info = new LinkedHashMap<>();
    private final Map<String, AtomProperty> atomProperties = new LinkedHashMap<>();

    private double largestCoordinate;

    private Builder(int[] species, double[] positions) {
      if (positions.length != 3L * species.length) {
        throw new IllegalArgumentException(
            species.length + " atoms with " + positions.length + " coordinates");
      }
      for (int i = 0; i < positions.length; i++) {
        if (!Double.isFinite(positions[i])) {
          throw new IllegalArgumentException(
              "the position of atom " + (i / 3 + 1) + " is not finite");
        }
        largestCoordinate = Math.max(largestCoordinate, Math.abs(positions[i]));
      }
      this.species = species.clone();
      this.positions = positions.clone();
    }

    /** Sets the cell, periodic in all directions. */
    public Builder cell(Cell value) {
      return cell(value, true, true, true);
    }

    /** Sets the cell and the directions it repeats in. */
    public Builder cell(Cell value, boolean a, boolean b, boolean c) {
      cell = Objects.requireNonNull(value);
      periodic = new boolean[] {a, b, c};
      return this;
    }

    /** Sets a property of the whole structure, of one of the types named above. */
    public Builder info(String name, Object value) {
      Object copy =
          switch (value) {
            case double[] array -> array.clone();
            case long[] array -> array.clone();
            case boolean[] array -> array.clone();
            case List<?> list -> List.copyOf(list);
            default -> value;
          };
      info.put(name, copy);
      return this;
    }

    /** Sets a property of the atoms. */
    public Builder atomProperty(String name, AtomProperty value) {
      if (value.atoms() != species.length) {
        throw new IllegalArgumentException(
            "property "
                + name
                + " has "
                + value.atoms()
                + " rows for "
                + species.length
                + " atoms");
      }
      atomProperties.put(name, value);
      return this;
    }

    /** The structure as set so far. */
    public Structure build() {
      return new Structure(this);
    }
  }
}
