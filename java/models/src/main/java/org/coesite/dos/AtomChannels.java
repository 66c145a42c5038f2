package org.coesite.dos;

import org.coesite.backend.Backend;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.ForceSums;
import org.coesite.backend.KernelValues;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.Tensor;
import org.coesite.models.Slicing;
import org.coesite.structure.Batch;

/**
 * What a model's kernel says of atoms, slice by slice, and the adjoint. Used by one thread; closed
 * before its backend.
 */
final class AtomChannels implements AutoCloseable {
  /** Features of so many atoms at a time are read back. */
  private static final int MOST_IN_A_ROW = 256;

  private final DosParameters parameters;
  private final Backend backend;
  private final Soap soap;
  private final SparseKernel kernel;
  private final Slicing slicing;

  AtomChannels(DosParameters parameters, Backend backend, Slicing slicing) {
    this.parameters = parameters;
    this.backend = backend;
    this.slicing = slicing;
    soap = backend.soap(parameters.basis(), parameters.species());
    kernel = backend.sparseKernel(parameters.points());
  }

  /** Takes what was found of the centres from {@code first} on. */
  @FunctionalInterface
  interface Receiver {
    void take(int first, KernelValues values);
  }

  /** Channels of all atoms, the model's and its committee's, without constants. */
  void values(Batch batch, Receiver receiver) {
    if (batch.atoms() == 0) {
      return;
    }
    try (NeighbourSearch search = backend.neighbours(batch, parameters.basis().cutoff())) {
      slicing.forEach(
          batch, (first, last) -> receiver.take(first, values(search, first, last, null, null)));
    }
  }

  /** Takes what was found of some atoms in a row, from {@code first} on, and their features. */
  @FunctionalInterface
  interface EnvironmentReceiver {
    void take(int first, KernelValues values, double[] features);
  }

  /**
   * Channels and features of some atoms.
   *
   * @param atoms which, ascending
   */
  void environments(Batch batch, int[] atoms, EnvironmentReceiver receiver) {
    if (atoms.length == 0) {
      return;
    }
    try (NeighbourSearch search = backend.neighbours(batch, parameters.basis().cutoff())) {
      int from = 0;
      while (from < atoms.length) {
        int to = from + 1;
        while (to < atoms.length && to - from < MOST_IN_A_ROW && atoms[to] == atoms[to - 1] + 1) {
          to++;
        }
        environments(search, atoms[from], atoms[from] + to - from, receiver);
        from = to;
      }
    }
  }

  private void environments(
      NeighbourSearch search, int first, int last, EnvironmentReceiver receiver) {
    try (Neighbours pairs = search.pairs(first, last);
        Tensor coefficients = soap.expansion(pairs);
        Tensor features = soap.powerSpectrum(coefficients)) {
      KernelValues values = kernel.values(features, centres(search, first, last));
      receiver.take(first, values, features.toDoubles());
    }
  }

  /** Atomic numbers of the centres of a slice. */
  private static int[] centres(NeighbourSearch search, int first, int last) {
    int[] centres = new int[last - first];
    for (int k = 0; k < centres.length; k++) {
      centres[k] = search.batch().species(first + k);
    }
    return centres;
  }

  /** Forces, [atoms x 3], and strain derivatives, [structures x 9]. */
  record Derivatives(double[] forces, double[] virials) {}

  /**
   * Channels of all atoms, and derivatives of a weighted sum of them.
   *
   * @param gradients what multiplies the channels of the model itself, [structures][block]
   */
  Derivatives adjoint(Batch batch, double[][] gradients, Receiver receiver) {
    if (batch.atoms() == 0) {
      return new Derivatives(new double[0], new double[9 * batch.size()]);
    }
    try (NeighbourSearch search = backend.neighbours(batch, parameters.basis().cutoff());
        ForceSums sums = search.forceSums()) {
      slicing.forEach(
          batch,
          (first, last) -> {
            ChannelGradients own = ownGradients(batch, gradients, first, last);
            receiver.take(first, values(search, first, last, own, sums));
          });
      return new Derivatives(sums.forces().read(), sums.virial().read());
    }
  }

  /** Each structure's gradients, for its centres within a slice. */
  private ChannelGradients ownGradients(Batch batch, double[][] gradients, int first, int last) {
    int from = batch.structureOf(first);
    int channels = parameters.points().channels();
    double[] sets = new double[(batch.structureOf(last - 1) - from + 1) * channels];
    for (int s = 0; s < sets.length / channels; s++) {
      System.arraycopy(gradients[from + s], 0, sets, s * channels, gradients[from + s].length);
    }
    int[] setOf = new int[last - first];
    for (int k = 0; k < setOf.length; k++) {
      setOf[k] = batch.structureOf(first + k) - from;
    }
    return ChannelGradients.of(sets, channels, setOf);
  }

  /** Forward; with sums to add to, also backward while the coefficients are at hand. */
  private KernelValues values(
      NeighbourSearch search, int first, int last, ChannelGradients gradients, ForceSums sums) {
    int[] centres = centres(search, first, last);
    try (Neighbours pairs = search.pairs(first, last);
        Tensor coefficients = soap.expansion(pairs);
        Tensor features = soap.powerSpectrum(coefficients)) {
      if (sums == null) {
        return kernel.values(features, centres);
      }
      try (Tensor featureGradients = kernel.featureGradients(centres.length)) {
        KernelValues values =
            kernel.valuesAndAdjoint(features, centres, gradients, featureGradients);
        try (Tensor pairGradients = pairs.zeroGradients();
            Tensor coefficientGradients =
                soap.powerSpectrumAdjoint(coefficients, featureGradients)) {
          soap.expansionAdjoint(pairs, coefficientGradients, pairGradients);
          sums.add(pairs, pairGradients);
        }
        return values;
      }
    }
  }

  @Override
  public void close() {
    kernel.close();
    soap.close();
  }
}
