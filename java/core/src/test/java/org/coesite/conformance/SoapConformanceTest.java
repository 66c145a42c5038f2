package org.coesite.conformance;

import static org.coesite.conformance.Close.assertClose;
import static org.coesite.conformance.Close.assertWithin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Expansion coefficients and power spectra of every backend are those of the reference. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class SoapConformanceTest {
  private static final Batch MIXED =
      Batch.of(
          RandomStructures.material(1, 5, 3, 8, 14, 1),
          RandomStructures.material(2, 4, 2, 14, 8),
          RandomStructures.material(3, 1, 0, 1),
          RandomStructures.material(4, 6, 1, 14));

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
  void basesOfAllSizes() {
    int[][] sizes = {
      {0, 0}, {2, 1}, {5, 3}, {7, 6}, {8, 8}, {11, 3}, {2, 8}, {7, 1}, {0, 6}, {3, 4}, {15, 2}
    };
    for (int[] size : sizes) {
      assertSoap(MIXED, new SoapBasis(3.6, 0.7, size[0], size[1], 0.5), 1, 8, 14);
    }
  }

  /** Harmonics beyond what is unrolled, and more coefficients than a block of threads sums up. */
  @Test
  void largeBases() {
    Batch water = Batch.of(RandomStructures.material(10, 3, 0, 8, 1));
    for (int[] size : new int[][] {{2, 9}, {0, 20}, {8, 20}}) {
      assertSoap(water, new SoapBasis(3.6, 0.7, size[0], size[1], 0.5), 1, 8);
    }
  }

  /** Some hundred, of one species and of two, so that they come in several tiles. */
  @Test
  void manyNeighbours() {
    Batch crystals =
        Batch.of(
            RandomStructures.material(11, 1, 3, 14), RandomStructures.material(12, 2, 3, 8, 14));
    for (int[] size : new int[][] {{2, 2}, {6, 6}, {8, 8}, {3, 9}}) {
      assertSoap(crystals, new SoapBasis(8, 0.5, size[0], size[1], 0.8), 8, 14);
    }
  }

  @Test
  void oneToFourSpeciesSomeOfThemAbsent() {
    SoapBasis basis = new SoapBasis(4, 0.5, 3, 3, 0.4);
    Batch silicon = Batch.of(RandomStructures.material(5, 5, 3, 14));
    assertSoap(silicon, basis, 14);
    assertSoap(silicon, basis, 8, 14);
    assertSoap(MIXED, basis, 1, 6, 8, 14);
  }

  @Test
  void widthsAndCutoffs() {
    assertSoap(MIXED, new SoapBasis(2, 2, 4, 4, 0.2), 1, 8, 14);
    assertSoap(MIXED, new SoapBasis(3, 0.1, 4, 4, 1), 1, 8, 14);
    assertSoap(MIXED, new SoapBasis(3, 0, 4, 4, 0.5), 1, 8, 14);
    assertSoap(MIXED, new SoapBasis(5, 0.5, 6, 4, 0.3), 1, 8, 14);
  }

  @Test
  void fadingDensities() {
    for (DensityScaling scaling :
        new DensityScaling[] {
          new DensityScaling(1, 2, 4), new DensityScaling(0.3, 1.5, 7), new DensityScaling(2, 3, 1)
        }) {
      SoapBasis plain = new SoapBasis(4, 0.5, 5, 3, 0.4);
      assertSoap(MIXED, scaled(plain, scaling), 1, 8, 14);
    }
  }

  private static SoapBasis scaled(SoapBasis basis, DensityScaling scaling) {
    return new SoapBasis(
        basis.cutoff(),
        basis.smoothing(),
        basis.maxRadial(),
        basis.maxAngular(),
        basis.density(),
        scaling,
        basis.splineAccuracy());
  }

  private static SoapBasis accurate(SoapBasis basis, double splineAccuracy) {
    return new SoapBasis(
        basis.cutoff(),
        basis.smoothing(),
        basis.maxRadial(),
        basis.maxAngular(),
        basis.density(),
        basis.scaling(),
        splineAccuracy);
  }

  @Test
  void accuracyIsWhatTheBasisAsksFor() {
    SoapBasis basis = accurate(new SoapBasis(4, 0.5, 5, 4, 0.4), 1e-12);
    double[] expected = new ReferenceSoap(basis, 1, 8, 14).expansion(MIXED, 0, MIXED.atoms());
    assertWithin(
        expected, expansion(MIXED, basis, 1, 8, 14), device.choose(2e-11, 3e-5), "coefficients");
  }

  /** With the splines made fine enough, the values featomic has from exact radial integrals. */
  @Test
  void featomicsMolecule() {
    SoapBasis basis = accurate(Featomic.BASIS, 1e-11);
    ReferenceSoap soap = new ReferenceSoap(basis, Featomic.SPECIES);
    double[] full = soap.fullSpectrum(soap.expansion(Featomic.batch(), 0, 9));
    double[] ours = unfolded(features(Featomic.batch(), basis, Featomic.SPECIES), soap);
    assertWithin(full, ours, device.choose(1e-8, 1e-5 * Close.largest(full)), "power spectrum");
  }

  /** featomic's columns from ours. */
  private static double[] unfolded(double[] folded, ReferenceSoap soap) {
    int n = soap.n;
    double[] full = new double[folded.length / soap.columns(true) * soap.columns(false)];
    int from = 0;
    int to = 0;
    while (from < folded.length) {
      for (int a = 0; a < soap.species.length; a++) {
        for (int b = a; b < soap.species.length; b++) {
          for (int l = 0; l <= soap.basis.maxAngular(); l++) {
            for (int n1 = 0; n1 < n; n1++) {
              for (int n2 = a == b ? n1 : 0; n2 < n; n2++) {
                double value = folded[from++];
                if (a == b && n1 != n2) {
                  value /= Math.sqrt(2);
                  full[to + n2 * n + n1] = value;
                }
                full[to + n1 * n + n2] = value;
              }
            }
            to += n * n;
          }
        }
      }
    }
    return full;
  }

  @Test
  void slicesHoldTheRowsOfTheWhole() {
    SoapBasis basis = new SoapBasis(4, 0.5, 3, 3, 0.4);
    double[] whole = expansion(MIXED, basis, 1, 8, 14);
    int row = whole.length / MIXED.atoms();
    try (NeighbourSearch search = backend.neighbours(MIXED, 4);
        Soap soap = backend.soap(basis, new int[] {1, 8, 14});
        Neighbours pairs = search.pairs(3, 11);
        Tensor coefficients = soap.expansion(pairs)) {
      assertArrayEquals(Arrays.copyOfRange(whole, 3 * row, 11 * row), coefficients.toDoubles());
    }
    try (NeighbourSearch search = backend.neighbours(MIXED, 4);
        Soap soap = backend.soap(basis, new int[] {1, 8, 14});
        Neighbours pairs = search.pairs(5, 5);
        Tensor coefficients = soap.expansion(pairs);
        Tensor features = soap.powerSpectrum(coefficients)) {
      assertEquals(0, coefficients.size());
      assertEquals(0, features.size());
    }
  }

  @Test
  void pairsBeyondTheBasisArePassedOver() {
    SoapBasis basis = new SoapBasis(3, 0.5, 3, 3, 0.4);
    double[] expected = expansion(MIXED, basis, 1, 8, 14);
    try (NeighbourSearch search = backend.neighbours(MIXED, 4.5);
        Soap soap = backend.soap(basis, new int[] {1, 8, 14});
        Neighbours pairs = search.pairs(0, MIXED.atoms());
        Tensor coefficients = soap.expansion(pairs)) {
      assertArrayEquals(expected, coefficients.toDoubles());
    }
  }

  @Test
  void neighboursOfAShorterCutoffAreRefused() {
    try (NeighbourSearch search = backend.neighbours(MIXED, 3);
        Soap soap = backend.soap(new SoapBasis(4, 0.5, 3, 3, 0.4), new int[] {1, 8, 14});
        Neighbours pairs = search.pairs(0, MIXED.atoms())) {
      assertThrows(IllegalArgumentException.class, () -> soap.expansion(pairs).close());
    }
  }

  @Test
  void anUnknownSpeciesIsNamed() {
    try (NeighbourSearch search = backend.neighbours(MIXED, 4);
        Soap soap = backend.soap(new SoapBasis(4, 0.5, 3, 3, 0.4), new int[] {8, 14});
        Neighbours pairs = search.pairs(0, MIXED.atoms())) {
      CoesiteException wrong =
          assertThrows(CoesiteException.class, () -> soap.expansion(pairs).close());
      String message = wrong.getMessage();
      // hydrogen is the third atom of the first structure
      assertTrue(message.matches(".*\\bH\\b.*") && message.matches(".*\\b3\\b.*"), message);
      assertEquals(1, message.lines().count(), message);
    }
  }

  @Test
  void aFailureDoesNotSpoilWhatComesAfter() {
    SoapBasis basis = new SoapBasis(4, 0.5, 3, 3, 0.4);
    Batch silica = Batch.of(RandomStructures.material(9, 40, 3, 8, 14));
    double[] before = features(silica, basis, 8, 14);
    try (NeighbourSearch search = backend.neighbours(silica, 4);
        Soap soap = backend.soap(basis, new int[] {14});
        Neighbours pairs = search.pairs(0, 40)) {
      for (int time = 0; time < 20; time++) {
        assertThrows(CoesiteException.class, () -> soap.expansion(pairs).close());
      }
    }
    assertArrayEquals(before, features(silica, basis, 8, 14));
  }

  @Test
  void atomsAtOnePlaceCountTwice() {
    Structure two =
        Structure.of(new int[] {14, 14, 8}, new double[] {1, 2, 3, 1, 2, 3, 2, 3, 3}).build();
    assertSoap(Batch.of(two), new SoapBasis(4, 0.5, 3, 3, 0.4), 8, 14);
  }

  /** Directions where angles are singular and recursions may lose a component. */
  @Test
  void neighboursOnTheAxes() {
    double r = 1.7;
    double[] positions = {
      0, 0, 0, r, 0, 0, -r, 0, 0, 0, r, 0, 0, -r, 0, 0, 0, r, 0, 0, -r, 1e-9, 1e-9, 2, 1, 1e-12, 0
    };
    int[] species = {14, 8, 8, 8, 8, 8, 8, 14, 14};
    assertSoap(
        Batch.of(Structure.of(species, positions).build()),
        new SoapBasis(4, 0.5, 4, 8, 0.4),
        8,
        14);
  }

  @Test
  void featuresDoNotTurnWithTheStructure() {
    SoapBasis basis = new SoapBasis(4, 0.5, 7, 6, 0.4);
    double[] before = features(MIXED, basis, 1, 8, 14);
    Random random = new Random(9);
    for (int trial = 0; trial < 3; trial++) {
      double[] rotation = Rotations.random(random);
      Structure[] turned = new Structure[MIXED.size()];
      for (int s = 0; s < turned.length; s++) {
        turned[s] = RandomStructures.deformed(MIXED.structure(s), rotation);
      }
      assertClose(
          before,
          features(Batch.of(turned), basis, 1, 8, 14),
          device.choose(1e-10, 1e-5),
          "features after a rotation");
    }
  }

  @Test
  void featuresMoveWithTheOrderOfAtoms() {
    SoapBasis basis = new SoapBasis(4, 0.5, 5, 4, 0.4);
    Structure structure = RandomStructures.material(8, 7, 3, 8, 14);
    int[] order = {4, 2, 6, 0, 1, 5, 3};
    int[] species = new int[7];
    double[] positions = new double[21];
    for (int i = 0; i < 7; i++) {
      species[i] = structure.species(order[i]);
      for (int k = 0; k < 3; k++) {
        positions[3 * i + k] = structure.position(order[i], k);
      }
    }
    Structure shuffled = Structure.of(species, positions).cell(structure.cell()).build();
    double[] expected = features(Batch.of(structure), basis, 8, 14);
    double[] actual = features(Batch.of(shuffled), basis, 8, 14);
    int row = expected.length / 7;
    for (int i = 0; i < 7; i++) {
      assertWithin(
          Arrays.copyOfRange(expected, order[i] * row, (order[i] + 1) * row),
          Arrays.copyOfRange(actual, i * row, (i + 1) * row),
          device.choose(1e-12, 1e-5) * Close.largest(expected),
          "atom " + i);
    }
  }

  @Test
  void featuresDoNotMoveWithTheOrigin() {
    SoapBasis basis = new SoapBasis(4, 0.5, 5, 4, 0.4);
    Structure structure = RandomStructures.material(8, 6, 3, 8, 14);
    double[] positions = structure.positions();
    for (int i = 0; i < 6; i++) {
      for (int k = 0; k < 3; k++) {
        // every atom to another image, and all of them by the same vector
        positions[3 * i + k] += 0.37 * (k + 1) + (i - 2) * structure.cell().get(i % 3, k);
      }
    }
    Structure moved = RandomStructures.moved(structure, positions, structure.cell());
    assertClose(
        features(Batch.of(structure), basis, 8, 14),
        features(Batch.of(moved), basis, 8, 14),
        device.choose(1e-12, 2e-5),
        "features after a translation");
  }

  private double[] expansion(Batch batch, SoapBasis basis, int... species) {
    try (NeighbourSearch search = backend.neighbours(batch, basis.cutoff());
        Soap soap = backend.soap(basis, species);
        Neighbours pairs = search.pairs(0, batch.atoms());
        Tensor coefficients = soap.expansion(pairs)) {
      assertEquals(4, coefficients.rank());
      assertEquals(batch.atoms(), coefficients.shape(0));
      assertEquals(species.length, coefficients.shape(1));
      assertEquals(basis.harmonics(), coefficients.shape(2));
      assertEquals(basis.radialFunctions(), coefficients.shape(3));
      return coefficients.toDoubles();
    }
  }

  private double[] features(Batch batch, SoapBasis basis, int... species) {
    try (NeighbourSearch search = backend.neighbours(batch, basis.cutoff());
        Soap soap = backend.soap(basis, species);
        Neighbours pairs = search.pairs(0, batch.atoms());
        Tensor coefficients = soap.expansion(pairs);
        Tensor features = soap.powerSpectrum(coefficients)) {
      assertEquals(2, features.rank());
      assertEquals(batch.atoms(), features.shape(0));
      assertEquals(soap.features(), features.shape(1));
      return features.toDoubles();
    }
  }

  private void assertSoap(Batch batch, SoapBasis basis, int... species) {
    ReferenceSoap reference = new ReferenceSoap(basis, species);
    double[] expected = reference.expansion(batch, 0, batch.atoms());
    String what = basis + " of " + Arrays.toString(species);
    // the splines' error is per neighbour; some tens of neighbours add up like a random walk
    double tolerance =
        device.choose(10 * basis.splineAccuracy(), 1e-5 * Math.max(1, Close.largest(expected)));
    double[] coefficients = expansion(batch, basis, species);
    assertWithin(expected, coefficients, tolerance, "coefficients, " + what);
    // from the same coefficients, so that only the power spectrum is judged
    double[] spectrum = reference.spectrum(coefficients);
    double[] features = features(batch, basis, species);
    assertEquals(batch.atoms() * reference.columns(true), features.length, what);
    assertClose(spectrum, features, device.choose(1e-14, 1e-6), "features, " + what);
  }
}
