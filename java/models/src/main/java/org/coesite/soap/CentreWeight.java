package org.coesite.soap;

import java.util.Arrays;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Lets an atom count in its own density as much as it is told to, where the kernels count it once.
 * Its share is the expansion of an atom alone, the same for all species.
 */
final class CentreWeight {
  private final Backend backend;
  private final Soap soap;
  private final double excess;

  /** What an atom alone adds to the coefficients of its own species, [(l, m), n]. */
  private final double[] own;

  CentreWeight(Backend backend, Soap soap, double weight) {
    this.backend = backend;
    this.soap = soap;
    excess = weight - 1;
    own = excess == 0 ? null : own();
  }

  private double[] own() {
    Structure alone = Structure.of(new int[] {soap.species()[0]}, new double[3]).build();
    try (NeighbourSearch search = backend.neighbours(Batch.of(alone), soap.basis().cutoff());
        Neighbours none = search.pairs(0, 1);
        Tensor coefficients = soap.expansion(none)) {
      return Arrays.copyOf(coefficients.toDoubles(), block());
    }
  }

  private int block() {
    return soap.basis().harmonics() * soap.basis().radialFunctions();
  }

  /** Takes the coefficients of a slice of centres, closes them, and returns those to use. */
  Tensor apply(Tensor coefficients, Neighbours pairs) {
    if (excess == 0) {
      return coefficients;
    }
    try (coefficients) {
      double[] values = coefficients.toDoubles();
      int[] species = soap.species();
      for (int centre = pairs.first(); centre < pairs.last(); centre++) {
        int a = Arrays.binarySearch(species, pairs.batch().species(centre));
        int start = ((centre - pairs.first()) * species.length + a) * own.length;
        for (int k = 0; k < own.length; k++) {
          values[start + k] += excess * own[k];
        }
      }
      return backend.tensor(
          values,
          pairs.last() - pairs.first(),
          species.length,
          soap.basis().harmonics(),
          soap.basis().radialFunctions());
    }
  }
}
