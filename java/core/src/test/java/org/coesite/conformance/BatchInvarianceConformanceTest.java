package org.coesite.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bit of what is computed of a structure stays the same whatever batch it is in, wherever in
 * it, however the batch is cut, with however many threads, before and after compilation.
 */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class BatchInvarianceConformanceTest {
  private static final List<Structure> STRUCTURES =
      List.of(
          RandomStructures.material(1, 5, 3, 8, 14, 1),
          RandomStructures.material(2, 4, 2, 14, 8),
          RandomStructures.material(3, 1, 0, 1),
          RandomStructures.material(4, 7, 1, 14),
          RandomStructures.material(5, 19, 3, 8, 14),
          RandomStructures.material(6, 1, 3, 14),
          RandomStructures.material(7, 3, 0, 8, 1));

  @Parameter Device device;

  @Test
  void everyBitWhateverTheBatchTheSlicesAndTheThreads() {
    // sizes on both sides of a vector's length, a power that is one multiplication and one that is
    // not
    for (RandomModel model :
        List.of(
            RandomModel.of(new SoapBasis(3.5, 0.7, 4, 3, 0.5), 2, true, 2, 1, 8, 14),
            RandomModel.of(new SoapBasis(3, 0.5, 8, 1, 0.4), 3, false, 1, 1, 8, 14))) {
      List<RandomModel.Results> alone = new ArrayList<>();
      try (Backend backend = device.open(1)) {
        for (Structure structure : STRUCTURES) {
          alone.add(model.evaluate(backend, Batch.of(structure), structure.atoms()));
        }
      }
      Random random = new Random(11);
      for (int threads = 1; threads <= 4; threads++) {
        try (Backend backend = device.open(threads);
            RandomModel.Prepared prepared = model.on(backend)) {
          for (int trial = 0; trial < 12; trial++) {
            assertSame(prepared, alone, random, threads);
          }
        }
      }
    }
  }

  private static void assertSame(
      RandomModel.Prepared prepared, List<RandomModel.Results> alone, Random random, int threads) {
    List<Integer> order = new ArrayList<>();
    for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
      for (int s = 0; s < STRUCTURES.size(); s++) {
        order.add(s);
      }
    }
    Collections.shuffle(order, random);
    Batch batch = Batch.of(order.stream().map(STRUCTURES::get).toList());
    int slice = random.nextInt(4) == 0 ? batch.atoms() : 1 + random.nextInt(batch.atoms());
    RandomModel.Results together = prepared.evaluate(batch, slice);
    for (int s = 0; s < batch.size(); s++) {
      RandomModel.Results expected = alone.get(order.get(s));
      int offset = batch.offset(s);
      String where = " of structure " + s + ", slices of " + slice + ", " + threads + " threads";
      for (String name : expected.perAtom().keySet()) {
        for (int i = 0; i < batch.structure(s).atoms(); i++) {
          // without a tolerance: these compare bits
          assertArrayEquals(
              expected.perAtom().get(name)[i],
              together.perAtom().get(name)[offset + i],
              () -> name + where);
        }
      }
      assertArrayEquals(expected.virial()[0], together.virial()[s], () -> "virial" + where);
    }
  }

  /** Interpreted code, then the first compiler's, then the second's. */
  @Test
  void everyBitBeforeAndAfterWarmUp() {
    RandomModel model = RandomModel.of(new SoapBasis(3.1, 0.6, 5, 2, 0.45), 2, true, 1, 1, 8, 14);
    Batch batch = Batch.of(STRUCTURES);
    try (Backend backend = device.open(2);
        RandomModel.Prepared prepared = model.on(backend)) {
      RandomModel.Results cold = prepared.evaluate(batch, 16);
      for (int time = 0; time < 150; time++) {
        RandomModel.Results warm = prepared.evaluate(batch, 16);
        String when = " after " + (time + 1) + " times";
        for (String name : cold.perAtom().keySet()) {
          assertArrayEquals(cold.perAtom().get(name), warm.perAtom().get(name), () -> name + when);
        }
        assertArrayEquals(cold.virial(), warm.virial(), () -> "virial" + when);
      }
    }
  }
}
