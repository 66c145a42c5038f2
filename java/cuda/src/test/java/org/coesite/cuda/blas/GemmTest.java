package org.coesite.cuda.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.backend.Precision;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.cuda.driver.EmulatedGpu;
import org.coesite.cuda.emulated.EmulatedDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All ways to a product against plain loops. */
class GemmTest {
  private static final String PROPERTY = "coesite.gemm";
  private static final String STREAMS = "coesite.gemm.streams";

  @AfterEach
  void free() {
    System.clearProperty(PROPERTY);
    System.clearProperty(STREAMS);
  }

  /** The way asked for; a library that this build has not skips the test. */
  private static Gemm open(EmulatedGpu gpu, String way) {
    System.setProperty(PROPERTY, way);
    try {
      return Gemm.open(gpu.device, gpu.queue, gpu.memory, () -> gpu.image("gemm"));
    } catch (CoesiteException e) {
      Assumptions.abort(e.getMessage());
      throw e;
    }
  }

  private static double[] numbers(long n, long seed) {
    Random random = new Random(seed);
    double[] values = new double[Math.toIntExact(n)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static MemorySegment rounded(Precision p, double... values) {
    if (p == Precision.F64) {
      return MemorySegment.ofArray(values);
    }
    float[] single = new float[values.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) values[i];
    }
    return MemorySegment.ofArray(single);
  }

  private static double[] widened(Precision p, MemorySegment values) {
    double[] result = new double[Math.toIntExact(values.byteSize() / p.bytes())];
    for (int i = 0; i < result.length; i++) {
      result[i] =
          p == Precision.F64
              ? values.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * i)
              : values.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * i);
    }
    return result;
  }

  /** The product on the device: as many rows as are asked for, of a matrix padded to ROWS. */
  private static double[] product(
      EmulatedGpu gpu,
      Gemm gemm,
      Precision p,
      double[] a,
      double[] b,
      boolean transposed,
      int rows,
      int n,
      int k) {
    int padded = Math.ceilDiv(rows, Gemm.ROWS) * Gemm.ROWS;
    DeviceBuffer left = gpu.memory.take((long) padded * k * p.bytes());
    gpu.queue.zero(left, 0, left.bytes());
    gpu.queue.upload(rounded(p, a), left, 0);
    DeviceBuffer right = gpu.upload(rounded(p, b));
    DeviceBuffer result = gpu.memory.take((long) padded * n * p.bytes());
    gpu.queue.zero(result, 0, result.bytes());
    gemm.multiply(p, left, right, transposed, result, rows, n, k);
    MemorySegment content = gpu.content(result).asSlice(0, (long) rows * n * p.bytes());
    gpu.memory.giveBack(left);
    gpu.memory.giveBack(right);
    gpu.memory.giveBack(result);
    return widened(p, content);
  }

  @ParameterizedTest
  @CsvSource({
    "jcublas, 5, 7, 3",
    "jcublas, 1030, 3, 5",
    "jcublas, 6000, 3, 5",
    "cublas, 5, 7, 3",
    "cublas, 1030, 3, 5",
    "cublas, 6000, 3, 5",
    "tiled, 1, 1, 1",
    "tiled, 5, 7, 3",
    "tiled, 130, 66, 33",
    "tiled, 128, 64, 32",
    "tiled, 1030, 8, 20",
  })
  void productsAreRight(String way, int rows, int n, int k) {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Gemm gemm = open(gpu, way)) {
      double[] a = numbers((long) rows * k, 1);
      for (Precision p : Precision.values()) {
        for (boolean transposed : new boolean[] {false, true}) {
          double[] b = numbers((long) n * k, 2);
          double[] c = product(gpu, gemm, p, a, b, transposed, rows, n, k);
          double tolerance = (p == Precision.F64 ? 1e-14 : 1e-5) * k;
          for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
              double sum = 0;
              for (int l = 0; l < k; l++) {
                sum += a[i * k + l] * (transposed ? b[j * k + l] : b[l * n + j]);
              }
              assertEquals(sum, c[i * n + j], tolerance, p + " " + i + " " + j);
            }
          }
        }
      }
    }
  }

  @Test
  void ourKernelSumsInOrder() {
    int rows = 9;
    int n = 5;
    int k = 37;
    double[] a = numbers((long) rows * k, 3);
    double[] b = numbers((long) n * k, 4);
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Gemm gemm = open(gpu, "tiled")) {
      double[] f64 = product(gpu, gemm, Precision.F64, a, b, true, rows, n, k);
      double[] f32 = product(gpu, gemm, Precision.F32, a, b, true, rows, n, k);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < n; j++) {
          double sum64 = 0;
          float sum32 = 0;
          for (int l = 0; l < k; l++) {
            sum64 = Math.fma(a[i * k + l], b[j * k + l], sum64);
            sum32 = Math.fma((float) a[i * k + l], (float) b[j * k + l], sum32);
          }
          assertEquals(sum64, f64[i * n + j], 0);
          assertEquals(sum32, f32[i * n + j], 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jcublas", "cublas", "tiled"})
  void aRowHasTheSameBitsWhereverItStands(String way) {
    int n = 6;
    int k = 19;
    int rows = 5 * Gemm.ROWS + 150;
    int[] places = {0, 77, 1023, 1024, 2500, 3500, 4500, rows - 1};
    double[] row = numbers(k, 5);
    double[] b = numbers((long) n * k, 6);
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Gemm gemm = open(gpu, way)) {
      for (Precision p : Precision.values()) {
        double[] alone = product(gpu, gemm, p, row, b, true, 1, n, k);
        double[] a = numbers((long) rows * k, 7);
        for (int place : places) {
          System.arraycopy(row, 0, a, place * k, k);
        }
        double[] all = product(gpu, gemm, p, a, b, true, rows, n, k);
        for (int place : places) {
          for (int j = 0; j < n; j++) {
            assertEquals(alone[j], all[place * n + j], 0, p + " in row " + place);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jcublas", "cublas"})
  void bitsDoNotDependOnTheNumberOfStreams(String way) {
    int rows = 4 * Gemm.ROWS + 3;
    int n = 3;
    int k = 40;
    double[] a = numbers((long) rows * k, 10);
    double[] b = numbers((long) n * k, 11);
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      double[] one = null;
      for (int streams = 1; streams < 6; streams++) {
        System.setProperty(STREAMS, Integer.toString(streams));
        try (Gemm gemm = open(gpu, way)) {
          double[] c = product(gpu, gemm, Precision.F32, a, b, true, rows, n, k);
          one = one == null ? c : one;
          assertArrayEquals(one, c, streams + " streams");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"jcublas, 3", "cublas, 3", "tiled, 3", "jcublas, 5000", "cublas, 5000"})
  void productsBecomePartOfAGraph(String way, int rows) {
    int last = rows - 1;
    int n = 2;
    int k = 4;
    double[] b = numbers((long) n * k, 8);
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Gemm gemm = open(gpu, way)) {
      gpu.queue.collecting(true);
      for (int i = 0; i < 4; i++) {
        double[] a = numbers((long) rows * k, 9 + i);
        double[] c = product(gpu, gemm, Precision.F64, a, b, false, rows, n, k);
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[last * k + l] * b[l * n + 1];
        }
        assertEquals(sum, c[last * n + 1], 1e-14);
      }
      assertEquals(3, gpu.queue.graphLaunches());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jcublas", "cublas", "tiled"})
  void otherProductsAreOtherGraphs(String way) {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Gemm gemm = open(gpu, way)) {
      long bytes = 8 * 2 * Gemm.ROWS;
      DeviceBuffer a = gpu.memory.take(bytes);
      DeviceBuffer b = gpu.memory.take(bytes);
      DeviceBuffer c = gpu.memory.take(bytes);
      DeviceBuffer d = gpu.memory.take(bytes);
      for (DeviceBuffer matrix : new DeviceBuffer[] {a, b, c, d}) {
        gpu.queue.zero(matrix, 0, bytes);
      }
      gpu.queue.upload(MemorySegment.ofArray(new double[] {1, 2, 3, 4}), a, 0);
      gpu.queue.upload(MemorySegment.ofArray(new double[] {5, 6, 7, 8}), b, 0);
      gpu.queue.synchronize();
      gpu.queue.collecting(true);
      for (int i = 0; i < 3; i++) {
        // each differs from the one before in one respect
        assertProduct(gpu, gemm, new double[] {19, 22, 43, 50}, a, b, false, c);
        assertProduct(gpu, gemm, new double[] {17, 23, 39, 53}, a, b, true, c);
        assertProduct(gpu, gemm, new double[] {61, 83, 83, 113}, b, b, true, c);
        assertProduct(gpu, gemm, new double[] {17, 39, 23, 53}, b, a, true, c);
        assertProduct(gpu, gemm, new double[] {17, 39, 23, 53}, b, a, true, d);
      }
      assertEquals(10, gpu.queue.graphLaunches());
    }
  }

  private static void assertProduct(
      EmulatedGpu gpu,
      Gemm gemm,
      double[] expected,
      DeviceBuffer a,
      DeviceBuffer b,
      boolean transposed,
      DeviceBuffer c) {
    gemm.multiply(Precision.F64, a, b, transposed, c, 2, 2, 2);
    gpu.queue.synchronize();
    gpu.queue.collecting(false);
    double[] found = widened(Precision.F64, gpu.content(c).asSlice(0, 32));
    assertArrayEquals(expected, found);
    gpu.queue.zero(c, 0, 32);
    gpu.queue.synchronize();
    gpu.queue.collecting(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jcublas", "cublas"})
  void chunksDoNotRace(String way) {
    Assumptions.assumeTrue(EmulatedDriver.unavailable().isEmpty());
    EmulatedDriver.load(EmulatedDriver.Build.CHECKED);
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Gemm gemm = open(gpu, way)) {
      int rows = 5 * Gemm.ROWS;
      DeviceBuffer a = gpu.upload(MemorySegment.ofArray(numbers(rows, 12)));
      DeviceBuffer b = gpu.upload(MemorySegment.ofArray(new double[] {2}));
      DeviceBuffer c = gpu.memory.take(a.bytes());
      for (boolean collecting : new boolean[] {false, true}) {
        gpu.queue.collecting(collecting);
        for (int i = 0; i < 3; i++) {
          gpu.queue.zero(c, 0, c.bytes());
          gemm.multiply(Precision.F64, a, b, false, c, rows, 1, 1);
          gpu.queue.copy(c, 0, a, 0, c.bytes());
          gpu.queue.synchronize();
        }
      }
      double[] doubledSixTimes = widened(Precision.F64, gpu.content(a));
      assertEquals(64 * numbers(rows, 12)[rows - 1], doubledSixTimes[rows - 1]);
      assertEquals("", gpu.driver.report());
    } finally {
      EmulatedDriver.load(EmulatedDriver.Build.PLAIN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jcublas", "cublas", "tiled"})
  void nothingLeaks(String way) {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      try (Gemm gemm = open(gpu, way)) {
        assertTrue(!gemm.description().isBlank());
      }
      assertEquals(0, gpu.memory.inUse());
    }
  }

  @Test
  void matricesThatDoNotFitAreRefused() {
    try (EmulatedGpu gpu = EmulatedGpu.open();
        Gemm gemm = open(gpu, "tiled")) {
      DeviceBuffer b = gpu.memory.take(1000);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> gemm.multiply(Precision.F32, b, b, false, b, 10, 20, 30));
      assertEquals("a has 1000 bytes, and 10 x 30 numbers need 1200", e.getMessage());
    }
  }

  @Test
  void anUnknownWayIsRefused() {
    try (EmulatedGpu gpu = EmulatedGpu.open()) {
      System.setProperty(PROPERTY, "magic");
      CoesiteException e =
          assertThrows(
              CoesiteException.class,
              () -> Gemm.open(gpu.device, gpu.queue, gpu.memory, () -> gpu.image("gemm")));
      assertEquals("-Dcoesite.gemm=magic: jcublas, cublas and tiled are known", e.getMessage());
    }
  }
}
