package org.coesite.bench.gpu;

import java.util.List;

/**
 * What a stage has to do, kernel by kernel.
 *
 * @param flops floating-point operations of each kernel
 * @param bytes that each kernel has to read from and write to the device's memory
 */
record Work(double[] flops, double[] bytes) {
  /** Nothing. */
  static final Work NONE = new Work(new double[0], new double[0]);

  /** One kernel. */
  static Work of(double flops, double bytes) {
    return new Work(new double[] {flops}, new double[] {bytes});
  }

  /** Kernels that run after each other. */
  static Work of(List<Work> parts) {
    return new Work(
        parts.stream().flatMapToDouble(part -> java.util.Arrays.stream(part.flops)).toArray(),
        parts.stream().flatMapToDouble(part -> java.util.Arrays.stream(part.bytes)).toArray());
  }

  Work and(Work other) {
    return of(List.of(this, other));
  }

  double allFlops() {
    return java.util.Arrays.stream(flops).sum();
  }

  double allBytes() {
    return java.util.Arrays.stream(bytes).sum();
  }

  /** The roofline: the sum over kernels of the longer of flops / peak and bytes / bandwidth. */
  double seconds(Limits limits) {
    double sum = 0;
    for (int k = 0; k < flops.length; k++) {
      sum += Math.max(flops[k] / limits.flopsPerSecond(), bytes[k] / limits.bytesPerSecond());
    }
    return sum;
  }
}
