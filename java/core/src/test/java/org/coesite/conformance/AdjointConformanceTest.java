package org.coesite.conformance;

import static org.coesite.conformance.Close.assertClose;
import static org.coesite.conformance.Close.assertWithin;
import static org.coesite.conformance.Close.dot;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Adjoints, one by one and chained to forces and virial, are the derivatives they claim to be. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class AdjointConformanceTest {
  private static final Structure CRYSTAL = RandomStructures.material(1, 5, 3, 8, 14, 1);
  private static final Structure SLAB = RandomStructures.material(2, 4, 2, 14, 8);
  private static final Structure MOLECULE = RandomStructures.material(6, 4, 0, 1, 8);
  private static final int[] SPECIES = {1, 8, 14};

  /** Step of differences, angstrom. */
  private static final double H = 1e-4;

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

  /**
   * p is quadratic in c, so that its symmetric difference is its derivative whatever the step: (p(c
   * + x) - p(c - x)) / 2 = J x, and (J x) . y = x . (J^T y).
   */
  @Test
  void powerSpectrum() {
    for (int[] size : new int[][] {{0, 0}, {2, 1}, {5, 3}, {7, 6}, {8, 2}, {11, 1}, {10, 7}}) {
      for (int[] species : new int[][] {{14}, {8, 14}, {1, 6, 8, 14}}) {
        SoapBasis basis = new SoapBasis(4, 0.5, size[0], size[1], 0.4);
        ReferenceSoap reference = new ReferenceSoap(basis, species);
        Random random = new Random(size[0]);
        int centres = 5;
        int width = species.length * basis.harmonics() * basis.radialFunctions();
        double[] c = random.doubles((long) centres * width, -1, 1).toArray();
        double[] x = random.doubles(c.length, -1, 1).toArray();
        double[] y = random.doubles((long) centres * reference.columns(true), -1, 1).toArray();
        double[] forward = new double[c.length];
        double[] back = new double[c.length];
        for (int k = 0; k < c.length; k++) {
          forward[k] = c[k] + x[k];
          back[k] = c[k] - x[k];
        }
        double[] ahead = reference.spectrum(forward);
        double[] behind = reference.spectrum(back);
        double[] adjoint = powerSpectrumAdjoint(basis, species, c, y);
        for (int i = 0; i < centres; i++) {
          double expected = 0;
          double scale = 0;
          for (int f = i * y.length / centres; f < (i + 1) * y.length / centres; f++) {
            expected += (ahead[f] - behind[f]) / 2 * y[f];
            scale += Math.abs((ahead[f] - behind[f]) / 2 * y[f]);
          }
          double[] part = Arrays.copyOfRange(adjoint, i * width, (i + 1) * width);
          double actual = dot(part, Arrays.copyOfRange(x, i * width, (i + 1) * width));
          assertEquals(
              expected,
              actual,
              device.choose(1e-13, 1e-6) * scale,
              "centre " + i + ", " + basis + ", " + Arrays.toString(species));
        }
      }
    }
  }

  private double[] powerSpectrumAdjoint(SoapBasis basis, int[] species, double[] c, double[] y) {
    int centres = 5;
    try (Soap soap = backend.soap(basis, species);
        Tensor coefficients =
            backend.tensor(c, centres, species.length, basis.harmonics(), basis.radialFunctions());
        Tensor gradients = backend.tensor(y, centres, soap.features());
        Tensor adjoint = soap.powerSpectrumAdjoint(coefficients, gradients)) {
      assertEquals(4, adjoint.rank());
      assertEquals(c.length, adjoint.size());
      return adjoint.toDoubles();
    }
  }

  /** dE/dr_ij of every pair against differences of the reference's contribution of that pair. */
  @Test
  void expansion() {
    for (SoapBasis basis :
        new SoapBasis[] {
          new SoapBasis(3.5, 0.7, 0, 0, 0.5, DensityScaling.NONE, 1e-10),
          new SoapBasis(3.5, 0.7, 2, 1, 0.5, DensityScaling.NONE, 1e-10),
          new SoapBasis(3.5, 0.7, 5, 6, 0.5, DensityScaling.NONE, 1e-10),
          new SoapBasis(3.5, 0.7, 7, 3, 0.5, DensityScaling.NONE, 1e-10),
          new SoapBasis(3.5, 0.7, 8, 8, 0.5, DensityScaling.NONE, 1e-10),
          new SoapBasis(3.5, 0.7, 12, 2, 0.5, DensityScaling.NONE, 1e-10),
          new SoapBasis(3.5, 0.7, 0, 9, 0.5, DensityScaling.NONE, 1e-10),
          new SoapBasis(3.5, 0.7, 3, 2, 0.4, new DensityScaling(1, 2, 4), 1e-10)
        }) {
      assertSlopes(basis, Batch.of(CRYSTAL, MOLECULE));
    }
  }

  /** Some hundred, of one species and of two, so that they come in several tiles. */
  @Test
  void expansionOverManyNeighbours() {
    Batch crystals =
        Batch.of(
            RandomStructures.material(11, 1, 3, 14), RandomStructures.material(12, 2, 3, 8, 14));
    assertSlopes(new SoapBasis(7.5, 0.7, 3, 3, 0.8, DensityScaling.NONE, 1e-10), crystals);
  }

  private void assertSlopes(SoapBasis basis, Batch batch) {
    ReferenceSoap reference = new ReferenceSoap(basis, SPECIES);
    int block = basis.harmonics() * basis.radialFunctions();
    double[] y =
        new Random(8).doubles((long) batch.atoms() * SPECIES.length * block, -1, 1).toArray();
    try (NeighbourSearch search = backend.neighbours(batch, basis.cutoff() + 0.3);
        Soap soap = backend.soap(basis, SPECIES);
        Neighbours pairs = search.pairs(0, batch.atoms());
        Tensor gradients =
            backend.tensor(
                y, batch.atoms(), SPECIES.length, basis.harmonics(), basis.radialFunctions());
        Tensor pairGradients = pairs.zeroGradients()) {
      soap.expansionAdjoint(pairs, gradients, pairGradients);
      double[] once = pairGradients.toDoubles();
      double[] expected = slopes(reference, batch, pairs.toPairList(), y);
      assertClose(expected, once, device.choose(1e-6, 1e-4), "dE/dr_ij, " + basis);
      soap.expansionAdjoint(pairs, gradients, pairGradients);
      double[] twice = pairGradients.toDoubles();
      for (int k = 0; k < once.length; k++) {
        assertEquals(2 * once[k], twice[k], "gradients are added to");
      }
    }
  }

  private static double[] slopes(ReferenceSoap reference, Batch batch, PairList pairs, double[] y) {
    double[] slopes = new double[3 * pairs.count()];
    for (int p = 0; p < pairs.count(); p++) {
      int a = Arrays.binarySearch(reference.species, batch.species(pairs.j()[p]));
      int block = reference.lm * reference.n;
      int from = (pairs.centre(p) * reference.species.length + a) * block;
      double[] gradient = Arrays.copyOfRange(y, from, from + block);
      for (int k = 0; k < 3; k++) {
        double[] r = Arrays.copyOfRange(pairs.vector(), 3 * p, 3 * p + 3);
        r[k] += H;
        double ahead = dot(reference.contribution(r), gradient);
        r[k] -= 2 * H;
        slopes[3 * p + k] = (ahead - dot(reference.contribution(r), gradient)) / (2 * H);
      }
    }
    return slopes;
  }

  @Test
  void forcesAreMinusTheSlopeOfTheEnergy() {
    Assumptions.assumeTrue(device.precision() == Precision.F64, "differences need double");
    Batch batch = Batch.of(CRYSTAL, SLAB, MOLECULE);
    for (RandomModel model : models()) {
      try (RandomModel.Prepared prepared = model.on(backend)) {
        double[] forces = prepared.evaluate(batch, 4).all("forces");
        for (int s = 0; s < batch.size(); s++) {
          Structure structure = batch.structure(s);
          List<Structure> displaced = new ArrayList<>();
          for (int k = 0; k < 3 * structure.atoms(); k++) {
            for (double h : new double[] {H, -H}) {
              double[] positions = structure.positions();
              positions[k] += h;
              displaced.add(RandomStructures.moved(structure, positions, structure.cell()));
            }
          }
          double[] slopes = differences(prepared, displaced);
          for (int k = 0; k < slopes.length; k++) {
            slopes[k] = -slopes[k];
          }
          int from = 3 * batch.offset(s);
          double[] actual = Arrays.copyOfRange(forces, from, from + slopes.length);
          assertClose(slopes, actual, 1e-6, "forces of structure " + s);
        }
      }
    }
  }

  @Test
  void virialIsTheSlopeInStrain() {
    Assumptions.assumeTrue(device.precision() == Precision.F64, "differences need double");
    Batch batch = Batch.of(SLAB, CRYSTAL);
    for (RandomModel model : models()) {
      try (RandomModel.Prepared prepared = model.on(backend)) {
        double[][] virial = prepared.evaluate(batch, 3).virial();
        for (int s = 0; s < batch.size(); s++) {
          List<Structure> strained = new ArrayList<>();
          for (int k = 0; k < 9; k++) {
            for (double h : new double[] {H, -H}) {
              double[] d = {1, 0, 0, 0, 1, 0, 0, 0, 1};
              d[k] += h;
              strained.add(RandomStructures.deformed(batch.structure(s), d));
            }
          }
          double[] slopes = differences(prepared, strained);
          assertClose(slopes, virial[s], 1e-6, "virial of structure " + s);
        }
      }
    }
  }

  /** Slopes from structures a step forward and a step back, in turn. */
  private static double[] differences(RandomModel.Prepared model, List<Structure> structures) {
    double[] energies = model.energies(Batch.of(structures));
    double[] slopes = new double[energies.length / 2];
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] = (energies[2 * k] - energies[2 * k + 1]) / (2 * H);
    }
    return slopes;
  }

  /** One with splines of the usual accuracy, one with finer ones. */
  private static RandomModel[] models() {
    return new RandomModel[] {
      RandomModel.of(new SoapBasis(3.5, 0.7, 4, 3, 0.5), 2, true, 1, SPECIES),
      RandomModel.of(
          new SoapBasis(3.5, 0.7, 3, 2, 0.4, new DensityScaling(1, 2, 4), 1e-10),
          1,
          false,
          3,
          SPECIES)
    };
  }

  @Test
  void energiesAreTheReferences() {
    SoapBasis basis = new SoapBasis(3.5, 0.7, 4, 3, 0.5);
    RandomModel model = RandomModel.of(basis, 2, true, 2, SPECIES);
    Batch batch = Batch.of(CRYSTAL, SLAB, MOLECULE);
    ReferenceSoap soap = new ReferenceSoap(basis, SPECIES);
    ReferenceKernel kernel = new ReferenceKernel(model.points());
    double[] features = soap.spectrum(soap.expansion(batch, 0, batch.atoms()));
    int width = soap.columns(true);
    double[] expected = new double[batch.atoms()];
    for (int i = 0; i < expected.length; i++) {
      int s = batch.structureOf(i);
      double[] p = Arrays.copyOfRange(features, i * width, (i + 1) * width);
      expected[i] =
          dot(model.channelGradients(), kernel.values(p, batch.species(i)))
              + ReferencePairs.energy(model.splines(), batch.structure(s), i - batch.offset(s));
    }
    double[] actual = model.evaluate(backend, batch, 5).all("energy");
    assertClose(expected, actual, device.choose(1e-6, 1e-4), "energies");
  }

  /** What a rotation-invariant energy implies whatever the splines, in both precisions. */
  @Test
  void forcesSumToZeroAndTheVirialIsSymmetric() {
    for (RandomModel model : models()) {
      Batch batch = Batch.of(CRYSTAL, SLAB, MOLECULE);
      RandomModel.Results results = model.evaluate(backend, batch, 4);
      double[] forces = results.all("forces");
      double tolerance = device.choose(1e-12, 1e-5) * Close.largest(forces);
      for (int s = 0; s < batch.size(); s++) {
        double[] sum = new double[3];
        for (int i = batch.offset(s); i < batch.offset(s + 1); i++) {
          for (int k = 0; k < 3; k++) {
            sum[k] += forces[3 * i + k];
          }
        }
        assertWithin(new double[3], sum, tolerance, "sum of forces of structure " + s);
        double[] v = results.virial()[s];
        double[] transposed = {v[0], v[3], v[6], v[1], v[4], v[7], v[2], v[5], v[8]};
        assertClose(transposed, v, device.choose(1e-12, 1e-5), "virial of structure " + s);
      }
    }
  }

  @Test
  void forcesTurnWithTheStructure() {
    RandomModel model = models()[0];
    RandomModel.Results before = model.evaluate(backend, Batch.of(CRYSTAL), 5);
    double[] rotation = Rotations.random(new Random(2));
    Structure turned = RandomStructures.deformed(CRYSTAL, rotation);
    RandomModel.Results after = model.evaluate(backend, Batch.of(turned), 5);
    double[] forces = before.all("forces");
    double[] expected = new double[forces.length];
    for (int i = 0; i < CRYSTAL.atoms(); i++) {
      for (int k = 0; k < 3; k++) {
        for (int m = 0; m < 3; m++) {
          expected[3 * i + k] += forces[3 * i + m] * rotation[3 * m + k];
        }
      }
    }
    assertClose(expected, after.all("forces"), device.choose(1e-9, 1e-4), "forces");
    assertEquals(
        before.energy(),
        after.energy(),
        device.choose(1e-10, 1e-5) * Close.largest(before.all("energy")));
  }

  /** Single precision against double, with the derivative of the other tests behind it. */
  @Test
  void forcesInSinglePrecisionAreThoseInDouble() {
    Assumptions.assumeTrue(device.precision() == Precision.F32, "single precision only");
    Batch batch = Batch.of(CRYSTAL, SLAB, MOLECULE);
    for (RandomModel model : models()) {
      try (Backend twice = device.provider().open(Precision.F64, 2)) {
        RandomModel.Results expected = model.evaluate(twice, batch, 4);
        RandomModel.Results actual = model.evaluate(backend, batch, 4);
        assertClose(expected.all("forces"), actual.all("forces"), 1e-4, "forces");
        for (int s = 0; s < batch.size(); s++) {
          assertClose(expected.virial()[s], actual.virial()[s], 1e-4, "virial");
        }
      }
    }
  }
}
