package org.coesite.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.ForceSums;
import org.coesite.backend.GivenPairs;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Neighbour lists of every backend are those of the reference, in its order. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class NeighbourConformanceTest {
  @Parameter Device device;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = device.open();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void listsOfTwoHundredRandomCells() {
    for (int seed = 0; seed < 200; seed++) {
      Batch batch = Batch.of(RandomStructures.awkward(seed));
      double cutoff = 1.5 + 3 * new Random(seed).nextDouble();
      assertSameList(batch, cutoff, 0, batch.atoms(), "seed " + seed + ", cutoff " + cutoff);
    }
  }

  @Test
  void listsOfSlicesThatCutTheStructuresOfABatch() {
    List<Structure> structures = new ArrayList<>();
    for (int seed = 300; seed < 320; seed++) {
      structures.add(RandomStructures.awkward(seed));
    }
    Batch batch = Batch.of(structures);
    for (int slice : new int[] {1, 5, 17, batch.atoms()}) {
      for (int first = 0; first < batch.atoms(); first += slice) {
        int last = Math.min(first + slice, batch.atoms());
        assertSameList(batch, 3.3, first, last, "slice " + first + " to " + last);
      }
    }
  }

  @Test
  void anEmptySliceHasNoPairs() {
    Batch batch = Batch.of(RandomStructures.awkward(0));
    assertSameList(batch, 3, 0, 0, "empty slice at the start");
    assertSameList(batch, 3, batch.atoms(), batch.atoms(), "empty slice at the end");
  }

  @Test
  void aBatchMayHoldStructuresWithoutAtoms() {
    Structure none = Structure.of(new int[0], new double[0]).build();
    Batch batch = Batch.of(none, RandomStructures.awkward(0), none, RandomStructures.awkward(3));
    assertSameList(batch, 3, 0, batch.atoms(), "batch with empty structures");
  }

  @Test
  void aCutoffOfManyCells() {
    Structure one =
        Structure.of(new int[] {14}, new double[] {7, -3, 100})
            .cell(Cell.of(2.1, 0, 0, 0.3, 2.0, 0, -0.4, 0.2, 1.9))
            .build();
    assertSameList(Batch.of(one), 16, 0, 1, "sixteen angstrom around one atom");
  }

  @Test
  void aLargeStructure() {
    assertSameList(
        Batch.of(RandomStructures.material(1, 250, 3, 8, 14)),
        4.5,
        0,
        250,
        "two hundred and fifty");
  }

  @Test
  void thePairAtTheCutoffIsLeftOut() {
    Structure cubic =
        Structure.of(new int[] {14}, new double[3])
            .cell(Cell.of(2, 0, 0, 0, 2, 0, 0, 0, 2))
            .build();
    assertEquals(0, list(Batch.of(cubic), 2, 0, 1).count());
    assertEquals(6, list(Batch.of(cubic), 2.001, 0, 1).count());
  }

  @Test
  void atomsAtOnePlaceAreNeighbours() {
    Structure two = Structure.of(new int[] {14, 8}, new double[] {1, 2, 3, 1, 2, 3}).build();
    PairList pairs = list(Batch.of(two), 2, 0, 2);
    assertArrayEquals(new int[] {0, 1, 2}, pairs.start());
    assertArrayEquals(new double[6], pairs.vector());
  }

  @Test
  void aPeriodicCellWithoutVolumeIsRefused() {
    for (double[] rows :
        new double[][] {new double[9], {3, 0, 0, 0, 3, 0, 3, 3, 0}, {3, 0, 0, 0, 0, 0, 0, 0, 3}}) {
      Batch batch =
          Batch.of(
              RandomStructures.awkward(0),
              Structure.of(new int[] {14}, new double[3]).cell(Cell.of(rows)).build());
      CoesiteException wrong =
          assertThrows(CoesiteException.class, () -> backend.neighbours(batch, 3).close());
      assertTrue(wrong.getMessage().contains("structure 2"), wrong.getMessage());
    }
  }

  @Test
  void anAtomTooFarOutToCountCellsIsRefused() {
    Structure far =
        Structure.of(new int[] {14, 14}, new double[] {0, 0, 0, 1e13, 0, 0})
            .cell(Cell.of(3, 0, 0, 0, 3, 0, 0, 0, 3))
            .build();
    assertThrows(
        CoesiteException.class,
        () -> {
          try (NeighbourSearch search = backend.neighbours(Batch.of(far), 3)) {
            search.pairs(0, 2).close();
          }
        });
  }

  @Test
  void aCutoffIsAPositiveLength() {
    Batch batch = Batch.of(RandomStructures.awkward(0));
    for (double cutoff : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> backend.neighbours(batch, cutoff).close(),
          "cutoff " + cutoff);
    }
  }

  @Test
  void forcesAndVirialAreSumsOverPairs() {
    Batch batch =
        Batch.of(
            RandomStructures.material(2, 5, 3, 8, 14),
            RandomStructures.material(3, 1, 0, 8),
            RandomStructures.material(4, 4, 2, 8, 14));
    PairList list = ReferenceNeighbours.pairs(batch, 4, 0, batch.atoms());
    // along the pairs, as the sum over a rotation-invariant energy's pairs is: the virial is
    // symmetric
    double[] gradients = list.vector().clone();
    Random random = new Random(5);
    for (int p = 0; p < list.count(); p++) {
      double scale = random.nextDouble() - 0.5;
      for (int k = 0; k < 3; k++) {
        gradients[3 * p + k] *= scale;
      }
    }
    double[] forces = new double[3 * batch.atoms()];
    double[] virial = new double[9 * batch.size()];
    for (int p = 0; p < list.count(); p++) {
      for (int k = 0; k < 3; k++) {
        double g = gradients[3 * p + k];
        forces[3 * list.centre(p) + k] += g;
        forces[3 * list.j()[p] + k] -= g;
        for (int m = 0; m < 3; m++) {
          int s = batch.structureOf(list.centre(p));
          virial[9 * s + 3 * m + k] += list.vector()[3 * p + m] * g;
        }
      }
    }
    for (int slice : new int[] {1, 3, batch.atoms()}) {
      double[] sliced = new double[forces.length];
      double[] slicedVirial = new double[virial.length];
      accumulate(batch, slice, list, gradients, sliced, slicedVirial);
      double relative = device.choose(1e-13, 1e-6);
      Close.assertClose(forces, sliced, relative, "forces from slices of " + slice);
      Close.assertClose(virial, slicedVirial, relative, "virial from slices of " + slice);
    }
  }

  @Test
  void aGivenListIsCutAndSortedAsASearchWouldHaveIt() {
    List<Structure> structures = new ArrayList<>();
    for (int seed = 0; seed < 30; seed++) {
      structures.add(RandomStructures.awkward(seed));
    }
    Batch batch = Batch.of(structures);
    double cutoff = 3.1;
    GivenPairs given = shuffled(ReferenceNeighbours.pairs(batch, 4.5, 0, batch.atoms()));
    for (int slice : new int[] {7, batch.atoms()}) {
      for (int first = 0; first < batch.atoms(); first += slice) {
        int last = Math.min(first + slice, batch.atoms());
        assertSameBits(list(batch, cutoff, first, last), given(batch, given, cutoff, first, last));
      }
    }
  }

  @Test
  void aGivenListMayHaveRowsOfTheFirstAtomsOnlyAndNoShifts() {
    Batch batch = Batch.of(RandomStructures.material(6, 150, 0, 8, 14));
    PairList all = ReferenceNeighbours.pairs(batch, 5, 0, 70);
    GivenPairs rows = shuffled(all);
    GivenPairs given = new GivenPairs(rows.start(), rows.j(), null);
    assertSameBits(list(batch, 4, 0, 70), given(batch, given, 4, 0, 70));
    assertSameBits(list(batch, 4, 3, 69), given(batch, given, 4, 3, 69));
    assertEquals(0, given(batch, given, 4, 70, 70).count());
    try (NeighbourSearch search = backend.neighbours(batch, given, 4)) {
      assertThrows(IndexOutOfBoundsException.class, () -> search.pairs(0, 71).close());
    }
  }

  @Test
  void forcesFromAGivenListAreThoseFromASearch() {
    Batch batch =
        Batch.of(
            RandomStructures.material(7, 9, 3, 8, 14), RandomStructures.material(8, 4, 2, 8, 14));
    PairList all = ReferenceNeighbours.pairs(batch, 4, 0, batch.atoms());
    double[] slopes = new Random(9).doubles(3L * all.count(), -1, 1).toArray();
    try (NeighbourSearch search = backend.neighbours(batch, 4);
        NeighbourSearch taken = backend.neighbours(batch, shuffled(all), 4)) {
      double[][] searched = sums(search, slopes);
      double[][] given = sums(taken, slopes);
      assertArrayEquals(searched[0], given[0]);
      assertArrayEquals(searched[1], given[1]);
    }
  }

  private double[][] sums(NeighbourSearch search, double[] slopes) {
    try (ForceSums sums = search.forceSums();
        Neighbours pairs = search.pairs(0, search.batch().atoms());
        Tensor gradient = backend.tensor(slopes, pairs.count(), 3)) {
      sums.add(pairs, gradient);
      return new double[][] {sums.forces().read(), sums.virial().read()};
    }
  }

  @Test
  void aGivenListThatCannotBeIsRefused() {
    Batch batch = Batch.of(RandomStructures.material(6, 3, 0, 8), RandomStructures.awkward(0));
    refused(batch, "2 to 1", new int[] {0, 2, 1}, 1, 2);
    refused(batch, "begin with 0", new int[] {1, 2}, 1, 2);
    refused(batch, "shorter", new int[] {0, 3}, 1, 2);
    refused(batch, "names atom 3: there are 0 to 2", new int[] {0, 2}, 1, 3);
    refused(batch, "names atom -1", new int[] {0, 1}, -1);
    refused(batch, "its own centre", new int[] {0, 1, 2}, 1, 1);
    refused(batch, "names atom 2 twice", new int[] {0, 2}, 2, 2);
    refused(batch, "centres for", new int[batch.atoms() + 2]);
  }

  private void refused(Batch batch, String why, int[] start, int... j) {
    CoesiteException wrong =
        assertThrows(
            CoesiteException.class,
            () -> {
              GivenPairs given = new GivenPairs(start, j, null);
              try (NeighbourSearch search = backend.neighbours(batch, given, 50)) {
                search.pairs(0, given.centres()).close();
              }
            });
    assertTrue(wrong.getMessage().contains(why), wrong.getMessage());
  }

  /** The same pairs, each row in another order. */
  private static GivenPairs shuffled(PairList list) {
    Random random = new Random(11);
    int[] j = list.j().clone();
    int[] shift = list.shift().clone();
    for (int k = 0; k + 1 < list.start().length; k++) {
      for (int p = list.start()[k + 1] - 1; p > list.start()[k]; p--) {
        int other = random.nextInt(list.start()[k], p + 1);
        swap(j, p, other);
        for (int c = 0; c < 3; c++) {
          swap(shift, 3 * p + c, 3 * other + c);
        }
      }
    }
    return new GivenPairs(list.start(), j, shift);
  }

  private static void swap(int[] array, int a, int b) {
    int kept = array[a];
    array[a] = array[b];
    array[b] = kept;
  }

  private PairList given(Batch batch, GivenPairs given, double cutoff, int first, int last) {
    try (NeighbourSearch search = backend.neighbours(batch, given, cutoff)) {
      return list(search, cutoff, first, last);
    }
  }

  private static void assertSameBits(PairList expected, PairList actual) {
    assertEquals(expected.first(), actual.first());
    assertArrayEquals(expected.start(), actual.start());
    assertArrayEquals(expected.j(), actual.j());
    assertArrayEquals(expected.shift(), actual.shift());
    assertArrayEquals(expected.vector(), actual.vector());
  }

  private void accumulate(
      Batch batch, int slice, PairList list, double[] gradients, double[] forces, double[] virial) {
    try (NeighbourSearch search = backend.neighbours(batch, 4);
        ForceSums sums = search.forceSums()) {
      for (int first = 0; first < batch.atoms(); first += slice) {
        int last = Math.min(first + slice, batch.atoms());
        int from = 3 * list.start()[first];
        int to = 3 * list.start()[last];
        double[] share = Arrays.copyOfRange(gradients, from, to);
        try (Neighbours pairs = search.pairs(first, last);
            Tensor gradient = backend.tensor(share, pairs.count(), 3)) {
          sums.add(pairs, gradient);
        }
      }
      System.arraycopy(sums.forces().read(), 0, forces, 0, forces.length);
      System.arraycopy(sums.virial().read(), 0, virial, 0, virial.length);
    }
  }

  private PairList list(Batch batch, double cutoff, int first, int last) {
    try (NeighbourSearch search = backend.neighbours(batch, cutoff)) {
      return list(search, cutoff, first, last);
    }
  }

  private static PairList list(NeighbourSearch search, double cutoff, int first, int last) {
    try (Neighbours pairs = search.pairs(first, last)) {
      assertEquals(cutoff, pairs.cutoff());
      assertEquals(first, pairs.first());
      assertEquals(last, pairs.last());
      PairList list = pairs.toPairList();
      assertEquals(pairs.count(), list.count());
      return list;
    }
  }

  private void assertSameList(Batch batch, double cutoff, int first, int last, String what) {
    PairList expected = ReferenceNeighbours.pairs(batch, cutoff, first, last);
    PairList actual = list(batch, cutoff, first, last);
    assertEquals(first, actual.first(), what);
    assertArrayEquals(expected.start(), actual.start(), what);
    assertArrayEquals(expected.j(), actual.j(), what);
    assertArrayEquals(expected.shift(), actual.shift(), what);
    Close.assertWithin(
        expected.vector(), actual.vector(), device.choose(1e-12, 1e-6 * cutoff), what);
  }
}
