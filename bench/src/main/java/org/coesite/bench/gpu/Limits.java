package org.coesite.bench.gpu;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.coesite.backend.Precision;
import org.coesite.cuda.CudaBackend;
import org.coesite.cuda.blas.Gemm;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.DeviceBuffer;

/**
 * What the machine can do, measured in the same run as what is held against it.
 *
 * @param bytesPerSecond of a large copy within the device, bytes read and bytes written counted
 * @param flopsPerSecond of a large square product of matrices in the backend's precision
 * @param products what does the products
 */
record Limits(double bytesPerSecond, double flopsPerSecond, String products) {
  private static final int COPIES = 10;
  private static final int PRODUCTS = 3;

  /** Measures; the best of a few runs, as it is a limit. */
  static Limits measure(CudaBackend backend, Scale scale) {
    return new Limits(copy(backend, scale), product(backend, scale), backend.gemm().description());
  }

  private static double copy(CudaBackend backend, Scale scale) {
    CommandQueue queue = backend.queue();
    DeviceBuffer from = backend.memory().take(scale.copyBytes());
    DeviceBuffer to = backend.memory().take(scale.copyBytes());
    queue.zero(from, 0, scale.copyBytes());
    double seconds =
        best(
            backend,
            scale,
            () -> {
              for (int k = 0; k < COPIES; k++) {
                queue.copy(from, 0, to, 0, scale.copyBytes());
              }
            });
    backend.memory().giveBack(to);
    backend.memory().giveBack(from);
    return 2.0 * COPIES * scale.copyBytes() / seconds;
  }

  private static double product(CudaBackend backend, Scale scale) {
    int n = scale.product();
    DeviceBuffer a = random(backend, n, n, 4);
    DeviceBuffer b = random(backend, n, n, 5);
    DeviceBuffer c = random(backend, n, n, 6);
    double seconds =
        best(
            backend,
            scale,
            () -> {
              for (int k = 0; k < PRODUCTS; k++) {
                backend.gemm().multiply(backend.precision(), a, b, true, c, n, n, n);
              }
            });
    backend.memory().giveBack(c);
    backend.memory().giveBack(b);
    backend.memory().giveBack(a);
    return 2.0 * PRODUCTS * n * n * n / seconds;
  }

  private static double best(CudaBackend backend, Scale scale, Runnable work) {
    double least = Double.POSITIVE_INFINITY;
    for (int run = 0; run <= scale.runs(); run++) {
      backend.queue().synchronize();
      double before = backend.busySeconds();
      work.run();
      backend.queue().synchronize();
      // the first warms up
      if (run > 0) {
        least = Math.min(least, backend.busySeconds() - before);
      }
    }
    return Math.max(least, 1e-9);
  }

  /** Random numbers, since zeros multiply faster: [n rounded up to whole chunks, columns]. */
  static DeviceBuffer random(CudaBackend backend, int n, int columns, int seed) {
    Precision precision = backend.precision();
    int rows = Math.ceilDiv(n, Gemm.ROWS) * Gemm.ROWS;
    long chunk = (long) Gemm.ROWS * columns * precision.bytes();
    DeviceBuffer block = backend.memory().take(rows / Gemm.ROWS * chunk);
    MemorySegment numbers = numbers(precision, Gemm.ROWS * columns, new Random(seed));
    for (long at = 0; at < block.bytes(); at += chunk) {
      backend.queue().upload(numbers, block, at);
    }
    backend.queue().synchronize();
    return block;
  }

  private static MemorySegment numbers(Precision precision, int count, Random random) {
    if (precision == Precision.F64) {
      return MemorySegment.ofArray(random.doubles(count, -1, 1).toArray());
    }
    float[] floats = new float[count];
    for (int k = 0; k < count; k++) {
      floats[k] = 2 * random.nextFloat() - 1;
    }
    return MemorySegment.ofArray(floats);
  }
}
