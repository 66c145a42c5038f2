package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The equations of some sites for one lambda: a row for each component of each site. Immutable. */
final class SiteRows {
  private final Sites sites;
  private final int[] which;
  private final int components;

  /** Places in {@code which} of the sites of each structure. */
  private final Map<Integer, int[]> structures;

  /**
   * Equations.
   *
   * @param which sites, by number
   */
  SiteRows(Sites sites, int[] which, int components) {
    this.sites = sites;
    this.which = which;
    this.components = components;
    Map<Integer, List<Integer>> found = new TreeMap<>();
    for (int r = 0; r < which.length; r++) {
      found.computeIfAbsent(sites.structure()[which[r]], _ -> new ArrayList<>()).add(r);
    }
    structures = new TreeMap<>();
    found.forEach((s, rows) -> structures.put(s, array(rows)));
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  int count() {
    return which.length * components;
  }

  int components() {
    return components;
  }

  int[] which() {
    return which;
  }

  /** Structures with sites among these, by number. */
  Iterable<Integer> structures() {
    return structures.keySet();
  }

  /** The rows of one component of a structure. */
  int[] rows(int structure, int component) {
    int[] own = structures.get(structure);
    int[] rows = new int[own.length];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = own[k] * components + component;
    }
    return rows;
  }

  /** The components that are to be learnt, one lambda's, less a constant. */
  double[] targets(double baseline) {
    int first = (components - 1) / 2 * ((components - 1) / 2);
    double[] out = new double[count()];
    for (int r = 0; r < which.length; r++) {
      for (int m = 0; m < components; m++) {
        out[r * components + m] = sites.tensors()[which[r]][first + m] - baseline;
      }
    }
    return out;
  }

  /** Changes the numbers of each structure and component together, in place. */
  void forEachBlock(double[] column, Change change) {
    for (int s : structures.keySet()) {
      for (int m = 0; m < components; m++) {
        int[] rows = rows(s, m);
        double[] own = new double[rows.length];
        for (int k = 0; k < own.length; k++) {
          own[k] = column[rows[k]];
        }
        change.on(own, s);
        for (int k = 0; k < own.length; k++) {
          column[rows[k]] = own[k];
        }
      }
    }
  }

  /** What is done to the numbers of a structure. */
  @FunctionalInterface
  interface Change {
    void on(double[] values, int structure);
  }
}
