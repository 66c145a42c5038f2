package org.coesite.cuda;

import org.coesite.backend.Precision;
import org.coesite.math.SoapBasis;

/**
 * How a block of expansion.cu's expansion is cut out: the constants and formulas are those there.
 *
 * @param warps of a block
 * @param tile edges whose harmonics are in shared memory at a time
 * @param strip edges whose radial functions are
 * @param sharedBytes of the block
 */
record ExpansionShape(int warps, int tile, int strip, int sharedBytes) {
  private static final int MOST_WARPS = 8;
  private static final int UNROLLED = 8;
  private static final int TILE_BYTES = 128;

  /** Edges of a strip for each warp, which reads some hundred fours of functions at a time. */
  private static final int STRIP = 8;

  /** What needs no leave from the driver, and lets several blocks be on a multiprocessor. */
  private static final int COMFORTABLE_BYTES = 48 << 10;

  /**
   * The shape for a basis.
   *
   * @param width radial functions of one l, rounded up to a multiple of four
   */
  static ExpansionShape of(SoapBasis basis, int width, Precision precision) {
    int blocks = (basis.maxAngular() + 2) * (basis.maxAngular() + 2) / 4;
    int warps = MOST_WARPS;
    while (warps > 1
        && rounds(blocks, width / 4, warps - 1) == rounds(blocks, width / 4, MOST_WARPS)) {
      warps--;
    }
    int tile = TILE_BYTES / precision.bytes();
    int strip = Math.min(tile, STRIP * warps);
    int bytes = bytes(basis, width, precision, warps, tile, strip);
    while (bytes > COMFORTABLE_BYTES && strip > 4) {
      strip = Math.max(4, strip / 2 / 4 * 4);
      bytes = bytes(basis, width, precision, warps, tile, strip);
    }
    while (bytes > COMFORTABLE_BYTES && tile > 4 && basis.maxAngular() > UNROLLED) {
      tile /= 2;
      bytes = bytes(basis, width, precision, warps, tile, strip);
    }
    return new ExpansionShape(warps, tile, strip, bytes);
  }

  /** How many times a block goes through its edges: each thread adds up four m by four n. */
  private static int rounds(int blocks, int quads, int warps) {
    int atOnce = warps * Blocks.WARP / quads;
    return (blocks + atOnce - 1) / atOnce;
  }

  private static int bytes(
      SoapBasis basis, int width, Precision precision, int warps, int tile, int strip) {
    int threads = warps * Blocks.WARP;
    int blocks = (basis.maxAngular() + 2) * (basis.maxAngular() + 2) / 4;
    int angular =
        Math.max(
            basis.harmonics() * tile + 4 * blocks,
            Math.min(basis.harmonics() * basis.radialFunctions(), 16 * threads));
    return Blocks.padded(2 * threads * Integer.BYTES)
        + Blocks.padded(warps * Integer.BYTES)
        + 4 * tile * precision.bytes()
        + Blocks.padded(tile * Integer.BYTES)
        + (strip + 1) * (basis.maxAngular() + 1) * width * precision.bytes()
        + Blocks.padded(angular * precision.bytes());
  }

  int threads() {
    return warps * Blocks.WARP;
  }
}
