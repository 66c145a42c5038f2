package org.coesite.nmr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;
import org.coesite.tensors.TensorData;

/**
 * Which tensors of structures are learnt.
 *
 * @param property column of tensors, nine numbers an atom, row by row
 * @param mask column that says of which atoms they are known; of all where a structure has none
 * @param group entry of the structures that marks those of one geometry; where a structure has
 *     none, it is a group of its own
 * @param element atomic number of the atoms whose tensors are learnt; empty if all known ones are
 *     of one element
 */
public record NmrTrainingData(String property, String mask, String group, OptionalInt element) {
  /**
   * Collects the tensors.
   *
   * @param source name of the data, for messages
   * @throws CoesiteException if there are none, or they are wrong
   */
  public TensorData of(List<Structure> structures, String source) {
    List<TensorColumn> columns = new ArrayList<>();
    for (int s = 0; s < structures.size(); s++) {
      columns.add(column(structures.get(s), source + ": structure " + (s + 1)));
    }
    int learnt = element.orElseGet(() -> onlyElement(structures, columns, source));
    TensorData.Builder data = new TensorData.Builder(property, unit(structures, source), learnt);
    Map<String, Integer> groups = new HashMap<>();
    for (int s = 0; s < structures.size(); s++) {
      Structure structure = structures.get(s);
      data.add(structure, group(structure, s, groups));
      for (int i = 0; i < structure.atoms(); i++) {
        if (structure.species(i) == learnt && columns.get(s).known(i)) {
          data.site(i, columns.get(s).get(i).toArray());
        }
      }
    }
    TensorData all = data.build();
    if (all.size() == 0) {
      throw new CoesiteException(
          source + ": no " + Element.symbol(learnt) + " has a known tensor " + property);
    }
    return all;
  }

  private TensorColumn column(Structure structure, String place) {
    try {
      return TensorColumn.of(structure, property, mask);
    } catch (CoesiteException e) {
      throw new CoesiteException(place + ": " + e.getMessage(), e);
    }
  }

  private int onlyElement(List<Structure> structures, List<TensorColumn> columns, String source) {
    Set<Integer> found = new LinkedHashSet<>();
    for (int s = 0; s < structures.size(); s++) {
      for (int i = 0; i < structures.get(s).atoms(); i++) {
        if (columns.get(s).known(i)) {
          found.add(structures.get(s).species(i));
        }
      }
    }
    if (found.size() != 1) {
      throw new CoesiteException(
          source
              + ": known tensors "
              + property
              + " are of "
              + (found.isEmpty()
                  ? "no atom"
                  : found.stream().map(Element::symbol).collect(Collectors.joining(", ")))
              + ": name one element");
    }
    return found.iterator().next();
  }

  private int group(Structure structure, int s, Map<String, Integer> groups) {
    Object name = structure.info().get(group);
    String key = name == null ? "structure " + s : "group " + name;
    return groups.computeIfAbsent(key, _ -> groups.size());
  }

  /**
   * What structures say, the same in all; else shieldings are in ppm and field gradients in atomic
   * units.
   */
  private String unit(List<Structure> structures, String source) {
    Set<String> said = new LinkedHashSet<>();
    for (Structure structure : structures) {
      Object unit = structure.info().get(property + "_units");
      said.add(unit == null ? usualUnit() : unit.toString());
    }
    if (said.size() > 1) {
      throw new CoesiteException(
          source + ": tensors " + property + " are in several units: " + String.join(", ", said));
    }
    return said.isEmpty() ? usualUnit() : said.iterator().next();
  }

  private String usualUnit() {
    if (property.startsWith("efg")) {
      return "au";
    }
    return property.startsWith("ms") ? "ppm" : "";
  }
}
