package org.coesite.dos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which structures are trained on, and which are held out.
 *
 * @param train ascending
 * @param test ascending, none of them in training
 */
record DosSplit(int[] train, int[] test) {
  /**
   * Holds out a random share.
   *
   * @param count of all structures
   */
  static DosSplit random(int count, double share, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int held = (int) Math.round(share * count);
    return new DosSplit(sorted(order.subList(held, order.size())), sorted(order.subList(0, held)));
  }

  private static int[] sorted(List<Integer> indices) {
    return indices.stream().mapToInt(i -> i).sorted().toArray();
  }
}
