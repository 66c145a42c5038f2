package org.coesite.dos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;

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

  /** Trains on the first of all structures, and holds out the rest. */
  static DosSplit firstOf(int trained, int count) {
    return new DosSplit(
        IntStream.range(0, trained).toArray(), IntStream.range(trained, count).toArray());
  }

  /** The same structures held out, and fewer trained on. */
  DosSplit with(int[] fewer) {
    return new DosSplit(fewer, test);
  }

  void requireTraining(String source) {
    if (train.length < 2) {
      throw new CoesiteException(source + ": two structures to train on are needed at least");
    }
  }

  private static int[] sorted(List<Integer> indices) {
    return indices.stream().mapToInt(i -> i).sorted().toArray();
  }
}
