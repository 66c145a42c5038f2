package org.coesite.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Compares arrays of numbers of which only the largest sets the scale of an error. */
final class Close {
  private Close() {}

  /** Equal within {@code relative} times the largest expected number. */
  static void assertClose(double[] expected, double[] actual, double relative, String what) {
    assertWithin(expected, actual, relative * largest(expected), what);
  }

  /** Equal within {@code absolute}. */
  static void assertWithin(double[] expected, double[] actual, double absolute, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int k = 0; k < expected.length; k++) {
      // written so that NaN fails
      if (!(Math.abs(expected[k] - actual[k]) <= absolute)) {
        assertEquals(expected[k], actual[k], absolute, what + ", element " + k);
      }
    }
  }

  static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
