package org.coesite.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.coesite.backend.Precision;
import org.coesite.math.SoapBasis;
import org.junit.jupiter.api.Test;

/** What expansion.cu takes for granted, for every basis there is. */
class ExpansionShapeTest {
  /** Shared memory of a block on the oldest GPUs that the kernels are compiled for. */
  private static final int LEAST_SHARED_BYTES = 64 << 10;

  @Test
  void blocksAreAsTheKernelsAssume() {
    for (Precision precision : Precision.values()) {
      for (int maxAngular = 0; maxAngular <= 20; maxAngular++) {
        for (int maxRadial = 0; maxRadial <= 20; maxRadial++) {
          assertExpansion(new SoapBasis(4, 0.5, maxRadial, maxAngular, 0.5), precision);
          assertAdjoint(new SoapBasis(4, 0.5, maxRadial, maxAngular, 0.5), precision);
        }
      }
    }
  }

  private static int width(SoapBasis basis) {
    return (basis.radialFunctions() + 3) / 4 * 4;
  }

  private static void assertExpansion(SoapBasis basis, Precision precision) {
    ExpansionShape shape = ExpansionShape.of(basis, width(basis), precision);
    String what = shape + " of " + basis + " in " + precision;
    assertTrue(shape.threads() <= 256, what);
    assertTrue((basis.maxAngular() + 1) * width(basis) / 4 <= shape.threads(), what);
    assertEquals(0, shape.strip() % 4, what);
    assertEquals(0, shape.tile() % 4, what);
    assertTrue(shape.strip() > 0 && shape.tile() > 0 && shape.tile() <= Blocks.WARP, what);
    if (basis.maxAngular() <= 8) {
      assertEquals(128 / precision.bytes(), shape.tile(), what);
    }
    assertTrue(shape.sharedBytes() <= LEAST_SHARED_BYTES, what);
  }

  private static void assertAdjoint(SoapBasis basis, Precision precision) {
    AdjointShape shape = AdjointShape.of(basis, width(basis), precision);
    String what = shape + " of " + basis + " in " + precision;
    assertTrue(shape.degrees() >= 1 && shape.degrees() <= basis.maxAngular() + 1, what);
    assertTrue(shape.degrees() * width(basis) / 4 <= Blocks.WARP, what);
    assertTrue(shape.sharedBytes() <= LEAST_SHARED_BYTES, what);
  }
}
