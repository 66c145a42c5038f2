package org.coesite.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.cuda.emulated.EmulatedDriver;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.tensors.ChannelMixing;
import org.coesite.tensors.LambdaFeatures;
import org.coesite.tensors.Product;
import org.coesite.tensors.ProductSet;
import org.coesite.tensors.SiteTensors;
import org.coesite.tensors.TensorFeatures;
import org.coesite.tensors.TensorModel;
import org.coesite.tensors.TensorParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tensors of atoms on the emulated driver, by a model of random numbers. */
class TensorsOnDeviceTest {
  private static final SoapBasis BASIS = new SoapBasis(4, 0.5, 1, 2, 0.5);
  private static final int[] SPECIES = {8, 14};
  private static final int CHANNELS = 3;
  private static final int FEATURES = 4;
  private static final int POINTS = 5;
  private static final int MEMBERS = 2;

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

  private static TensorParameters parameters(int zeta) {
    Random random = new Random(zeta);
    double[][] matrices = new double[BASIS.maxAngular() + 1][];
    int rows = SPECIES.length * BASIS.radialFunctions();
    Arrays.setAll(matrices, _ -> random.doubles((long) rows * CHANNELS, -1, 1).toArray());
    List<List<Product>> products =
        List.of(
            List.of(new Product(0, 0, 0, 1), new Product(1, 1, 2, 2), new Product(2, 2, 0, 2)),
            List.of(new Product(1, 1, 0, 1), new Product(1, 1, 0, 2), new Product(2, 2, 1, 2)),
            List.of(new Product(0, 2, 1, 0), new Product(1, 1, 1, 1), new Product(2, 2, 0, 1)));
    List<LambdaFeatures> lambdas = new ArrayList<>();
    List<double[][]> points = new ArrayList<>();
    List<double[][]> weights = new ArrayList<>();
    for (int lambda = 0; lambda <= 2; lambda++) {
      ProductSet set = new ProductSet(lambda, products.get(lambda));
      double[] transform = random.doubles(3 * FEATURES, -1, 1).toArray();
      lambdas.add(new LambdaFeatures(set, FEATURES, transform));
      int components = 2 * lambda + 1;
      double[][] own = new double[POINTS][];
      Arrays.setAll(own, _ -> random.doubles((long) components * FEATURES, -1, 1).toArray());
      points.add(own);
      double[][] weight = new double[POINTS * components][];
      Arrays.setAll(weight, _ -> random.doubles(MEMBERS + 1, -1, 1).toArray());
      weights.add(weight);
    }
    return new TensorParameters(
        "random",
        "",
        "ms",
        "ppm",
        14,
        new TensorFeatures(
            BASIS,
            SPECIES,
            new ChannelMixing(SPECIES.length, BASIS.radialFunctions(), CHANNELS, matrices),
            lambdas),
        zeta,
        points,
        weights,
        3,
        MEMBERS,
        0.5,
        Map.of());
  }

  private static Batch batch() {
    return Batch.of(SmallModel.structure(1, 4, 15), SmallModel.structure(2, 11, 15));
  }

  @Test
  void tensorsAreTheCpus() {
    for (int zeta = 1; zeta <= 2; zeta++) {
      TensorParameters parameters = parameters(zeta);
      try (Backend cpu = Backends.open("cpu", Precision.F64, 1);
          TensorModel there = TensorModel.of(parameters, cpu);
          TensorModel here = TensorModel.of(parameters, backend)) {
        List<SiteTensors> expected = there.evaluate(batch());
        List<SiteTensors> actual = here.evaluate(batch());
        for (int s = 0; s < expected.size(); s++) {
          SiteTensors e = expected.get(s);
          SiteTensors a = actual.get(s);
          assertArrayEquals(e.atoms(), a.atoms());
          assertArrayEquals(e.outside(), a.outside());
          for (int k = 0; k < e.atoms().length; k++) {
            for (int c = 0; c <= MEMBERS; c++) {
              double scale = Arrays.stream(e.tensors()[k][c]).map(Math::abs).max().orElse(0);
              assertArrayEquals(e.tensors()[k][c], a.tensors()[k][c], 1e-9 * scale);
            }
          }
          SiteTensors alone = here.evaluate(Batch.of(batch().structure(s))).get(0);
          assertTrue(Arrays.deepEquals(a.tensors(), alone.tensors()), "bits of a batch");
        }
      }
    }
    assertEquals("", driver.report());
  }
}
