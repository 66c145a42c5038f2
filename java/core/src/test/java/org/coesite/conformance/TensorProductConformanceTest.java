package org.coesite.conformance;

import static org.coesite.conformance.Close.assertClose;
import static org.coesite.conformance.Close.dot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Convolution;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.backend.ProductPaths;
import org.coesite.backend.Tensor;
import org.coesite.backend.TensorProduct;
import org.coesite.math.Irreps;
import org.coesite.math.WignerD;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Clebsch-Gordan products, with and without the sum over edges, and their adjoints. */
@ParameterizedClass
@MethodSource("org.coesite.conformance.Device#all")
class TensorProductConformanceTest {
  private static final double CUTOFF = 3.2;

  /** A crystal, a slab, an atom without neighbours, one that has itself for a neighbour. */
  private static final List<Structure> STRUCTURES =
      List.of(
          RandomStructures.material(1, 5, 3, 8, 14, 1),
          RandomStructures.material(3, 1, 0, 1),
          RandomStructures.material(2, 4, 2, 14, 8),
          RandomStructures.material(6, 1, 3, 14));

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

  /** Arrays of a convolution, as numbers; rounded to single precision, which both sides share. */
  private record Numbers(double[] nodes, double[] edges, double[] weights, double[] gradients) {
    static Numbers random(ProductPaths paths, int atoms, int centres, int pairs, long seed) {
      Random random = new Random(seed);
      return new Numbers(
          values(random, atoms * paths.x().size()),
          values(random, pairs * paths.y().size()),
          values(random, pairs * paths.weights()),
          values(random, centres * paths.out().size()));
    }
  }

  private static double[] values(Random random, int count) {
    double[] out = new double[count];
    for (int k = 0; k < count; k++) {
      out[k] = (float) (2 * random.nextDouble() - 1);
    }
    return out;
  }

  /** What a convolution and its adjoints give. */
  private record Results(double[] messages, double[] nodes, double[] edges, double[] weights) {}

  private Results convolve(ProductPaths paths, Neighbours pairs, Numbers in) {
    int atoms = pairs.batch().atoms();
    try (Convolution convolution = backend.convolution(paths);
        Tensor nodes = backend.tensor(in.nodes, atoms, paths.x().size());
        Tensor edges = backend.tensor(in.edges, pairs.count(), paths.y().size());
        Tensor weights = backend.tensor(in.weights, pairs.count(), paths.weights());
        Tensor gradients =
            backend.tensor(in.gradients, pairs.last() - pairs.first(), paths.out().size());
        Tensor nodeGradients = backend.zeros(atoms, paths.x().size());
        Tensor edgeGradients = pairs.zeros(paths.y().size());
        Tensor weightGradients = pairs.zeros(paths.weights());
        Tensor messages = convolution.messages(pairs, nodes, edges, weights)) {
      convolution.nodesAdjoint(pairs, edges, weights, gradients, nodeGradients);
      convolution.edgesAdjoint(
          pairs, nodes, edges, weights, gradients, edgeGradients, weightGradients);
      return new Results(
          messages.toDoubles(),
          nodeGradients.toDoubles(),
          edgeGradients.toDoubles(),
          weightGradients.toDoubles());
    }
  }

  @Test
  void messagesAreTheReferences() {
    Batch batch = Batch.of(STRUCTURES);
    for (ProductPaths paths : ReferenceProduct.shared()) {
      try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
          Neighbours pairs = search.pairs(1, batch.atoms())) {
        PairList list = pairs.toPairList();
        Numbers in =
            Numbers.random(paths, batch.atoms(), batch.atoms() - 1, list.count(), paths.hashCode());
        double[] expected =
            new ReferenceProduct(paths).messages(list, in.nodes, in.edges, in.weights);
        double[] actual = convolve(paths, pairs, in).messages;
        assertClose(expected, actual, device.choose(1e-14, 2e-6), paths.toString());
      }
    }
  }

  /**
   * The product is linear in each argument, so that the reference itself, at a direction, is the
   * derivative in that direction: dE/dx . d = dE/dz . z(d, y, w).
   */
  @Test
  void adjointsAreTransposes() {
    Batch batch = Batch.of(STRUCTURES);
    for (ProductPaths paths : ReferenceProduct.shared()) {
      try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
          Neighbours pairs = search.pairs(0, batch.atoms())) {
        PairList list = pairs.toPairList();
        int atoms = batch.atoms();
        ReferenceProduct reference = new ReferenceProduct(paths);
        Numbers in = Numbers.random(paths, atoms, atoms, list.count(), 3);
        Results results = convolve(paths, pairs, in);
        Numbers d = Numbers.random(paths, atoms, atoms, list.count(), 5);
        double[] change = reference.messages(list, d.nodes, in.edges, in.weights);
        assertDot(in, change, results.nodes, d.nodes);
        change = reference.messages(list, in.nodes, d.edges, in.weights);
        assertDot(in, change, results.edges, d.edges);
        change = reference.messages(list, in.nodes, in.edges, d.weights);
        assertDot(in, change, results.weights, d.weights);
      }
    }
  }

  private void assertDot(Numbers in, double[] change, double[] adjoint, double[] direction) {
    double scale = 0;
    for (int k = 0; k < change.length; k++) {
      scale += Math.abs(change[k] * in.gradients[k]);
    }
    assertEquals(
        dot(change, in.gradients), dot(adjoint, direction), device.choose(1e-14, 1e-6) * scale);
  }

  /** Each number of the adjoints, from messages a step forward and back in every argument. */
  @Test
  void adjointsAreTheSlopesOfTheMessages() {
    Assumptions.assumeTrue(device.precision() == Precision.F64, "differences need double");
    Batch batch = Batch.of(RandomStructures.material(3, 3, 3, 8, 14));
    ProductPaths paths = ReferenceProduct.all("2x0e+3x1o+2x2o", 2, "0e", "1o", "1e", "2e");
    try (NeighbourSearch search = backend.neighbours(batch, 2.6);
        Neighbours pairs = search.pairs(0, batch.atoms())) {
      Numbers in = Numbers.random(paths, 3, 3, (int) pairs.count(), 4);
      Results results = convolve(paths, pairs, in);
      assertSlopes(paths, pairs, in, in.nodes, results.nodes);
      assertSlopes(paths, pairs, in, in.edges, results.edges);
      assertSlopes(paths, pairs, in, in.weights, results.weights);
    }
  }

  private void assertSlopes(
      ProductPaths paths, Neighbours pairs, Numbers in, double[] argument, double[] adjoint) {
    double h = 0.5; // linear in each argument: any step will do
    Random random = new Random(6);
    assertEquals(argument.length, adjoint.length);
    for (int trial = 0; trial < Math.min(12, argument.length); trial++) {
      int k = random.nextInt(argument.length);
      double before = argument[k];
      argument[k] = before + h;
      double ahead = dot(messages(paths, pairs, in), in.gradients);
      argument[k] = before - h;
      double behind = dot(messages(paths, pairs, in), in.gradients);
      argument[k] = before;
      assertEquals((ahead - behind) / (2 * h), adjoint[k], 1e-12);
    }
  }

  private double[] messages(ProductPaths paths, Neighbours pairs, Numbers in) {
    try (Convolution convolution = backend.convolution(paths);
        Tensor nodes = backend.tensor(in.nodes, pairs.batch().atoms(), paths.x().size());
        Tensor edges = backend.tensor(in.edges, pairs.count(), paths.y().size());
        Tensor weights = backend.tensor(in.weights, pairs.count(), paths.weights());
        Tensor messages = convolution.messages(pairs, nodes, edges, weights)) {
      return messages.toDoubles();
    }
  }

  @Test
  void adjointsAreAddedToWhatIsThere() {
    Batch batch = Batch.of(STRUCTURES.get(0));
    ProductPaths paths = ReferenceProduct.shared().get(1);
    try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
        Neighbours pairs = search.pairs(0, batch.atoms());
        Convolution convolution = backend.convolution(paths)) {
      Numbers in = Numbers.random(paths, 5, 5, (int) pairs.count(), 9);
      Results once = convolve(paths, pairs, in);
      try (Tensor nodes = backend.tensor(in.nodes, 5, paths.x().size());
          Tensor edges = backend.tensor(in.edges, pairs.count(), paths.y().size());
          Tensor weights = backend.tensor(in.weights, pairs.count(), paths.weights());
          Tensor gradients = backend.tensor(in.gradients, 5, paths.out().size());
          Tensor dx = backend.tensor(once.nodes, 5, paths.x().size());
          Tensor dy = backend.tensor(once.edges, pairs.count(), paths.y().size());
          Tensor dw = backend.tensor(once.weights, pairs.count(), paths.weights())) {
        convolution.nodesAdjoint(pairs, edges, weights, gradients, dx);
        convolution.edgesAdjoint(pairs, nodes, edges, weights, gradients, dy, dw);
        assertClose(twice(once.nodes), dx.toDoubles(), device.choose(1e-14, 1e-6), "nodes");
        assertClose(twice(once.edges), dy.toDoubles(), device.choose(1e-14, 1e-6), "edges");
        assertClose(twice(once.weights), dw.toDoubles(), device.choose(1e-14, 1e-6), "weights");
      }
    }
  }

  private static double[] twice(double[] values) {
    return Arrays.stream(values).map(v -> 2 * v).toArray();
  }

  /** z(R x, R y) = R z(x, y) for proper and improper R: l and parity mean what they say. */
  @Test
  void messagesTurnWithTheirArguments() {
    Random random = new Random(12);
    Batch batch = Batch.of(STRUCTURES);
    for (ProductPaths paths : ReferenceProduct.shared()) {
      for (int sign : new int[] {1, -1}) {
        double[] rotation = Rotations.random(random);
        for (int k = 0; k < 9; k++) {
          rotation[k] *= sign;
        }
        WignerD d = new WignerD(5, rotation);
        try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
            Neighbours pairs = search.pairs(0, batch.atoms())) {
          Numbers in = Numbers.random(paths, batch.atoms(), batch.atoms(), (int) pairs.count(), 1);
          Numbers turned =
              new Numbers(
                  Rotations.turned(in.nodes, paths.x(), d),
                  Rotations.turned(in.edges, paths.y(), d),
                  in.weights,
                  in.gradients);
          assertClose(
              Rotations.turned(messages(paths, pairs, in), paths.out(), d),
              messages(paths, pairs, turned),
              device.choose(1e-12, 1e-5),
              paths + " under " + Arrays.toString(rotation));
        }
      }
    }
  }

  /** Every bit of a structure's numbers whatever the batch, how it is cut, and the threads. */
  @Test
  void everyBitWhateverTheBatchTheSlicesAndTheThreads() {
    List<ProductPaths> some = ReferenceProduct.shared();
    // a GPU has no threads to vary, and the emulated one is slow
    boolean cpu = device.provider().name().equals("cpu");
    for (ProductPaths paths : List.of(some.get(3), some.get(4), some.get(5))) {
      List<double[][]> alone = new ArrayList<>();
      for (int s = 0; s < STRUCTURES.size(); s++) {
        alone.add(sliced(backend, paths, List.of(s), Integer.MAX_VALUE).getFirst());
      }
      Random random = new Random(13);
      for (int threads = 1; threads <= (cpu ? 3 : 1); threads++) {
        try (Backend other = device.open(threads)) {
          for (int trial = 0; trial < 2; trial++) {
            List<Integer> order = new ArrayList<>();
            for (int copies = 1 + random.nextInt(2); copies > 0; copies--) {
              order.addAll(List.of(0, 1, 2, 3));
            }
            Collections.shuffle(order, random);
            List<double[][]> together = sliced(other, paths, order, 1 + random.nextInt(9));
            for (int k = 0; k < order.size(); k++) {
              assertArrayEquals(alone.get(order.get(k)), together.get(k), paths.toString());
            }
          }
        }
      }
    }
  }

  /** Interpreted code, then the first compiler's, then the second's. */
  @Test
  void everyBitBeforeAndAfterWarmUp() {
    ProductPaths paths = ReferenceProduct.merged("19x0e+19x1o+19x2e", 2);
    Batch batch = Batch.of(STRUCTURES);
    // a GPU's kernels are what they are from the start
    int times = device.provider().name().equals("cpu") ? 150 : 2;
    try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
        Neighbours pairs = search.pairs(0, batch.atoms())) {
      Numbers in = Numbers.random(paths, batch.atoms(), batch.atoms(), (int) pairs.count(), 18);
      Results cold = convolve(paths, pairs, in);
      for (int time = 0; time < times; time++) {
        Results warm = convolve(paths, pairs, in);
        String when = "after " + (time + 1) + " times";
        assertArrayEquals(cold.messages, warm.messages, when);
        assertArrayEquals(cold.nodes, warm.nodes, when);
        assertArrayEquals(cold.edges, warm.edges, when);
        assertArrayEquals(cold.weights, warm.weights, when);
      }
    }
  }

  /** Results of each structure of a batch, worked on in slices; numbers are the structures' own. */
  private static List<double[][]> sliced(
      Backend backend, ProductPaths paths, List<Integer> order, int slice) {
    Batch batch = Batch.of(order.stream().map(STRUCTURES::get).toList());
    int atoms = batch.atoms();
    double[] nodes = new double[atoms * paths.x().size()];
    for (int s = 0; s < batch.size(); s++) {
      Structure structure = batch.structure(s);
      double[] own = values(new Random(order.get(s)), structure.atoms() * paths.x().size());
      System.arraycopy(own, 0, nodes, batch.offset(s) * paths.x().size(), own.length);
    }
    double[] messages = new double[atoms * paths.out().size()];
    List<List<double[]>> ofEdges = new ArrayList<>();
    for (int s = 0; s < batch.size(); s++) {
      ofEdges.add(new ArrayList<>());
    }
    double[] nodeGradients;
    try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
        Convolution convolution = backend.convolution(paths);
        Tensor x = backend.tensor(nodes, atoms, paths.x().size());
        Tensor dx = backend.zeros(atoms, paths.x().size())) {
      int step = Math.min(slice, atoms);
      for (int first = 0; first < atoms; first += step) {
        int last = Math.min(first + step, atoms);
        try (Neighbours pairs = search.pairs(first, last)) {
          PairList list = pairs.toPairList();
          Numbers in = ofStructures(paths, batch, order, list);
          try (Tensor y = backend.tensor(in.edges, list.count(), paths.y().size());
              Tensor w = backend.tensor(in.weights, list.count(), paths.weights());
              Tensor dz = backend.tensor(in.gradients, last - first, paths.out().size());
              Tensor dy = pairs.zeros(paths.y().size());
              Tensor dw = pairs.zeros(paths.weights());
              Tensor z = convolution.messages(pairs, x, y, w)) {
            convolution.nodesAdjoint(pairs, y, w, dz, dx);
            convolution.edgesAdjoint(pairs, x, y, w, dz, dy, dw);
            double[] part = z.toDoubles();
            System.arraycopy(part, 0, messages, first * paths.out().size(), part.length);
            distribute(ofEdges, batch, list, dy.toDoubles(), paths.y().size());
            distribute(ofEdges, batch, list, dw.toDoubles(), paths.weights());
          }
        }
      }
      nodeGradients = dx.toDoubles();
    }
    List<double[][]> out = new ArrayList<>();
    for (int s = 0; s < batch.size(); s++) {
      List<double[]> rows = new ArrayList<>();
      rows.add(rows(messages, batch.offset(s), batch.offset(s + 1), paths.out().size()));
      rows.add(rows(nodeGradients, batch.offset(s), batch.offset(s + 1), paths.x().size()));
      // by kind, so that slices do not change the order
      ofEdges.get(s).sort(java.util.Comparator.comparingInt(row -> row.length));
      rows.addAll(ofEdges.get(s));
      out.add(rows.toArray(double[][]::new));
    }
    return out;
  }

  private static double[] rows(double[] values, int from, int to, int size) {
    return Arrays.copyOfRange(values, from * size, to * size);
  }

  private static void distribute(
      List<List<double[]>> ofEdges, Batch batch, PairList list, double[] values, int size) {
    for (int e = 0; e < list.count(); e++) {
      ofEdges.get(batch.structureOf(list.centre(e))).add(rows(values, e, e + 1, size));
    }
  }

  /** Attributes and weights from what a pair is, and gradients from which atom its centre is. */
  private static Numbers ofStructures(
      ProductPaths paths, Batch batch, List<Integer> order, PairList list) {
    double[] edges = new double[list.count() * paths.y().size()];
    double[] weights = new double[list.count() * paths.weights()];
    for (int e = 0; e < list.count(); e++) {
      int s = batch.structureOf(list.centre(e));
      long seed = Double.hashCode(list.distance(e)) + 31L * (list.centre(e) - batch.offset(s));
      Random random = new Random(seed);
      double[] y = values(random, paths.y().size());
      double[] w = values(random, paths.weights());
      System.arraycopy(y, 0, edges, e * y.length, y.length);
      System.arraycopy(w, 0, weights, e * w.length, w.length);
    }
    int centres = list.start().length - 1;
    double[] gradients = new double[centres * paths.out().size()];
    for (int k = 0; k < centres; k++) {
      int s = batch.structureOf(list.first() + k);
      Random random = new Random(1000L * order.get(s) + list.first() + k - batch.offset(s));
      double[] g = values(random, paths.out().size());
      System.arraycopy(g, 0, gradients, k * g.length, g.length);
    }
    return new Numbers(null, edges, weights, gradients);
  }

  @Test
  void anEmptySliceAndCentresWithoutNeighbours() {
    ProductPaths paths = ReferenceProduct.shared().get(1);
    Batch batch = Batch.of(STRUCTURES.get(1), STRUCTURES.get(1));
    try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
        Neighbours none = search.pairs(1, 1);
        Neighbours lonely = search.pairs(0, 2)) {
      for (Neighbours pairs : List.of(none, lonely)) {
        int centres = pairs.last() - pairs.first();
        Numbers in = Numbers.random(paths, 2, centres, 0, 1);
        Results results = convolve(paths, pairs, in);
        assertArrayEquals(new double[centres * paths.out().size()], results.messages);
        assertArrayEquals(new double[2 * paths.x().size()], results.nodes);
        assertEquals(0, results.edges.length);
        assertEquals(0, results.weights.length);
      }
    }
  }

  @Test
  void rowsAreTheReferences() {
    int rows = 7;
    for (ProductPaths paths : ReferenceProduct.channelwise()) {
      Random random = new Random(14);
      double[] x = values(random, rows * paths.x().size());
      double[] y = values(random, rows * paths.y().size());
      double[] w = values(random, rows * paths.weights());
      ReferenceProduct reference = new ReferenceProduct(paths);
      try (TensorProduct product = backend.tensorProduct(paths);
          Tensor a = backend.tensor(x, rows, paths.x().size());
          Tensor b = backend.tensor(y, rows, 1, paths.y().size());
          Tensor weights = backend.tensor(w, rows, paths.weights());
          Tensor weighted = product.product(a, b, weights);
          Tensor plain = product.product(a, b, null)) {
        double tolerance = device.choose(1e-14, 2e-6);
        assertClose(
            reference.product(rows, x, y, w), weighted.toDoubles(), tolerance, paths.toString());
        assertClose(
            reference.product(rows, x, y, null), plain.toDoubles(), tolerance, paths.toString());
      }
    }
  }

  @Test
  void rowsAdjointsAreTransposes() {
    int rows = 5;
    for (ProductPaths paths : ReferenceProduct.channelwise()) {
      for (boolean weighted : new boolean[] {true, false}) {
        Random random = new Random(15);
        double[] x = values(random, rows * paths.x().size());
        double[] y = values(random, rows * paths.y().size());
        double[] w = weighted ? values(random, rows * paths.weights()) : null;
        double[] g = values(random, rows * paths.out().size());
        ReferenceProduct reference = new ReferenceProduct(paths);
        try (TensorProduct product = backend.tensorProduct(paths);
            Tensor a = backend.tensor(x, rows, paths.x().size());
            Tensor b = backend.tensor(y, rows, paths.y().size());
            Tensor weights = weighted ? backend.tensor(w, rows, paths.weights()) : null;
            Tensor dz = backend.tensor(g, rows, paths.out().size());
            Tensor dx = backend.zeros(rows, paths.x().size());
            Tensor dy = backend.zeros(rows, paths.y().size());
            Tensor dw = backend.zeros(rows, paths.weights())) {
          product.adjoint(a, b, weights, dz, dx, null, null);
          product.adjoint(a, b, weights, dz, null, dy, null);
          product.adjoint(a, b, weights, dz, null, null, dw);
          Numbers in = new Numbers(null, null, null, g);
          double[] direction = values(random, x.length);
          assertDot(in, reference.product(rows, direction, y, w), dx.toDoubles(), direction);
          direction = values(random, y.length);
          assertDot(in, reference.product(rows, x, direction, w), dy.toDoubles(), direction);
          direction = values(random, rows * paths.weights());
          assertDot(in, reference.product(rows, x, y, direction), dw.toDoubles(), direction);
        }
      }
    }
  }

  /** x times itself: both gradients go to the same array, as in the powers of MACE. */
  @Test
  void aProductWithItself() {
    Irreps irreps = Irreps.parse("11x0e+11x1o+11x2e");
    ProductPaths paths =
        ProductPaths.all(
            irreps, irreps, irreps.blocks().stream().map(Irreps.Block::irrep).toList());
    int rows = 3;
    Random random = new Random(16);
    double[] x = values(random, rows * irreps.size());
    double[] d = values(random, rows * irreps.size());
    double[] g = values(random, rows * paths.out().size());
    ReferenceProduct reference = new ReferenceProduct(paths);
    double[] left = reference.product(rows, d, x, null);
    double[] right = reference.product(rows, x, d, null);
    double[] change = new double[left.length];
    for (int k = 0; k < change.length; k++) {
      change[k] = left[k] + right[k];
    }
    try (TensorProduct product = backend.tensorProduct(paths);
        Tensor a = backend.tensor(x, rows, irreps.size());
        Tensor dz = backend.tensor(g, rows, paths.out().size());
        Tensor dx = backend.zeros(rows, irreps.size())) {
      product.adjoint(a, a, null, dz, dx, dx, null);
      assertDot(new Numbers(null, null, null, g), change, dx.toDoubles(), d);
    }
  }

  /** Coefficients [C, S, L, N] are rows of blocks of N channels, species after species. */
  @Test
  void expansionCoefficientsAreTakenAsTheyAre() {
    int channels = 5;
    List<Irreps.Block> blocks = new ArrayList<>(Irreps.harmonics(2, channels).blocks());
    blocks.addAll(Irreps.harmonics(2, channels).blocks());
    Irreps both = new Irreps(blocks);
    // species 0 at l = 1 with species 1 at l = 2 to an odd vector
    ProductPaths paths =
        new ProductPaths(
            both, both, Irreps.parse("5x1o"), List.of(new ProductPaths.Path(1, 5, 0, 1)));
    double[] c = values(new Random(17), 3 * 2 * 9 * channels);
    try (TensorProduct product = backend.tensorProduct(paths);
        Tensor coefficients = backend.tensor(c, 3, 2, 9, channels);
        Tensor out = product.product(coefficients, coefficients, null)) {
      assertClose(
          new ReferenceProduct(paths).product(3, c, c, null),
          out.toDoubles(),
          device.choose(1e-15, 1e-6),
          "coefficients");
    }
  }

  @Test
  void noRows() {
    ProductPaths paths = ReferenceProduct.channelwise().get(1);
    try (TensorProduct product = backend.tensorProduct(paths);
        Tensor x = backend.tensor(new double[0], 0, paths.x().size());
        Tensor y = backend.tensor(new double[0], 0, paths.y().size());
        Tensor out = product.product(x, y, null)) {
      assertEquals(0, out.size());
    }
  }

  @Test
  void wrongShapesAreRefused() {
    ProductPaths paths = ReferenceProduct.shared().get(0);
    Batch batch = Batch.of(STRUCTURES.get(0));
    try (NeighbourSearch search = backend.neighbours(batch, CUTOFF);
        Neighbours pairs = search.pairs(0, 5);
        Convolution convolution = backend.convolution(paths);
        TensorProduct product = backend.tensorProduct(paths);
        Tensor wrong = backend.zeros(2, 2);
        Tensor nodes = backend.zeros(5, paths.x().size());
        Tensor edges = pairs.zeros(paths.y().size());
        Tensor weights = pairs.zeros(paths.weights())) {
      assertThrows(
          IllegalArgumentException.class,
          () -> convolution.messages(pairs, wrong, edges, weights).close());
      assertThrows(
          IllegalArgumentException.class,
          () -> convolution.messages(pairs, nodes, weights, weights).close());
      assertThrows(
          IllegalArgumentException.class,
          () -> convolution.messages(pairs, nodes, edges, edges).close());
      assertThrows(
          IllegalArgumentException.class, () -> product.product(nodes, wrong, null).close());
      ProductPaths own =
          new ProductPaths(
              Irreps.parse("2x0e"),
              Irreps.parse("2x0e"),
              Irreps.parse("2x0e"),
              List.of(new ProductPaths.Path(0, 0, 0, 1)));
      assertThrows(IllegalArgumentException.class, () -> backend.convolution(own).close());
    }
  }
}
