package org.coesite.conformance;

import static org.coesite.conformance.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.PairPotential;
import org.coesite.backend.PairSplines;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Spline pair potentials and their derivatives are those of the reference. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class PairPotentialConformanceTest {
  private static final Batch BATCH =
      Batch.of(
          RandomStructures.material(1, 6, 3, 8, 14, 1),
          RandomStructures.material(3, 1, 0, 1),
          RandomStructures.material(2, 5, 2, 14, 8));

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
  void energiesAndDerivatives() {
    assertPotential(BATCH, splines(1.0, 4, 31, 1, 8, 14), 4);
  }

  @Test
  void pairsNearerThanTheFirstKnot() {
    assertPotential(BATCH, splines(2.3, 4, 12, 1, 8, 14), 4);
  }

  @Test
  void pairsBeyondTheLastKnot() {
    assertPotential(BATCH, splines(1.0, 3, 21, 1, 8, 14), 4.5);
  }

  @Test
  void oneAndFourSpecies() {
    Batch silicon = Batch.of(RandomStructures.material(4, 4, 3, 14));
    assertPotential(silicon, splines(1.0, 4, 31, 14), 4);
    assertPotential(BATCH, splines(1.0, 4, 31, 1, 6, 8, 14), 4);
  }

  @Test
  void atTheKnotsTheValuesAreTheTable() {
    PairSplines splines = splines(1, 5, 5, 14);
    for (int knot = 0; knot < 4; knot++) {
      Structure two =
          Structure.of(new int[] {14, 14}, new double[] {0, 0, 0, 1.0 + knot, 0, 0}).build();
      try (NeighbourSearch search = backend.neighbours(Batch.of(two), 5);
          Neighbours pairs = search.pairs(0, 2);
          PairPotential potential = backend.pairPotential(splines);
          Tensor gradients = pairs.zeroGradients()) {
        double[] energies = potential.energies(pairs, gradients).read();
        double tolerance = device.choose(1e-14, 1e-6);
        assertEquals(splines.values()[knot] / 2, energies[0], tolerance);
        assertEquals(splines.slopes()[knot] / 2, gradients.toDoubles()[0], tolerance);
      }
    }
  }

  @Test
  void aSpeciesWithoutSplinesDoesNotInteract() {
    PairSplines all = splines(1, 4, 31, 1, 8, 14);
    // the rows (1, 8), (1, 14) and (1, 1) come first: what is left are those of 8 and 14
    PairSplines fewer =
        new PairSplines(
            new int[] {8, 14},
            all.start(),
            all.step(),
            31,
            Arrays.copyOfRange(all.values(), 3 * 31, 6 * 31),
            Arrays.copyOfRange(all.slopes(), 3 * 31, 6 * 31));
    double[] values = all.values().clone();
    double[] slopes = all.slopes().clone();
    Arrays.fill(values, 0, 3 * 31, 0);
    Arrays.fill(slopes, 0, 3 * 31, 0);
    PairSplines silent =
        new PairSplines(all.species(), all.start(), all.step(), 31, values, slopes);
    try (NeighbourSearch search = backend.neighbours(BATCH, 4);
        Neighbours pairs = search.pairs(0, BATCH.atoms());
        PairPotential without = backend.pairPotential(fewer);
        PairPotential with = backend.pairPotential(silent)) {
      assertArrayEquals(
          with.energies(pairs, null).read(), without.energies(pairs, null).read(), 1e-14);
    }
  }

  private static PairSplines splines(double start, double cutoff, int knots, int... species) {
    Random random = new Random(species.length);
    int pairs = species.length * (species.length + 1) / 2;
    double[] values = random.doubles((long) pairs * knots, -1, 1).toArray();
    double[] slopes = random.doubles((long) pairs * knots, -1, 1).toArray();
    for (int pair = 0; pair < pairs; pair++) {
      values[(pair + 1) * knots - 1] = 0;
      slopes[(pair + 1) * knots - 1] = 0;
    }
    return new PairSplines(species, start, (cutoff - start) / (knots - 1), knots, values, slopes);
  }

  private void assertPotential(Batch batch, PairSplines splines, double cutoff) {
    double[] expected = new double[batch.atoms()];
    for (int i = 0; i < expected.length; i++) {
      int s = batch.structureOf(i);
      expected[i] = ReferencePairs.energy(splines, batch.structure(s), i - batch.offset(s));
    }
    try (NeighbourSearch search = backend.neighbours(batch, cutoff);
        Neighbours pairs = search.pairs(0, batch.atoms());
        PairPotential potential = backend.pairPotential(splines);
        Tensor gradients = pairs.zeroGradients()) {
      double relative = device.choose(1e-12, 5e-6);
      double[] energies = potential.energies(pairs, null).read();
      assertClose(expected, energies, relative, "energies");
      assertArrayEquals(energies, potential.energies(pairs, gradients).read());
      double[] once = gradients.toDoubles();
      double[] slopes = slopes(batch, splines, pairs.toPairList());
      assertClose(slopes, once, relative, "derivatives");
      potential.energies(pairs, gradients).read();
      double[] twice = gradients.toDoubles();
      for (int k = 0; k < once.length; k++) {
        assertEquals(2 * once[k], twice[k], "gradients are added to");
      }
    }
  }

  /** d(phi / 2)/dr_ij of every pair, [pairs, 3]. */
  private static double[] slopes(Batch batch, PairSplines splines, PairList pairs) {
    double[] slopes = new double[3 * pairs.count()];
    for (int p = 0; p < pairs.count(); p++) {
      int a = Arrays.binarySearch(splines.species(), batch.species(pairs.centre(p)));
      int b = Arrays.binarySearch(splines.species(), batch.species(pairs.j()[p]));
      double r = pairs.distance(p);
      for (int k = 0; k < 3; k++) {
        double direction = pairs.vector()[3 * p + k] / r;
        slopes[3 * p + k] = ReferencePairs.phi(splines, a, b, r)[1] / 2 * direction;
      }
    }
    return slopes;
  }
}
