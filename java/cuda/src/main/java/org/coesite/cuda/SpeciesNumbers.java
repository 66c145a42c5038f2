package org.coesite.cuda;

import java.util.Arrays;

/** Numbers of species by atomic number, as kernels look them up. */
final class SpeciesNumbers {
  /** Atomic numbers are smaller. */
  static final int ATOMIC_NUMBERS = 120;

  private SpeciesNumbers() {}

  /**
   * The table, -1 where an atomic number is not among the species.
   *
   * @param species atomic numbers, ascending
   * @throws IllegalArgumentException if they do not ascend
   */
  static int[] of(int[] species) {
    int[] numbers = new int[ATOMIC_NUMBERS];
    Arrays.fill(numbers, -1);
    for (int s = 0; s < species.length; s++) {
      if (s > 0 && species[s] <= species[s - 1]) {
        throw new IllegalArgumentException("species ascend: " + Arrays.toString(species));
      }
      numbers[species[s]] = s;
    }
    return numbers;
  }
}
