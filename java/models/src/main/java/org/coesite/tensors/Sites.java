package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import org.coesite.structure.Structure;

/**
 * The atoms of some structures whose tensors are known, in order. Immutable.
 *
 * @param structures that were asked about
 * @param structure of each site, by number; ascending
 * @param atom of each site, in its structure
 * @param group of each structure: what belongs to one geometry
 * @param tensors spherical components of each site, (l, m) at l^2 + l + m, [9]
 */
record Sites(
    List<Structure> structures, int[] structure, int[] atom, int[] group, double[][] tensors) {
  int size() {
    return atom.length;
  }

  int groupOf(int site) {
    return group[structure[site]];
  }

  /** The atoms of each structure that are sites. */
  List<int[]> atomsByStructure() {
    List<List<Integer>> found = new ArrayList<>();
    structures.forEach(_ -> found.add(new ArrayList<>()));
    for (int i = 0; i < size(); i++) {
      found.get(structure[i]).add(atom[i]);
    }
    return found.stream().map(list -> list.stream().mapToInt(Integer::intValue).toArray()).toList();
  }
}
