package org.coesite.dos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtomSampleTest {
  @Test
  void fewAtomsAreAllThere() {
    AtomSample sample = AtomSample.of(new int[] {2, 0, 3}, 5);
    assertArrayEquals(new int[] {0, 1}, sample.of(0));
    assertArrayEquals(new int[0], sample.of(1));
    assertArrayEquals(new int[] {0, 1, 2}, sample.of(2));
    assertEquals(5, sample.size());
    assertEquals(0, AtomSample.of(new int[0], 5).size());
    assertEquals(0, AtomSample.of(new int[] {0}, 5).size());
  }

  @Test
  void manyAtomsAreSampledEvenly() {
    int[] atoms = {1000, 1, 0, 8999};
    AtomSample sample = AtomSample.of(atoms, 500);
    assertEquals(500, sample.size());
    assertEquals(50, sample.of(0).length);
    for (int s = 0; s < atoms.length; s++) {
      int[] own = sample.of(s);
      for (int k = 0; k < own.length; k++) {
        assertTrue(own[k] >= 0 && own[k] < atoms[s]);
        assertTrue(k == 0 || own[k] > own[k - 1]);
      }
    }
    int[] gaps = gaps(sample.of(3));
    assertTrue(Arrays.stream(gaps).max().getAsInt() < 40, "no hole of two parts");
    assertArrayEquals(sample.of(3), AtomSample.of(atoms, 500).of(3), "the same each time");
  }

  /** Every eighth atom of a supercell would be the same atom of the cell. */
  @Test
  void noSublatticeIsPreferred() {
    int[] counts = new int[8];
    for (int atom : AtomSample.of(new int[] {64_000}, 8000).of(0)) {
      counts[atom % 8]++;
    }
    for (int count : counts) {
      assertTrue(Math.abs(count - 1000) < 150, Arrays.toString(counts));
    }
  }

  private static int[] gaps(int[] atoms) {
    return IntStream.range(1, atoms.length).map(k -> atoms[k] - atoms[k - 1]).toArray();
  }
}
