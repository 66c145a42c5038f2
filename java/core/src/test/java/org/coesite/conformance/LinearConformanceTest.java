package org.coesite.conformance;

import static org.coesite.conformance.Close.assertClose;
import static org.coesite.conformance.Close.dot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Linear;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.Irreps;
import org.coesite.math.SoapBasis;
import org.coesite.math.WignerD;
import org.coesite.structure.Batch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear layers and their adjoint. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class LinearConformanceTest {
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

  /** Single-precision numbers, which both sides share. */
  private static double[] values(long seed, int count) {
    Random random = new Random(seed);
    double[] out = new double[count];
    for (int k = 0; k < count; k++) {
      out[k] = (float) (2 * random.nextDouble() - 1);
    }
    return out;
  }

  private static double[] weights(LinearPaths paths) {
    return values(1, paths.weights());
  }

  private static double[] apply(Backend backend, LinearPaths paths, int rows, double[] x) {
    try (Linear linear = backend.linear(paths, weights(paths));
        Tensor in = backend.tensor(x, rows, paths.x().size());
        Tensor out = linear.apply(in)) {
      assertEquals(rows, out.shape(0));
      assertEquals(paths.out().size(), out.shape(1));
      return out.toDoubles();
    }
  }

  private static double[] adjoint(Backend backend, LinearPaths paths, int rows, double[] g) {
    try (Linear linear = backend.linear(paths, weights(paths));
        Tensor gradients = backend.tensor(g, rows, paths.out().size());
        Tensor out = backend.zeros(rows, paths.x().size())) {
      linear.adjoint(gradients, out);
      return out.toDoubles();
    }
  }

  @Test
  void rowsAreTheReferences() {
    for (LinearPaths paths : ReferenceLinear.some()) {
      for (int rows : new int[] {1, 7, 101}) {
        double[] x = values(rows, rows * paths.x().size());
        assertClose(
            new ReferenceLinear(paths, weights(paths)).apply(rows, x),
            apply(backend, paths, rows, x),
            device.choose(1e-14, 2e-6),
            rows + " rows of " + paths);
      }
    }
  }

  @Test
  void theAdjointIsTheTranspose() {
    int rows = 29;
    for (LinearPaths paths : ReferenceLinear.some()) {
      double[] x = values(2, rows * paths.x().size());
      double[] g = values(3, rows * paths.out().size());
      double[] z = new ReferenceLinear(paths, weights(paths)).apply(rows, x);
      double scale = dot(absolute(z), absolute(g));
      assertEquals(
          dot(z, g),
          dot(adjoint(backend, paths, rows, g), x),
          device.choose(1e-14, 1e-6) * scale,
          paths.toString());
    }
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  /** From results a step forward and back in every number of a row. */
  @Test
  void theAdjointIsTheSlope() {
    Assumptions.assumeTrue(device.precision() == Precision.F64, "differences need double");
    LinearPaths paths = ReferenceLinear.all("2x0e+3x1o+1x1o", "4x1o+1x0e");
    double[] x = values(4, 2 * paths.x().size());
    double[] g = values(5, 2 * paths.out().size());
    double[] slopes = adjoint(backend, paths, 2, g);
    double h = 0.5; // linear: any step will do
    for (int k = 0; k < x.length; k++) {
      double before = x[k];
      x[k] = before + h;
      double ahead = dot(apply(backend, paths, 2, x), g);
      x[k] = before - h;
      double behind = dot(apply(backend, paths, 2, x), g);
      x[k] = before;
      assertEquals((ahead - behind) / (2 * h), slopes[k], 1e-13);
    }
  }

  @Test
  void theAdjointIsAddedToWhatIsThere() {
    int rows = 9;
    for (LinearPaths paths : ReferenceLinear.some()) {
      double[] g = values(6, rows * paths.out().size());
      double[] there = values(7, rows * paths.x().size());
      double[] expected = adjoint(backend, paths, rows, g);
      for (int k = 0; k < expected.length; k++) {
        expected[k] += there[k];
      }
      try (Linear linear = backend.linear(paths, weights(paths));
          Tensor gradients = backend.tensor(g, rows, paths.out().size());
          Tensor sum = backend.tensor(there, rows, paths.x().size())) {
        linear.adjoint(gradients, sum);
        assertClose(expected, sum.toDoubles(), device.choose(1e-15, 1e-7), paths.toString());
      }
    }
  }

  /** L(R x) = R L(x) for proper and improper R. */
  @Test
  void resultsTurnWithTheirArguments() {
    int rows = 5;
    Random random = new Random(8);
    for (LinearPaths paths : ReferenceLinear.some()) {
      for (int sign : new int[] {1, -1}) {
        double[] rotation = Rotations.random(random);
        for (int k = 0; k < 9; k++) {
          rotation[k] *= sign;
        }
        WignerD d = new WignerD(4, rotation);
        double[] x = values(9, rows * paths.x().size());
        assertClose(
            Rotations.turned(apply(backend, paths, rows, x), paths.out(), d),
            apply(backend, paths, rows, Rotations.turned(x, paths.x(), d)),
            device.choose(1e-13, 1e-5),
            paths + " under " + Arrays.toString(rotation));
      }
    }
  }

  /** Coefficients [C, S, L, N] are rows of blocks of N channels, species after species. */
  @Test
  void expansionCoefficientsAreTakenAsTheyAre() {
    SoapBasis basis = new SoapBasis(3, 0.5, 4, 3, 0.5);
    Batch batch = Batch.of(RandomStructures.material(3, 6, 3, 8, 14));
    List<Irreps.Block> blocks = new ArrayList<>();
    for (int species = 0; species < 2; species++) {
      blocks.addAll(Irreps.harmonics(3, basis.radialFunctions()).blocks());
    }
    LinearPaths paths = LinearPaths.all(new Irreps(blocks), Irreps.harmonics(3, 12));
    double[] g = values(10, batch.atoms() * paths.out().size());
    try (Soap soap = backend.soap(basis, new int[] {8, 14});
        NeighbourSearch search = backend.neighbours(batch, 3);
        Neighbours pairs = search.pairs(0, batch.atoms());
        Tensor coefficients = soap.expansion(pairs);
        Linear linear = backend.linear(paths, weights(paths));
        Tensor gradients = backend.tensor(g, batch.atoms(), paths.out().size());
        Tensor xGradients = backend.zeros(batch.atoms(), 2, 16, basis.radialFunctions());
        Tensor mixed = linear.apply(coefficients)) {
      assertEquals(4, coefficients.rank());
      double[] expected =
          new ReferenceLinear(paths, weights(paths)).apply(batch.atoms(), coefficients.toDoubles());
      assertClose(expected, mixed.toDoubles(), device.choose(1e-14, 2e-6), "coefficients");
      linear.adjoint(gradients, xGradients);
      assertArrayEquals(
          adjoint(backend, paths, batch.atoms(), g), xGradients.toDoubles(), "their gradients");
    }
  }

  /** Every bit of a row's numbers whatever rows it is among, where, and the threads. */
  @Test
  void everyBitWhateverTheRowsAndTheThreads() {
    int rows = 61;
    // a GPU has no threads to vary
    int most = device.provider().name().equals("cpu") ? 3 : 1;
    for (LinearPaths paths : ReferenceLinear.some()) {
      double[] x = values(11, rows * paths.x().size());
      double[] g = values(12, rows * paths.out().size());
      double[] together = apply(backend, paths, rows, x);
      double[] slopes = adjoint(backend, paths, rows, g);
      for (int threads = 1; threads <= most; threads++) {
        try (Backend other = device.open(threads)) {
          for (int[] part : new int[][] {{0, 1}, {5, 6}, {1, 60}, {13, 37}, {59, 61}}) {
            int count = part[1] - part[0];
            String what = Arrays.toString(part) + " of " + paths;
            assertArrayEquals(
                rows(together, part, paths.out()),
                apply(other, paths, count, rows(x, part, paths.x())),
                what);
            assertArrayEquals(
                rows(slopes, part, paths.x()),
                adjoint(other, paths, count, rows(g, part, paths.out())),
                what);
          }
        }
      }
    }
  }

  private static double[] rows(double[] values, int[] part, Irreps irreps) {
    return Arrays.copyOfRange(values, part[0] * irreps.size(), part[1] * irreps.size());
  }

  /** Interpreted code, then the first compiler's, then the second's. */
  @Test
  void everyBitBeforeAndAfterWarmUp() {
    LinearPaths paths = ReferenceLinear.all("19x0e+7x1o+19x1o", "21x0e+5x1o");
    int rows = 50;
    double[] x = values(13, rows * paths.x().size());
    double[] g = values(14, rows * paths.out().size());
    double[] cold = apply(backend, paths, rows, x);
    double[] slopes = adjoint(backend, paths, rows, g);
    // a GPU's kernels are what they are from the start
    int times = device.provider().name().equals("cpu") ? 150 : 2;
    for (int time = 0; time < times; time++) {
      String when = "after " + (time + 1) + " times";
      assertArrayEquals(cold, apply(backend, paths, rows, x), when);
      assertArrayEquals(slopes, adjoint(backend, paths, rows, g), when);
    }
  }

  @Test
  void noRows() {
    LinearPaths paths = ReferenceLinear.some().getFirst();
    assertEquals(0, apply(backend, paths, 0, new double[0]).length);
    assertEquals(0, adjoint(backend, paths, 0, new double[0]).length);
  }

  @Test
  void wrongShapesAreRefused() {
    LinearPaths paths = ReferenceLinear.all("2x0e+1x1o", "3x0e");
    assertThrows(
        IllegalArgumentException.class, () -> backend.linear(paths, new double[5]).close());
    try (Linear linear = backend.linear(paths, new double[6]);
        Tensor x = backend.zeros(4, 5);
        Tensor gradients = backend.zeros(4, 3);
        Tensor fewer = backend.zeros(3, 5)) {
      assertThrows(IllegalArgumentException.class, () -> linear.apply(gradients).close());
      assertThrows(IllegalArgumentException.class, () -> linear.adjoint(x, x));
      assertThrows(IllegalArgumentException.class, () -> linear.adjoint(gradients, fewer));
    }
  }
}
