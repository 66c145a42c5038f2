package org.coesite.conformance;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.coesite.backend.Backend;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.ForceSums;
import org.coesite.backend.KernelValues;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.PairPotential;
import org.coesite.backend.PairSplines;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;

/**
 * A kernel model with a pair potential and made-up weights: all kernels from positions to forces,
 * as a potential chains them.
 */
record RandomModel(
    SoapBasis basis,
    int[] species,
    SparsePoints points,
    double[] channelGradients,
    PairSplines splines) {

  static RandomModel of(
      SoapBasis basis, int zeta, boolean normalise, int channels, int... species) {
    Random random = new Random(41);
    int width = new ReferenceSoap(basis, species).columns(true);
    int each = 6;
    int[] pointSpecies = new int[each * species.length];
    double[] features = new double[pointSpecies.length * width];
    for (int m = 0; m < pointSpecies.length; m++) {
      pointSpecies[m] = species[m / each];
      double square = 0;
      for (int f = 0; f < width; f++) {
        features[m * width + f] = random.nextGaussian();
        square += features[m * width + f] * features[m * width + f];
      }
      for (int f = 0; f < width; f++) {
        features[m * width + f] /= Math.sqrt(square);
      }
    }
    // random directions are nearly orthogonal to any environment: weights that make up for it
    double scale = Math.pow(width, zeta / 2.0);
    double[] weights =
        random.doubles((long) pointSpecies.length * channels, -scale, scale).toArray();
    return new RandomModel(
        basis,
        species,
        new SparsePoints(pointSpecies, features, width, zeta, normalise, weights, channels),
        random.doubles(channels, 0.5, 1.5).toArray(),
        splines(basis.cutoff(), species));
  }

  /** A Mexican hat of another height for each pair of species, smooth at the cutoff. */
  private static PairSplines splines(double cutoff, int[] species) {
    int knots = 60;
    int pairs = species.length * (species.length + 1) / 2;
    double start = 1;
    double step = (cutoff - start) / (knots - 1);
    double[] values = new double[pairs * knots];
    double[] slopes = new double[pairs * knots];
    for (int pair = 0; pair < pairs; pair++) {
      for (int k = 0; k < knots - 1; k++) {
        double t = 1 - (start + k * step) / cutoff;
        values[pair * knots + k] = (2 + pair) * t * t * t * (4 * t - 1);
        slopes[pair * knots + k] = -(2 + pair) * (16 * t * t * t - 3 * t * t) / cutoff;
      }
    }
    return new PairSplines(species, start, step, knots, values, slopes);
  }

  /**
   * All that was computed, by name: an array of each atom, or of each structure where the name says
   * so.
   */
  record Results(Batch batch, Map<String, double[][]> perAtom, double[][] virial) {
    /** sum over atoms of g . values + pair energy, eV. */
    double energy() {
      double sum = 0;
      for (double[] one : perAtom.get("energy")) {
        sum += one[0];
      }
      return sum;
    }

    /** One after the other. */
    double[] all(String name) {
      return Arrays.stream(perAtom.get(name)).flatMapToDouble(Arrays::stream).toArray();
    }
  }

  /** The model ready to run on a backend. */
  static final class Prepared implements AutoCloseable {
    private final RandomModel model;
    private final Backend backend;
    private final Soap soap;
    private final SparseKernel kernel;
    private final PairPotential potential;

    private Prepared(RandomModel model, Backend backend) {
      this.model = model;
      this.backend = backend;
      soap = backend.soap(model.basis, model.species);
      kernel = backend.sparseKernel(model.points);
      potential = backend.pairPotential(model.splines);
    }

    /** Energies of the structures of a batch, eV, without any adjoint. */
    double[] energies(Batch batch) {
      try (NeighbourSearch search = backend.neighbours(batch, model.basis.cutoff());
          Neighbours pairs = search.pairs(0, batch.atoms());
          Tensor coefficients = soap.expansion(pairs);
          Tensor features = soap.powerSpectrum(coefficients)) {
        double[] atoms =
            model.atomEnergies(
                kernel.values(features, centres(batch, 0, batch.atoms())),
                potential.energies(pairs, null).read());
        double[] energies = new double[batch.size()];
        for (int i = 0; i < atoms.length; i++) {
          energies[batch.structureOf(i)] += atoms[i];
        }
        return energies;
      }
    }

    /** Everything, forward and back, in slices of so many centres. */
    Results evaluate(Batch batch, int slice) {
      Map<String, double[][]> perAtom = new TreeMap<>();
      double[] forces;
      double[] virial;
      try (NeighbourSearch search = backend.neighbours(batch, model.basis.cutoff());
          ForceSums sums = search.forceSums()) {
        for (int first = 0; first < batch.atoms(); first += slice) {
          int last = Math.min(first + slice, batch.atoms());
          evaluate(search, batch, first, last, perAtom, sums);
        }
        forces = sums.forces().read();
        virial = sums.virial().read();
      }
      put(perAtom, batch, 0, "forces", forces, batch.atoms());
      double[][] virials = new double[batch.size()][];
      for (int s = 0; s < virials.length; s++) {
        virials[s] = Arrays.copyOfRange(virial, 9 * s, 9 * s + 9);
      }
      return new Results(batch, perAtom, virials);
    }

    private void evaluate(
        NeighbourSearch search,
        Batch batch,
        int first,
        int last,
        Map<String, double[][]> perAtom,
        ForceSums sums) {
      int n = last - first;
      int[] centres = centres(batch, first, last);
      try (Neighbours pairs = search.pairs(first, last);
          Tensor coefficients = soap.expansion(pairs);
          Tensor features = soap.powerSpectrum(coefficients);
          Tensor matrix = kernel.kernel(features, centres);
          Tensor featureGradients = kernel.featureGradients(n);
          Tensor pairGradients = pairs.zeroGradients()) {
        KernelValues values =
            kernel.valuesAndAdjoint(
                features, centres, ChannelGradients.same(model.channelGradients), featureGradients);
        try (Tensor coefficientGradients =
            soap.powerSpectrumAdjoint(coefficients, featureGradients)) {
          soap.expansionAdjoint(pairs, coefficientGradients, pairGradients);
          put(perAtom, batch, first, "dE/dc", coefficientGradients.toDoubles(), n);
        }
        double[] pairEnergies = potential.energies(pairs, pairGradients).read();
        sums.add(pairs, pairGradients);
        put(perAtom, batch, first, "coefficients", coefficients.toDoubles(), n);
        put(perAtom, batch, first, "features", features.toDoubles(), n);
        put(perAtom, batch, first, "kernel", matrix.toDoubles(), n);
        put(perAtom, batch, first, "dE/dp", featureGradients.toDoubles(), n);
        put(perAtom, batch, first, "values", values.values().read(), n);
        put(perAtom, batch, first, "similarity", values.similarity().read(), n);
        put(perAtom, batch, first, "pair energy", pairEnergies, n);
        put(perAtom, batch, first, "energy", model.atomEnergies(values, pairEnergies), n);
        putPairs(perAtom, batch, pairs.toPairList(), pairGradients.toDoubles());
      }
    }

    @Override
    public void close() {
      potential.close();
      kernel.close();
      soap.close();
    }
  }

  Prepared on(Backend backend) {
    return new Prepared(this, backend);
  }

  /** Prepares, evaluates, and closes again. */
  Results evaluate(Backend backend, Batch batch, int slice) {
    try (Prepared prepared = on(backend)) {
      return prepared.evaluate(batch, slice);
    }
  }

  private double[] atomEnergies(KernelValues values, double[] pairEnergies) {
    double[] energies = pairEnergies.clone();
    for (int i = 0; i < energies.length; i++) {
      for (int c = 0; c < points.channels(); c++) {
        energies[i] += channelGradients[c] * values.values().read()[i * points.channels() + c];
      }
    }
    return energies;
  }

  private static int[] centres(Batch batch, int first, int last) {
    int[] centres = new int[last - first];
    for (int i = first; i < last; i++) {
      centres[i - first] = batch.species(i);
    }
    return centres;
  }

  private static void put(
      Map<String, double[][]> perAtom,
      Batch batch,
      int first,
      String name,
      double[] rows,
      int count) {
    double[][] all = perAtom.computeIfAbsent(name, key -> new double[batch.atoms()][]);
    int width = rows.length / count;
    for (int i = 0; i < count; i++) {
      all[first + i] = Arrays.copyOfRange(rows, i * width, (i + 1) * width);
    }
  }

  /** Neighbours numbered within their structure, so that they can be compared between batches. */
  private static void putPairs(
      Map<String, double[][]> perAtom, Batch batch, PairList list, double[] gradients) {
    double[][] pairs = perAtom.computeIfAbsent("pairs", key -> new double[batch.atoms()][]);
    double[][] slopes = perAtom.computeIfAbsent("dE/dr_ij", key -> new double[batch.atoms()][]);
    for (int k = 0; k + 1 < list.start().length; k++) {
      int i = list.first() + k;
      int offset = batch.offset(batch.structureOf(i));
      int from = list.start()[k];
      int to = list.start()[k + 1];
      pairs[i] = new double[7 * (to - from)];
      slopes[i] = Arrays.copyOfRange(gradients, 3 * from, 3 * to);
      for (int p = from; p < to; p++) {
        int at = 7 * (p - from);
        pairs[i][at] = list.j()[p] - offset;
        for (int c = 0; c < 3; c++) {
          pairs[i][at + 1 + c] = list.shift()[3 * p + c];
          pairs[i][at + 4 + c] = list.vector()[3 * p + c];
        }
      }
    }
  }
}
