package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.math.RankTwo;
import org.coesite.structure.Structure;

/** Structures with tensors of one element's atoms. Immutable. */
public final class TensorData {
  private final String property;
  private final String unit;
  private final int element;
  private final Sites sites;

  private TensorData(String property, String unit, int element, Sites sites) {
    this.property = property;
    this.unit = unit;
    this.element = element;
    this.sites = sites;
  }

  /** Collects structures with their tensors. */
  public static final class Builder {
    private final String property;
    private final String unit;
    private final int element;
    private final List<Structure> structures = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final List<Integer> structure = new ArrayList<>();
    private final List<Integer> atoms = new ArrayList<>();
    private final List<double[]> tensors = new ArrayList<>();

    /**
     * An empty set.
     *
     * @param property name of the column
     * @param unit of the tensors
     * @param element atomic number
     */
    public Builder(String property, String unit, int element) {
      this.property = property;
      this.unit = unit;
      this.element = element;
    }

    /** Adds a structure; its sites follow. */
    public void add(Structure next, int group) {
      structures.add(next);
      groups.add(group);
    }

    /**
     * Adds a site of the last structure.
     *
     * @param atom later than those added before
     * @param cartesian nine finite components, row by row
     * @throws CoesiteException if the atom is of another element
     */
    public void site(int atom, double[] cartesian) {
      int s = structures.size() - 1;
      if (structures.get(s).species(atom) != element) {
        throw new CoesiteException("atom " + (atom + 1) + " is of another element");
      }
      structure.add(s);
      atoms.add(atom);
      tensors.add(RankTwo.toSpherical(cartesian));
    }

    public TensorData build() {
      return new TensorData(
          property,
          unit,
          element,
          new Sites(
              List.copyOf(structures),
              array(structure),
              array(atoms),
              array(groups),
              tensors.toArray(double[][]::new)));
    }

    private static int[] array(List<Integer> list) {
      return list.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  public String property() {
    return property;
  }

  public String unit() {
    return unit;
  }

  public int element() {
    return element;
  }

  Sites sites() {
    return sites;
  }

  /** Number of sites. */
  public int size() {
    return sites.size();
  }

  /** The structure of a site. */
  public Structure structure(int site) {
    return sites.structures().get(sites.structure()[site]);
  }

  /** The number of the structure of a site. */
  public int structureOf(int site) {
    return sites.structure()[site];
  }

  /** Which atom of its structure a site is. */
  public int atom(int site) {
    return sites.atom()[site];
  }

  /** The tensor of a site, spherical, [9]. */
  public double[] tensor(int site) {
    return sites.tensors()[site].clone();
  }
}
