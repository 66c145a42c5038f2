package org.coesite.cuda;

import java.util.Arrays;
import org.coesite.cuda.driver.Arguments;
import org.coesite.cuda.driver.DeviceBuffer;
import org.coesite.math.SoapBasis;

/**
 * Where features stand and what they are made of: {@code Layout}, {@code Column} and the factors of
 * spectrum.cu. Closed by its owner.
 */
final class SpectrumTables implements AutoCloseable {
  private final SoapBasis basis;
  private final int species;
  private final Owned owned;

  /** [features, 4]. */
  final DeviceBuffer columns;

  /** What each coefficient is one of, [species (L + 1)^2 radial]. */
  final DeviceBuffer places;

  /**
   * Which feature an entry of the squares of dE/dp is, [species, species, L + 1, radial, width].
   */
  final DeviceBuffer entries;

  /** The factor of each entry. */
  final DeviceBuffer entryFactors;

  /** l of each l m, [(L + 1)^2]. */
  final DeviceBuffer degrees;

  /** Radial functions rounded up to a multiple of four. */
  final int width;

  /** [2 (L + 1)]. */
  final DeviceBuffer factors;

  /** Features of one centre. */
  final int features;

  SpectrumTables(CudaBackend backend, SoapBasis basis, int species) {
    this.basis = basis;
    this.species = species;
    long n = (long) species * basis.radialFunctions();
    features = Math.toIntExact((basis.maxAngular() + 1) * n * (n + 1) / 2);
    width = (basis.radialFunctions() + 3) / 4 * 4;
    owned = new Owned(backend);
    try {
      columns = owned.keep(backend.upload(columns()));
      places = owned.keep(backend.upload(places()));
      int[] entry = new int[Math.multiplyExact(species * species, rows() * width)];
      double[] entryFactor = new double[entry.length];
      fillSquares(entry, entryFactor);
      entries = owned.keep(backend.upload(entry));
      entryFactors = owned.keep(backend.upload(backend.inPrecision(entryFactor)));
      degrees = owned.keep(backend.upload(degrees()));
      factors = owned.keep(backend.upload(backend.inPrecision(factors())));
    } catch (RuntimeException failure) {
      owned.close();
      throw failure;
    }
  }

  private int[] columns() {
    int radial = basis.radialFunctions();
    int[] out = new int[Math.multiplyExact(4, features)];
    int at = 0;
    for (int a = 0; a < species; a++) {
      for (int b = a; b < species; b++) {
        for (int l = 0; l <= basis.maxAngular(); l++) {
          int rowA = (a * basis.harmonics() + l * l) * radial;
          int rowB = (b * basis.harmonics() + l * l) * radial;
          for (int n = 0; n < radial; n++) {
            for (int other = a == b ? n : 0; other < radial; other++) {
              boolean twice = a != b || other > n;
              out[at++] = rowA + n;
              out[at++] = rowB + other;
              out[at++] = 2 * l + 1;
              out[at++] = 2 * l + (twice ? 1 : 0);
            }
          }
        }
      }
    }
    return out;
  }

  private int[] places() {
    int radial = basis.radialFunctions();
    int[] out = new int[species * basis.harmonics() * radial];
    int at = 0;
    for (int a = 0; a < species; a++) {
      for (int l = 0; l <= basis.maxAngular(); l++) {
        for (int k = 0; k < (2 * l + 1) * radial; k++) {
          out[at++] = a | l << 8 | k % radial << 16;
        }
      }
    }
    return out;
  }

  /** Rows of a square: l and n. */
  private int rows() {
    return (basis.maxAngular() + 1) * basis.radialFunctions();
  }

  /** Each feature stands in the squares of both its species, and there at (n, n'), or both ways. */
  private void fillSquares(int[] entry, double[] entryFactor) {
    int radial = basis.radialFunctions();
    double[] factors = factors();
    Arrays.fill(entry, -1);
    int feature = 0;
    for (int a = 0; a < species; a++) {
      for (int b = a; b < species; b++) {
        for (int l = 0; l <= basis.maxAngular(); l++) {
          for (int n = 0; n < radial; n++) {
            for (int other = a == b ? n : 0; other < radial; other++) {
              int there = ((a * species + b) * rows() + l * radial + n) * width + other;
              int back = ((b * species + a) * rows() + l * radial + other) * width + n;
              entry[there] = feature;
              entry[back] = feature++;
              // the derivative of a square is twice its root
              entryFactor[there] = there == back ? 2 * factors[2 * l] : factors[2 * l + 1];
              entryFactor[back] = entryFactor[there];
            }
          }
        }
      }
    }
  }

  private int[] degrees() {
    int[] out = new int[basis.harmonics()];
    for (int l = 0; l <= basis.maxAngular(); l++) {
      Arrays.fill(out, l * l, (l + 1) * (l + 1), l);
    }
    return out;
  }

  private double[] factors() {
    double[] out = new double[2 * (basis.maxAngular() + 1)];
    for (int l = 0; l <= basis.maxAngular(); l++) {
      out[2 * l] = (l % 2 == 0 ? 1 : -1) / Math.sqrt(2 * l + 1);
      out[2 * l + 1] = out[2 * l] * Math.sqrt(2);
    }
    return out;
  }

  /** Arguments that begin with {@code Layout}. */
  Arguments arguments() {
    return new Arguments()
        .add(species)
        .add(basis.maxAngular())
        .add(basis.radialFunctions())
        .add(features);
  }

  /**
   * {@link #arguments()}, then {@code Squares}.
   *
   * @param threads of a block, at most 256
   */
  Arguments withSquares(int threads) {
    return arguments()
        .buffer(entries)
        .buffer(entryFactors)
        .buffer(degrees)
        .add(width)
        .add(threads / width)
        .add(((1 << 16) + width - 1) / width)
        .add(0);
  }

  @Override
  public void close() {
    owned.close();
  }
}
