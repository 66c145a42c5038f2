package org.coesite.cuda;

import org.coesite.backend.Precision;
import org.coesite.math.SoapBasis;

/**
 * How a block of the adjoint of expansion.cu's expansion, one warp, is cut out: the constants and
 * formulas are those there.
 *
 * @param degrees how many l are in shared memory at a time
 * @param sharedBytes of the block
 */
record AdjointShape(int degrees, int sharedBytes) {
  /** Functions of an edge that are read from the splines at a time, unless one l has more. */
  private static final int BYTES_AT_ONCE = 64;

  /** Between rows of a tile, one edge more than a warp has lanes. */
  private static final int PITCH = Blocks.WARP + 1;

  /**
   * The shape for a basis.
   *
   * @param width radial functions of one l, rounded up to a multiple of four
   */
  static AdjointShape of(SoapBasis basis, int width, Precision precision) {
    int top = basis.maxAngular();
    int number = precision.bytes();
    int degrees = Math.clamp(BYTES_AT_ONCE / (width * number), 1, top + 1);
    int lists = 2 * Blocks.WARP * Integer.BYTES + 16;
    int splines = Blocks.WARP * (8 * number + Integer.BYTES);
    int gradients = degrees * (2 * top + 2 - degrees) * width * number;
    int functions = 2 * degrees * width * PITCH * number;
    int harmonics = 4 * (top + 1) * Blocks.WARP * number;
    return new AdjointShape(degrees, lists + splines + gradients + functions + harmonics);
  }
}
