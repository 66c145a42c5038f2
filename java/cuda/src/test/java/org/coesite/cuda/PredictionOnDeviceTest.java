package org.coesite.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.GivenPairs;
import org.coesite.backend.Precision;
import org.coesite.cuda.emulated.EmulatedDriver;
import org.coesite.dos.DosModel;
import org.coesite.dos.HotElectrons;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.DomainPrediction;
import org.coesite.models.Potential;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole predictions on the emulated driver: what models see of a device. */
class PredictionOnDeviceTest {
  private CudaBackend backend;
  private EmulatedDriver driver;

  @BeforeEach
  void open() {
    EmulatedProvider provider = new EmulatedProvider();
    Assumptions.assumeTrue(provider.unavailable().isEmpty(), "no emulated driver");
    backend = (CudaBackend) provider.open(Precision.F64, 1);
    driver = EmulatedDriver.current().orElseThrow();
  }

  @AfterEach
  void close() {
    if (backend != null) {
      backend.close();
      assertEquals(0, driver.liveAllocations(), "device memory is given back");
      assertEquals(0, driver.liveHostBuffers(), "pinned memory is given back");
      driver.reset();
    }
  }

  private static void assertSame(Prediction expected, Prediction actual) {
    assertEquals(expected.energy(), actual.energy());
    assertArrayEquals(expected.atomEnergies(), actual.atomEnergies());
    assertArrayEquals(expected.forces(), actual.forces());
    assertArrayEquals(expected.stress(), actual.stress());
    assertArrayEquals(expected.committee(), actual.committee());
    assertArrayEquals(expected.outside(), actual.outside());
  }

  private static Batch batch() {
    List<Structure> structures = new ArrayList<>();
    for (int seed = 0; seed < 6; seed++) {
      structures.add(SmallModel.structure(seed, 3 + 7 * seed, 15));
    }
    return Batch.of(structures);
  }

  @Test
  void predictionsAreTheCpus() {
    try (Backend cpu = Backends.open("cpu", Precision.F64, 1);
        Potential there = Potential.of(SmallModel.potential(), cpu);
        Potential here = Potential.of(SmallModel.potential(), backend)) {
      List<Prediction> expected = there.evaluate(batch(), Derivatives.FIRST);
      List<Prediction> actual = here.evaluate(batch(), Derivatives.FIRST);
      for (int s = 0; s < expected.size(); s++) {
        Prediction e = expected.get(s);
        Prediction a = actual.get(s);
        assertEquals(e.energy(), a.energy(), 1e-11 * Math.abs(e.energy()));
        assertArrayEquals(e.forces(), a.forces(), 1e-10 * e.maxForce());
        assertArrayEquals(e.stress(), a.stress(), 1e-10 * Math.abs(e.pressure()) + 1e-11);
        assertEquals(e.uncertainty(), a.uncertainty(), 1e-10 * Math.abs(e.energy()));
        assertArrayEquals(e.outside(), a.outside());
      }
      assertEquals(
          there.evaluate(batch(), Derivatives.NONE).get(5).energy(),
          here.evaluate(batch(), Derivatives.NONE).get(5).energy(),
          1e-11 * Math.abs(expected.get(5).energy()));
    }
  }

  @Test
  void partsOfASystemAreTheCpus() {
    Structure atoms =
        SmallModel.structure(2, 24, 15).toBuilder().cell(Cell.NONE, false, false, false).build();
    try (Backend cpu = Backends.open("cpu", Precision.F64, 1);
        Potential there = Potential.of(SmallModel.potential(), cpu);
        Potential here = Potential.of(SmallModel.potential(), backend)) {
      for (int local : new int[] {9, 9, 9, 4, 0}) {
        GivenPairs pairs = everyPair(local, atoms.atoms());
        DomainPrediction e = there.evaluate(atoms, pairs, Derivatives.FIRST);
        DomainPrediction a = here.evaluate(atoms, pairs, Derivatives.FIRST);
        assertEquals(e.energy(), a.energy(), 1e-11 * Math.abs(e.energy()));
        assertArrayEquals(e.forces(), a.forces(), 1e-9);
        assertArrayEquals(e.virial(), a.virial(), 1e-9);
        assertArrayEquals(e.atomEnergies(), a.atomEnergies(), 1e-9);
      }
    }
  }

  /** A list of all atoms in the row of each of the first. */
  private static GivenPairs everyPair(int centres, int atoms) {
    int[] start = new int[centres + 1];
    int[] j = new int[centres * (atoms - 1)];
    for (int i = 0, at = 0; i < centres; i++) {
      for (int other = 0; other < atoms; other++) {
        if (other != i) {
          j[at++] = other;
        }
      }
      start[i + 1] = at;
    }
    return new GivenPairs(start, j, null);
  }

  /** Each structure's electrons have weights of their own, within one batch. */
  @Test
  void hotElectronsAreTheCpus() {
    Batch crystals = Batch.of(List.of(silicon(5.3, 0.05), silicon(5.5, 0.02), silicon(5.43, 0.11)));
    try (Backend cpu = Backends.open("cpu", Precision.F64, 1);
        HotElectrons there = new HotElectrons(DosModel.bundled("silicon", cpu), 4000);
        HotElectrons here = new HotElectrons(DosModel.bundled("silicon", backend), 4000)) {
      List<Prediction> expected = there.evaluate(crystals, Derivatives.FIRST);
      List<Prediction> actual = here.evaluate(crystals, Derivatives.FIRST);
      for (int s = 0; s < expected.size(); s++) {
        Prediction e = expected.get(s);
        assertEquals(e.energy(), actual.get(s).energy(), 1e-9);
        assertArrayEquals(e.forces(), actual.get(s).forces(), 1e-9);
        assertArrayEquals(e.stress(), actual.get(s).stress(), 1e-11);
        assertArrayEquals(e.atomEnergies(), actual.get(s).atomEnergies(), 1e-9);
        assertSame(here.evaluate(crystals.structure(s)), actual.get(s));
      }
    }
  }

  /** Two atoms in a primitive cell of diamond, one moved. */
  private static Structure silicon(double edge, double moved) {
    double h = edge / 2;
    double q = edge / 4;
    return Structure.of(new int[] {14, 14}, new double[] {moved, 0, 0, q, q, q})
        .cell(Cell.of(0, h, h, h, 0, h, h, h, 0))
        .build();
  }

  @Test
  void aBatchWithoutAtomsHasNoEnergy() {
    Structure none = Structure.of(new int[0], new double[0]).build();
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      List<Prediction> alone = potential.evaluate(Batch.of(none), Derivatives.FIRST);
      assertEquals(0, alone.get(0).energy());
      Batch mixed = Batch.of(none, SmallModel.structure(1, 5, 15), none);
      List<Prediction> among = potential.evaluate(mixed, Derivatives.FIRST);
      assertEquals(0, among.get(2).energy());
      assertSame(potential.evaluate(SmallModel.structure(1, 5, 15)), among.get(1));
    }
  }

  @Test
  void repeatedWorkIsLaunchedAsOneGraph() {
    Structure structure = SmallModel.structure(1, 30, 15);
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      Prediction first = potential.evaluate(structure);
      long before = backend.graphLaunches();
      int steps = 20;
      for (int step = 0; step < steps; step++) {
        assertSame(first, potential.evaluate(structure));
      }
      long graphs = backend.graphLaunches() - before;
      assertTrue(graphs >= steps - 4, graphs + " graphs in " + steps + " steps");
    }
  }

  @Test
  void moreMovedAtomsThanRoomWasMadeForAreFoundAndStartedOver() {
    int atoms = 40;
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      potential.evaluate(SmallModel.structure(1, atoms, 60));
      potential.evaluate(SmallModel.structure(1, atoms, 60));
      // as many atoms, but many more pairs than were met so far
      for (double volume : new double[] {30, 12, 6}) {
        Structure dense = SmallModel.structure(2, atoms, volume);
        Prediction guessed = potential.evaluate(dense);
        try (Backend fresh = new EmulatedProvider().open(Precision.F64, 1);
            Potential other = Potential.of(SmallModel.potential(), fresh)) {
          assertSame(other.evaluate(dense), guessed);
        }
      }
    }
  }

  @Test
  void oneAtomWithMorePairsThanThereIsRoomForWritesNothing() {
    Structure alone = Structure.of(new int[] {14}, new double[3]).build();
    Structure crowded = SmallModel.structure(1, 1, 0.7);
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      potential.evaluate(alone);
      potential.evaluate(alone);
      Prediction guessed = potential.evaluate(crowded);
      try (Backend fresh = new EmulatedProvider().open(Precision.F64, 1);
          Potential other = Potential.of(SmallModel.potential(), fresh)) {
        assertSame(other.evaluate(crowded), guessed);
      }
    }
    assertEquals("", driver.report());
  }

  @Test
  void nothingLeaksOverAThousandPredictions() {
    Structure[] structures = new Structure[7];
    for (int k = 0; k < structures.length; k++) {
      structures[k] = SmallModel.structure(k, 2 + k, 15);
    }
    long withoutModel = backend.memory().inUse();
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      for (Structure structure : structures) {
        potential.evaluate(structure);
        potential.evaluate(structure);
      }
      long inUse = backend.memory().inUse();
      long allocations = driver.liveAllocations();
      long hostBuffers = driver.liveHostBuffers();
      for (int k = 0; k < 1000; k++) {
        potential.evaluate(structures[k % structures.length]);
      }
      assertEquals(inUse, backend.memory().inUse(), "bytes in use");
      assertEquals(allocations, driver.liveAllocations(), "allocations");
      assertEquals(hostBuffers, driver.liveHostBuffers(), "pinned buffers");
    }
    assertEquals(withoutModel, backend.memory().inUse());
  }

  @Test
  void aFailureLeavesNothing() {
    Structure unknown = Structure.of(new int[] {14, 3}, new double[] {0, 0, 0, 2, 0, 0}).build();
    Structure onePlace = Structure.of(new int[] {14, 14}, new double[6]).build();
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      long inUse = backend.memory().inUse();
      assertThrows(CoesiteException.class, () -> potential.evaluate(unknown));
      assertThrows(CoesiteException.class, () -> potential.evaluate(onePlace));
      assertEquals(inUse, backend.memory().inUse());
      assertTrue(Double.isFinite(potential.evaluate(SmallModel.structure(1, 5, 15)).energy()));
    }
  }

  @Test
  void aBatchTooLargeForTheMemoryIsSplit() {
    Batch batch = Batch.of(SmallModel.structure(1, 900, 15), SmallModel.structure(2, 700, 15));
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      List<Prediction> expected = potential.evaluate(batch, Derivatives.FIRST);
      long whole = backend.memory().held();
      backend.memory().trim();
      long model = backend.memory().inUse();
      backend.memory().limit(model + (whole - model) / 3);
      List<Prediction> split = potential.evaluate(batch, Derivatives.FIRST);
      for (int s = 0; s < batch.size(); s++) {
        assertSame(expected.get(s), split.get(s));
      }
      assertTrue(backend.memory().held() <= model + (whole - model) / 3);
    }
  }

  @Test
  void aStructureTooLargeForTheMemoryIsNamedInOneLine() {
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      backend.memory().trim();
      backend.memory().limit(backend.memory().held() + (256 << 10));
      CoesiteException tooLarge =
          assertThrows(
              CoesiteException.class, () -> potential.evaluate(SmallModel.structure(1, 3000, 15)));
      assertTrue(tooLarge.getMessage().contains("3000 atoms"), tooLarge.getMessage());
      assertEquals(1, tooLarge.getMessage().lines().count());
      backend.memory().limit(Long.MAX_VALUE);
      assertTrue(Double.isFinite(potential.evaluate(SmallModel.structure(1, 5, 15)).energy()));
    }
  }

  @Test
  void bitsDoNotDependOnTheOrderOfBlocksAndThreads() {
    try (Potential potential = Potential.of(SmallModel.potential(), backend)) {
      List<Prediction> expected = potential.evaluate(batch(), Derivatives.FIRST);
      for (EmulatedDriver.Order order : EmulatedDriver.Order.values()) {
        driver.order(order, order, 17);
        List<Prediction> actual = potential.evaluate(batch(), Derivatives.FIRST);
        for (int s = 0; s < expected.size(); s++) {
          assertSame(expected.get(s), actual.get(s));
        }
      }
    }
  }
}
