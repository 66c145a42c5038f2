package org.coesite.cli;

import java.util.Arrays;
import java.util.function.Function;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** A structure's SOAP vector, averaged over its atoms: what the report's map is drawn from. */
final class MeanSoap implements Function<Structure, float[]>, AutoCloseable {
  private static final SoapBasis BASIS = new SoapBasis(6.0, 0.5, 5, 4, 0.5);
  private static final int[] SPECIES = {8, 14};
  private static final int SLICE = 4096;

  private final Backend backend;
  private final Soap soap;

  MeanSoap(Backend backend) {
    this.backend = backend;
    soap = backend.soap(BASIS, SPECIES);
  }

  /** Null where there are other elements than silicon and oxygen. */
  @Override
  public float[] apply(Structure structure) {
    if (!Arrays.stream(structure.species()).allMatch(z -> z == SPECIES[0] || z == SPECIES[1])) {
      return null;
    }
    double[] sum = new double[soap.features()];
    int atoms = structure.atoms();
    try (NeighbourSearch search = backend.neighbours(Batch.of(structure), BASIS.cutoff())) {
      for (int first = 0; first < atoms; first += SLICE) {
        add(search, first, Math.min(atoms, first + SLICE), sum);
      }
    }
    float[] mean = new float[sum.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) (sum[k] / atoms);
    }
    return mean;
  }

  private void add(NeighbourSearch search, int first, int last, double[] sum) {
    try (Neighbours pairs = search.pairs(first, last);
        Tensor coefficients = soap.expansion(pairs);
        Tensor features = soap.powerSpectrum(coefficients)) {
      double[] values = features.toDoubles();
      for (int k = 0; k < values.length; k++) {
        sum[k % sum.length] += values[k];
      }
    }
  }

  @Override
  public void close() {
    soap.close();
  }
}
