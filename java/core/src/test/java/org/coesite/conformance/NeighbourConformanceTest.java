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
    try (NeighbourSearch search = backend.neighbours(batch, cutoff);
        Neighbours pairs = search.pairs(first, last)) {
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
