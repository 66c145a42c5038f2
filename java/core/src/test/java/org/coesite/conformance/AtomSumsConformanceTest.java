package org.coesite.conformance;

import static org.coesite.conformance.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.backend.AtomSums;
import org.coesite.backend.Backend;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.Doubles;
import org.coesite.backend.KernelValues;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of atoms summed over structures where they are computed. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class AtomSumsConformanceTest {
  private static final int FEATURES = 5;

  /** Fewer atoms than a device sums up at a time, as many, and more; and none. */
  private static final int[] ATOMS = {3, 0, 256, 1, 257, 700, 0, 31};

  @Parameter Device device;
  private Backend backend;
  private NeighbourSearch search;

  @BeforeEach
  void open() {
    backend = device.open();
    search = backend.neighbours(batch(ATOMS), 1);
  }

  @AfterEach
  void close() {
    search.close();
    backend.close();
  }

  /** Silicon, and oxygen, which has no sparse points, in every fifth place. */
  private static Batch batch(int... atoms) {
    List<Structure> structures = new ArrayList<>();
    for (int count : atoms) {
      int[] species = new int[count];
      double[] positions = new double[3 * count];
      for (int i = 0; i < count; i++) {
        species[i] = i % 5 == 4 ? 8 : 14;
        positions[3 * i] = 2 * i;
      }
      structures.add(Structure.of(species, positions).build());
    }
    return Batch.of(structures);
  }

  private static SparsePoints points(int channels, long seed) {
    int count = 6;
    int[] species = new int[count];
    Arrays.fill(species, 14);
    Random random = new Random(seed);
    double[] p = random.doubles((long) count * FEATURES, -1, 1).toArray();
    double[] weights = random.doubles((long) count * channels, -1, 1).toArray();
    return new SparsePoints(species, p, FEATURES, 2, false, weights, channels);
  }

  private static double[] features(int atoms) {
    return new Random(4).doubles((long) atoms * FEATURES, -1, 1).toArray();
  }

  private record Found(double[] first, double[] totals) {}

  /** Sums of some kernels' values, slice by slice. */
  private Found sums(NeighbourSearch search, double[] features, int slice, SparsePoints... terms) {
    Batch batch = search.batch();
    try (AtomSums sums = search.atomSums(terms[0].channels())) {
      assertEquals(terms[0].channels(), sums.channels());
      for (int from = 0; from < batch.atoms(); from += slice) {
        int to = Math.min(batch.atoms(), from + slice);
        double[] own = Arrays.copyOfRange(features, from * FEATURES, to * FEATURES);
        sums.slice(from, to);
        for (SparsePoints term : terms) {
          try (SparseKernel kernel = backend.sparseKernel(term);
              Tensor p = backend.tensor(own, to - from, FEATURES)) {
            kernel.addValues(p, Arrays.copyOfRange(batch.species(), from, to), sums);
          }
        }
      }
      Doubles first = sums.firstChannel();
      Doubles totals = sums.totals();
      return new Found(first.read(), totals.read());
    }
  }

  @Test
  void sumsAreThoseOfTheValues() {
    Batch batch = search.batch();
    double[] features = features(batch.atoms());
    for (int channels : new int[] {1, 2, 6, 17, 300}) {
      SparsePoints points = points(channels, channels);
      double[] values;
      try (SparseKernel kernel = backend.sparseKernel(points);
          Tensor p = backend.tensor(features, batch.atoms(), FEATURES)) {
        values = kernel.values(p, batch.species()).values().read();
      }
      double[] first = new double[batch.atoms()];
      double[] totals = new double[batch.size() * channels];
      for (int i = 0; i < batch.atoms(); i++) {
        first[i] = values[i * channels];
        for (int c = 0; c < channels; c++) {
          totals[batch.structureOf(i) * channels + c] += values[i * channels + c];
        }
      }
      Found found = sums(search, features, batch.atoms(), points);
      assertArrayEquals(first, found.first());
      assertClose(totals, found.totals(), 1e-14, channels + " channels");
    }
  }

  @Test
  void termsAreAddedAtomByAtom() {
    double[] features = features(search.batch().atoms());
    Found both = sums(search, features, 200, points(3, 1), points(3, 2));
    Found one = sums(search, features, 200, points(3, 1));
    Found other = sums(search, features, 200, points(3, 2));
    double[] totals = one.totals().clone();
    Arrays.setAll(totals, k -> one.totals()[k] + other.totals()[k]);
    double[] first = one.first().clone();
    Arrays.setAll(first, k -> one.first()[k] + other.first()[k]);
    assertArrayEquals(first, both.first());
    assertClose(totals, both.totals(), 1e-13, "two terms");
  }

  @Test
  void everyBitWhateverTheSlicesAndTheBatch() {
    Batch batch = search.batch();
    double[] features = features(batch.atoms());
    SparsePoints points = points(2, 8);
    Found whole = sums(search, features, batch.atoms(), points);
    for (int slice : new int[] {1000, 255, 97}) {
      Found sliced = sums(search, features, slice, points);
      assertArrayEquals(whole.first(), sliced.first());
      assertArrayEquals(whole.totals(), sliced.totals(), "slices of " + slice);
    }
    int large = 5;
    int from = batch.offset(large);
    try (NeighbourSearch alone = backend.neighbours(batch(ATOMS[large]), 1)) {
      double[] own =
          Arrays.copyOfRange(features, from * FEATURES, batch.offset(large + 1) * FEATURES);
      assertArrayEquals(
          Arrays.copyOfRange(whole.totals(), 2 * large, 2 * large + 2),
          sums(alone, own, 300, points).totals());
    }
  }

  @Test
  void similaritiesAndAdjointsAreThoseOfValues() {
    int n = search.batch().atoms();
    int[] species = search.batch().species();
    SparsePoints points = points(2, 5);
    ChannelGradients g = ChannelGradients.same(0.4, -0.7);
    try (SparseKernel kernel = backend.sparseKernel(points);
        Tensor p = backend.tensor(features(n), n, FEATURES);
        Tensor expected = kernel.featureGradients(n);
        Tensor gradients = kernel.featureGradients(n);
        AtomSums sums = search.atomSums(2)) {
      KernelValues values = kernel.valuesAndAdjoint(p, species, g, expected);
      sums.slice(0, n);
      Doubles similarity = kernel.addValuesAndAdjoint(p, species, g, gradients, sums);
      assertArrayEquals(values.similarity().read(), similarity.read());
      assertArrayEquals(expected.toDoubles(), gradients.toDoubles());
      double[] first = sums.firstChannel().read();
      for (int i = 0; i < n; i++) {
        assertEquals(values.values().read()[2 * i], first[i]);
      }
    }
  }

  @Test
  void wrongSlicesAndShapesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> search.atomSums(0));
    try (SparseKernel kernel = backend.sparseKernel(points(2, 5));
        Tensor p = backend.tensor(features(2), 2, FEATURES);
        AtomSums sums = search.atomSums(2);
        AtomSums wide = search.atomSums(3)) {
      int[] species = {14, 14};
      sums.slice(10, 13);
      assertThrows(IllegalArgumentException.class, () -> kernel.addValues(p, species, sums));
      wide.slice(10, 12);
      assertThrows(IllegalArgumentException.class, () -> kernel.addValues(p, species, wide));
      assertThrows(IndexOutOfBoundsException.class, () -> sums.slice(12, 14));
      assertThrows(IndexOutOfBoundsException.class, () -> sums.slice(20, 19));
      assertThrows(IndexOutOfBoundsException.class, () -> sums.slice(20, 100000));
    }
  }
}
