package org.coesite.tensors;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Expansion coefficients of sites, which all that is chosen in training stands on.
 *
 * @param basis of the expansion
 * @param species atomic numbers of neighbours, ascending
 * @param values of each site, [species, (l, m), n]
 */
record SiteExpansions(SoapBasis basis, int[] species, double[][] values) {
  static SiteExpansions of(Sites sites, SoapBasis basis, Backend backend) {
    int[] species =
        sites.structures().stream()
            .flatMapToInt(structure -> IntStream.of(structure.species()))
            .sorted()
            .distinct()
            .toArray();
    double[][] values = new double[sites.size()][];
    List<int[]> atoms = sites.atomsByStructure();
    int next = 0;
    try (Soap soap = backend.soap(basis, species)) {
      for (int s = 0; s < atoms.size(); s++) {
        if (atoms.get(s).length > 0) {
          double[] found = expansion(sites.structures().get(s), atoms.get(s), basis, soap, backend);
          int size = found.length / atoms.get(s).length;
          for (int k = 0; k < atoms.get(s).length; k++) {
            values[next++] = Arrays.copyOfRange(found, k * size, (k + 1) * size);
          }
        }
      }
    }
    return new SiteExpansions(basis, species, values);
  }

  private static double[] expansion(
      Structure structure, int[] atoms, SoapBasis basis, Soap soap, Backend backend) {
    try (NeighbourSearch search = backend.neighbours(Batch.of(structure), basis.cutoff());
        Neighbours pairs = search.pairs(0, structure.atoms());
        Tensor all = soap.expansion(pairs);
        Tensor own = backend.rows(all, atoms)) {
      return own.toDoubles();
    }
  }

  /** Those of some sites. */
  SiteExpansions of(int[] which) {
    double[][] some = new double[which.length][];
    Arrays.setAll(some, k -> values[which[k]]);
    return new SiteExpansions(basis, species, some);
  }

  int size() {
    return values.length;
  }

  /** Some sites as an array of a backend, the caller's. */
  Tensor tensor(int from, int to, Backend backend) {
    int size = species.length * basis.harmonics() * basis.radialFunctions();
    double[] rows = new double[(to - from) * size];
    for (int i = from; i < to; i++) {
      System.arraycopy(values[i], 0, rows, (i - from) * size, size);
    }
    return backend.tensor(rows, to - from, size);
  }
}
