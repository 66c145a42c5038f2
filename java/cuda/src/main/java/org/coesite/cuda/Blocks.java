package org.coesite.cuda;

/** How work is cut into blocks of threads. */
final class Blocks {
  /** Lanes of a warp. */
  static final int WARP = 32;

  private Blocks() {}

  /** Blocks that have a thread for each piece of work. */
  static int of(long pieces, int threads) {
    return Math.toIntExact((pieces + threads - 1) / threads);
  }

  /** Blocks that have a warp for each piece of work. */
  static int ofWarps(long pieces, int threads) {
    return of(pieces, threads / WARP);
  }

  /**
   * Bytes that an array takes of a block's shared memory, where each begins at a multiple of 16.
   */
  static int padded(int bytes) {
    return (bytes + 15) / 16 * 16;
  }
}
