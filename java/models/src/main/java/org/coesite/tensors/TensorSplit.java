package org.coesite.tensors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which sites are trained on: whole groups of structures, since what is nearly the same geometry
 * must not stand on both sides.
 *
 * @param train sites, ascending
 * @param test sites, ascending
 */
record TensorSplit(int[] train, int[] test) {
  /** A random share of the groups held out. */
  static TensorSplit random(Sites sites, double heldOut, long seed) {
    List<Integer> groups = groups(sites, IntStream.range(0, sites.size()).toArray());
    Collections.shuffle(groups, new Random(seed));
    int count = (int) Math.round(heldOut * groups.size());
    int[] all = IntStream.range(0, sites.size()).toArray();
    return of(sites, all, new HashSet<>(groups.subList(0, count)));
  }

  /**
   * Each group held out once, in so many parts.
   *
   * @param among sites that are split
   */
  static List<TensorSplit> folds(Sites sites, int[] among, int folds, long seed) {
    List<Integer> groups = groups(sites, among);
    Collections.shuffle(groups, new Random(seed));
    List<TensorSplit> out = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      Set<Integer> heldOut = new HashSet<>();
      for (int g = f; g < groups.size(); g += folds) {
        heldOut.add(groups.get(g));
      }
      out.add(of(sites, among, heldOut));
    }
    return out;
  }

  /** Those of some groups held out. */
  private static TensorSplit of(Sites sites, int[] among, Set<Integer> heldOut) {
    return new TensorSplit(
        IntStream.of(among).filter(i -> !heldOut.contains(sites.groupOf(i))).toArray(),
        IntStream.of(among).filter(i -> heldOut.contains(sites.groupOf(i))).toArray());
  }

  /** The sites of a random share of the groups in training. */
  int[] share(Sites sites, double share, long seed) {
    List<Integer> groups = groups(sites, train);
    Collections.shuffle(groups, new Random(seed));
    Set<Integer> kept =
        new HashSet<>(groups.subList(0, Math.max(1, (int) Math.round(share * groups.size()))));
    return IntStream.of(train).filter(i -> kept.contains(sites.groupOf(i))).toArray();
  }

  private static List<Integer> groups(Sites sites, int[] which) {
    return new ArrayList<>(
        IntStream.of(which).map(sites::groupOf).sorted().distinct().boxed().toList());
  }
}
