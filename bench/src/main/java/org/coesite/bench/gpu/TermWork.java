package org.coesite.bench.gpu;

import org.coesite.backend.Precision;
import org.coesite.bench.Flops;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;

/**
 * What the stages of one many-body term have to do for some centres. Operations are those of {@link
 * Flops}. Bytes are counted kernel by kernel: each input read once and each output written once,
 * tables of the model (splines, weights) left to the caches.
 *
 * <p>Below, C centres, P pairs of the list, S species, H harmonics, N radial functions, F features,
 * M sparse points, K products (of centres with points of their species), and w bytes of a number.
 */
final class TermWork {
  /** dE/dr, r, species. */
  private static final int VECTOR = 4;

  private final Flops flops;
  private final double w;
  private final double centres;
  private final double pairs;
  private final double coefficients;
  private final double features;
  private final double points;
  private final double products;
  private final double channels;

  /**
   * Counts.
   *
   * @param species of the model
   * @param products sparse points of its species, summed over the centres
   * @param pairs of the list, longer ones than the basis's cutoff included
   * @param near pairs within the basis's cutoff
   */
  TermWork(
      ManyBody term,
      int species,
      Precision precision,
      long centres,
      long products,
      long pairs,
      long near) {
    SoapBasis basis = term.basis();
    channels = term.points().channels();
    flops =
        new Flops(
            basis,
            species,
            near,
            centres,
            products,
            term.points().zeta(),
            term.points().channels());
    w = precision.bytes();
    this.centres = centres;
    this.pairs = pairs;
    this.products = products;
    coefficients = w * centres * species * basis.harmonics() * basis.radialFunctions();
    features = w * centres * term.points().featureCount();
    points = w * term.points().points() * term.points().featureCount();
  }

  /** Reads vectors (4 w P) and writes coefficients (w C S H N). */
  Work expansion() {
    return kernel(flops.expansion(), VECTOR * w * pairs + coefficients);
  }

  /** Reads coefficients and writes features (w C F). */
  Work spectrum() {
    return kernel(flops.spectrum(), coefficients + features);
  }

  /**
   * Packing: features read and written. Product: features and points read, products written (w K).
   * Sums: products read, a value for each channel and a similarity written (8 bytes each).
   */
  Work values() {
    return kernel(flops.pack(), 2 * features)
        .and(kernel(flops.product(), features + points + w * products))
        .and(kernel(flops.sums(), w * products + 8 * centres * (channels + 1)));
  }

  /**
   * Slopes: products read and written. Product: products and points read, features written.
   * Unpacking: features of both kinds read, gradients written.
   */
  Work valuesAdjoint() {
    return kernel(flops.slopes(), 2 * w * products)
        .and(kernel(flops.product(), w * products + points + features))
        .and(kernel(flops.unpack(), 3 * features));
  }

  /** Reads coefficients and gradients of features, writes gradients of coefficients. */
  Work spectrumAdjoint() {
    return kernel(flops.spectrumAdjoint(), 2 * coefficients + features);
  }

  /** Reads vectors and gradients of coefficients, adds to gradients of pairs (6 w P). */
  Work expansionAdjoint() {
    return kernel(flops.expansionAdjoint(), (VECTOR + 6) * w * pairs + coefficients);
  }

  private static Work kernel(long flops, double bytes) {
    return Work.of((double) flops, bytes);
  }
}
