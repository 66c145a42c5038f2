package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dynamics.Supercell;
import org.coesite.math.RankTwo;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Rotations;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a model of tensors owes to symmetry, and to whoever batches structures. */
class TensorModelTest {
  private static final int MEMBERS = 2;
  private final TensorParameters parameters = TensorSamples.parameters(2, MEMBERS, 1);
  private Backend backend;
  private TensorModel model;

  @BeforeEach
  void open() {
    backend = Backends.open("cpu", Precision.F64, 1);
    model = TensorModel.of(parameters, backend);
  }

  @AfterEach
  void close() {
    model.close();
    backend.close();
  }

  private SiteTensors of(Structure structure) {
    return model.evaluate(Batch.of(structure)).get(0);
  }

  private static Structure moved(Structure structure, double x, double y, double z) {
    double[] positions = structure.positions();
    double[] by = {x, y, z};
    for (int k = 0; k < positions.length; k++) {
      positions[k] += by[k % 3];
    }
    return Structure.of(structure.species(), positions).cell(structure.cell()).build();
  }

  /** Each lambda against its own size, so that a small one is looked at as closely. */
  private static void assertTurned(double[][][] before, double[] q, double[][][] after) {
    for (int lambda = 0; lambda <= 2; lambda++) {
      double largest = 0;
      double error = 0;
      for (int i = 0; i < before.length; i++) {
        for (int c = 0; c <= MEMBERS; c++) {
          double[] expected =
              RankTwo.toSpherical(
                  NmrTensor.of(RankTwo.toCartesian(before[i][c])).rotated(q).toArray());
          for (int k = lambda * lambda; k < (lambda + 1) * (lambda + 1); k++) {
            largest = Math.max(largest, Math.abs(expected[k]));
            error = Math.max(error, Math.abs(expected[k] - after[i][c][k]));
          }
        }
      }
      assertTrue(largest > 1e-6, "lambda " + lambda + " is there");
      assertTrue(error <= 1e-9 * largest, "lambda " + lambda + ": " + error + " of " + largest);
    }
  }

  @Test
  void tensorsTurnWithTheStructure() {
    Random random = new Random(2);
    for (int seed = 0; seed < 4; seed++) {
      Structure structure = TensorSamples.structure(seed, 9);
      double[] q = Rotations.random(random);
      if (seed % 2 == 1) {
        q = Arrays.stream(q).map(x -> -x).toArray();
      }
      SiteTensors before = of(structure);
      SiteTensors after = of(TensorSamples.turned(structure, q));
      assertArrayEquals(before.atoms(), after.atoms());
      assertTurned(before.tensors(), q, after.tensors());
    }
  }

  @Test
  void translationsChangeNothing() {
    Structure structure = TensorSamples.structure(3, 9);
    assertNear(of(structure).tensors(), of(moved(structure, 0.7, -11, 3.3)).tensors());
  }

  private static void assertNear(double[][][] expected, double[][][] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      for (int c = 0; c <= MEMBERS; c++) {
        double scale = Arrays.stream(expected[i][c]).map(Math::abs).max().orElse(0);
        assertArrayEquals(expected[i][c], actual[i][c], 1e-10 * scale);
      }
    }
  }

  @Test
  void theOrderOfAtomsDoesNotMatter() {
    Structure structure = TensorSamples.structure(4, 12);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < structure.atoms(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(5));
    int[] species = new int[order.size()];
    double[] positions = new double[3 * species.length];
    for (int i = 0; i < species.length; i++) {
      species[i] = structure.species(order.get(i));
      for (int k = 0; k < 3; k++) {
        positions[3 * i + k] = structure.position(order.get(i), k);
      }
    }
    SiteTensors before = of(structure);
    SiteTensors after = of(Structure.of(species, positions).cell(structure.cell()).build());
    for (int k = 0; k < after.atoms().length; k++) {
      int place = Arrays.binarySearch(before.atoms(), order.get(after.atoms()[k]));
      assertNear(new double[][][] {before.tensors()[place]}, new double[][][] {after.tensors()[k]});
    }
  }

  @Test
  void aSupercellHasTheSameSitesAgain() {
    Structure structure = TensorSamples.structure(5, 6);
    SiteTensors one = of(structure);
    SiteTensors many = of(new Supercell(structure, 2, 1, 3).structure());
    int sites = one.atoms().length;
    assertEquals(6 * sites, many.atoms().length);
    for (int k = 0; k < many.atoms().length; k++) {
      assertEquals(14, structure.species(many.atoms()[k] % structure.atoms()));
      assertNear(new double[][][] {one.tensors()[k % sites]}, new double[][][] {many.tensors()[k]});
    }
  }

  @Test
  void onlyTheModelsElementHasTensors() {
    Structure structure = TensorSamples.structure(6, 8);
    SiteTensors sites = of(structure);
    assertArrayEquals(new int[] {0, 3, 6}, sites.atoms());
    for (int atom : sites.atoms()) {
      assertEquals(14, structure.species(atom));
    }
    Structure none = Structure.of(new int[] {8, 8}, new double[] {0, 0, 0, 1.5, 0, 0}).build();
    Structure nothing = Structure.of(new int[0], new double[0]).build();
    List<SiteTensors> mixed = model.evaluate(Batch.of(none, structure, nothing));
    assertEquals(0, mixed.get(0).atoms().length);
    assertSame(sites, mixed.get(1));
    assertEquals(0, mixed.get(2).tensors().length);
    assertEquals(0, of(nothing).atoms().length);
  }

  @Test
  void chosenAtomsHaveTheBitsThatTheyHaveAmongAll() {
    List<Structure> structures = structures();
    Batch batch = Batch.of(structures);
    List<SiteTensors> all = model.evaluate(batch);
    // in slices, so that some hold no atom that is wanted
    try (TensorModel sliced = TensorModel.of(parameters, backend, 4)) {
      List<SiteTensors> some = sliced.evaluate(batch, atom -> atom % 2 == 1 && atom > 12);
      int found = 0;
      for (int s = 0; s < batch.size(); s++) {
        int first = batch.offset(s);
        SiteTensors whole = all.get(s);
        int[] kept =
            IntStream.range(0, whole.atoms().length)
                .filter(k -> (first + whole.atoms()[k]) % 2 == 1 && first + whole.atoms()[k] > 12)
                .toArray();
        found += kept.length;
        assertEquals(kept.length, some.get(s).atoms().length);
        for (int k = 0; k < kept.length; k++) {
          assertEquals(whole.atoms()[kept[k]], some.get(s).atoms()[k]);
          assertTrue(Arrays.deepEquals(whole.tensors()[kept[k]], some.get(s).tensors()[k]));
        }
      }
      assertTrue(found > 2, "some are wanted");
    }
  }

  @Test
  void unknownElementsAreNamed() {
    Structure foreign = Structure.of(new int[] {14, 26}, new double[] {0, 0, 0, 2, 0, 0}).build();
    Batch batch = Batch.of(TensorSamples.structure(1, 6), foreign);
    CoesiteException e = assertThrows(CoesiteException.class, () -> model.evaluate(batch));
    assertTrue(e.getMessage().contains("does not know Fe of structure 2"), e.getMessage());
  }

  private static void assertSame(SiteTensors expected, SiteTensors actual) {
    assertArrayEquals(expected.atoms(), actual.atoms());
    assertArrayEquals(expected.outside(), actual.outside());
    assertTrue(Arrays.deepEquals(expected.tensors(), actual.tensors()), "the same to the bit");
  }

  private static List<Structure> structures() {
    List<Structure> structures = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      structures.add(TensorSamples.structure(seed, 3 + 4 * seed));
    }
    return structures;
  }

  @Test
  void bitsDependNeitherOnBatchNorSliceNorThreads() {
    for (Precision precision : Precision.values()) {
      List<Structure> structures = structures();
      List<SiteTensors> alone = new ArrayList<>();
      try (Backend one = Backends.open("cpu", precision, 1);
          TensorModel single = TensorModel.of(parameters, one)) {
        structures.forEach(s -> alone.add(single.evaluate(Batch.of(s)).get(0)));
      }
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
      Random random = new Random(8);
      for (int threads = 1; threads <= 2; threads++) {
        for (int slice : new int[] {1, 7, 1000}) {
          Collections.shuffle(order, random);
          try (Backend other = Backends.open("cpu", precision, threads);
              TensorModel sliced = TensorModel.of(parameters, other, slice)) {
            List<SiteTensors> found =
                sliced.evaluate(Batch.of(order.stream().map(structures::get).toList()));
            for (int k = 0; k < order.size(); k++) {
              assertSame(alone.get(order.get(k)), found.get(k));
            }
          }
        }
      }
    }
  }

  @Test
  void singlePrecisionIsNear() {
    double[][][] expected = of(TensorSamples.structure(4, 19)).tensors();
    try (Backend single = Backends.open("cpu", Precision.F32, 1);
        TensorModel other = TensorModel.of(parameters, single)) {
      double[][][] found =
          other.evaluate(Batch.of(TensorSamples.structure(4, 19))).get(0).tensors();
      for (int i = 0; i < expected.length; i++) {
        for (int c = 0; c <= MEMBERS; c++) {
          double scale = Arrays.stream(expected[i][c]).map(Math::abs).max().orElse(0);
          assertArrayEquals(expected[i][c], found[i][c], 1e-4 * scale);
        }
      }
    }
  }

  @Test
  void environmentsUnlikeAllAreMarked() {
    Structure structure = TensorSamples.structure(7, 12);
    assertNotEquals(0, of(structure).outside().length);
    for (double limit : new double[] {-1, 1.01}) {
      TensorParameters p = parameters;
      TensorParameters other =
          new TensorParameters(
              p.name(),
              p.description(),
              p.property(),
              p.unit(),
              p.element(),
              p.features(),
              p.zeta(),
              p.points(),
              p.weights(),
              p.baseline(),
              p.members(),
              limit,
              p.training());
      try (TensorModel marking = TensorModel.of(other, backend)) {
        for (boolean outside : marking.evaluate(Batch.of(structure)).get(0).outside()) {
          assertEquals(limit > 1, outside);
        }
      }
    }
  }
}
