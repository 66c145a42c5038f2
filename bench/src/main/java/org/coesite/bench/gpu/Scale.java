package org.coesite.bench.gpu;

import org.coesite.bench.ProductShapes;

/**
 * How large the benchmarks are.
 *
 * @param silicon cells of eight atoms along each direction of the silicon box
 * @param points sparse points of the silicon model
 * @param zeolites cells of zeolites
 * @param cpuZeolites how many of them the CPU is given
 * @param cpuSilicon cells of the silicon box that the CPU is given
 * @param networks cells of the silicon box that convolutions and linear layers work on
 * @param reach angstrom, within which edges of these convolutions are
 * @param frameworks cells whose shieldings are predicted
 * @param steps of molecular dynamics, after as many to warm up
 * @param runs that a median is taken of
 * @param piece seconds of work that is timed together, at least
 * @param copyBytes of the copy that bandwidth is measured with
 * @param product order of the square matrices that the peak is measured with
 * @param judged whether times mean something here
 */
record Scale(
    int[] silicon,
    int points,
    int zeolites,
    int cpuZeolites,
    int[] cpuSilicon,
    int[] networks,
    double reach,
    int frameworks,
    int steps,
    int runs,
    double piece,
    long copyBytes,
    int product,
    boolean judged) {
  /** 100,000 atoms of silicon, 10,000 for networks, and 1,000 zeolites. */
  static Scale full(boolean judged) {
    return new Scale(
        new int[] {25, 25, 20},
        1000,
        1000,
        130,
        new int[] {10, 10, 10},
        new int[] {5, 10, 25},
        ProductShapes.CUTOFF,
        200,
        300,
        9,
        0.02,
        1L << 30,
        8192,
        judged);
  }

  /** A few dozen atoms: shows that all of it works, and says nothing about speed. */
  static Scale quick() {
    return new Scale(
        new int[] {2, 2, 1},
        40,
        2,
        2,
        new int[] {2, 2, 1},
        new int[] {1, 1, 1},
        2.8,
        1,
        4,
        1,
        0,
        1 << 16,
        64,
        false);
  }
}
