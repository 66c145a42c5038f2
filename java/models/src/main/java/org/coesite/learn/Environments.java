package org.coesite.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * What the kernels say of the atoms of one structure, as Java arrays.
 *
 * @param structure the structure
 * @param species atomic numbers, [atoms]
 * @param coefficients expansion coefficients, [atoms, S, (l, m), n]
 * @param features power spectra, folded, [atoms x F]
 */
record Environments(Structure structure, int[] species, double[] coefficients, double[] features) {
  /** Runs the forward kernels over structures, one at a time. */
  static List<Environments> of(
      List<Structure> structures, SoapBasis basis, int[] species, Backend backend) {
    List<Environments> out = new ArrayList<>(structures.size());
    try (Soap soap = backend.soap(basis, species)) {
      for (Structure structure : structures) {
        Batch batch = Batch.of(structure);
        try (NeighbourSearch search = backend.neighbours(batch, basis.cutoff());
            Neighbours pairs = search.pairs(0, batch.atoms());
            Tensor coefficients = soap.expansion(pairs);
            Tensor features = soap.powerSpectrum(coefficients)) {
          out.add(
              new Environments(
                  structure, structure.species(), coefficients.toDoubles(), features.toDoubles()));
        }
      }
    }
    return out;
  }

  /** Neighbours of a structure, for derivatives and pair energies. */
  static PairList pairs(Structure structure, double cutoff, Backend backend) {
    Batch batch = Batch.of(structure);
    try (NeighbourSearch search = backend.neighbours(batch, cutoff);
        Neighbours pairs = search.pairs(0, batch.atoms())) {
      return pairs.toPairList();
    }
  }

  int atoms() {
    return species.length;
  }

  /**
   * An atom's spectrum as a sparse point: normalised, and rounded as model files store it, so that
   * weights fit what is stored.
   */
  double[] roundedPoint(int i, int count) {
    double[] point = Arrays.copyOfRange(features, i * count, (i + 1) * count);
    double square = 0;
    for (double x : point) {
      square += x * x;
    }
    double norm = Math.sqrt(square);
    for (int f = 0; f < count; f++) {
      point[f] = (float) (point[f] / norm);
    }
    return point;
  }
}
