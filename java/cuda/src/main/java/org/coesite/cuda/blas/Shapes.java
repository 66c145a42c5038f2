package org.coesite.cuda.blas;

import org.coesite.backend.Precision;
import org.coesite.cuda.driver.DeviceBuffer;

/** Whether three matrices fit their memory. */
final class Shapes {
  private Shapes() {}

  static void check(
      Precision p, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, long rows, int n, int k) {
    if (rows < 0 || n < 0 || k < 0) {
      throw new IllegalArgumentException("a product of %d x %d x %d".formatted(rows, k, n));
    }
    require("a", a, rows, k, p);
    require("b", b, n, k, p);
    require("c", c, rows, n, p);
  }

  private static void require(
      String name, DeviceBuffer buffer, long rows, long columns, Precision p) {
    if (buffer.bytes() < rows * columns * p.bytes()) {
      throw new IllegalArgumentException(
          "%s has %d bytes, and %d x %d numbers need %d"
              .formatted(name, buffer.bytes(), rows, columns, rows * columns * p.bytes()));
    }
  }
}
