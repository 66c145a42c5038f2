package org.coesite.bench.gpu;

import org.coesite.backend.Precision;

/**
 * What the stages of pairs have to do, beside the many-body terms: counted kernel by kernel as in
 * {@link TermWork}. The search for neighbours counts no operations.
 *
 * @param precision of vectors and gradients
 * @param atoms of the batch
 * @param bins of its cell lists
 * @param centres searched
 * @param pairs found
 */
record PairWork(Precision precision, double atoms, double bins, double centres, double pairs) {
  /** A square root, a division, a cubic Hermite polynomial and its slope, and the gradient. */
  private static final double SPLINE_FLOPS = 50;

  /** A centre's position, fractional coordinates, wrap, structure and place among the bins. */
  private static final double CENTRE_BYTES = 24 + 24 + 12 + 4 + 32;

  private double w() {
    return precision.bytes();
  }

  /**
   * Wrapping: 28 bytes of an atom read, 40 written. Bins: counted, summed up and written, 20 bytes.
   * Sorting: 44 bytes of an atom read, 32 written.
   */
  Work cellLists() {
    return Work.of(0, 68 * atoms + 20 * bins + 76 * atoms);
  }

  /**
   * Counting: centres read, counts written. Filling: centres read again; for each pair a code
   * written and read (16), j and S (16) and the vector (4 w) written.
   */
  Work search() {
    return Work.of(0, (CENTRE_BYTES + 4) * centres)
        .and(Work.of(0, 16 * centres))
        .and(Work.of(0, (CENTRE_BYTES + 8) * centres + (32 + 4 * w()) * pairs));
  }

  /** Gradients set to zero. */
  Work zero() {
    return Work.of(0, 3 * w() * pairs);
  }

  /** Vectors read, gradients added to, energies written. */
  Work pairPotential() {
    return Work.of(SPLINE_FLOPS * pairs, 10 * w() * pairs + 8 * centres);
  }

  /**
   * Rows: vectors and gradients read, nine sums written. The transposed list: pairs read twice,
   * places written, read and written in order. Columns: places and gradients read, sums added to.
   * Forces and virials: 15 sums read, 3 written.
   */
  Work forceSums() {
    return Work.of(30 * pairs, 7 * w() * pairs + 72 * centres)
        .and(Work.of(0, 16 * pairs))
        .and(Work.of(0, 20 * pairs))
        .and(Work.of(3 * pairs, (12 + 3 * w()) * pairs + 48 * atoms))
        .and(Work.of(0, (48 + 24 + 48) * atoms));
  }
}
