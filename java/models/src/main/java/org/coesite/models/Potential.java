package org.coesite.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.KernelValues;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairPotential;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;

/**
 * A trained interatomic potential: energies, forces, stress, and how far they can be trusted.
 *
 * {@snippet :
 * try (Backend backend = Backends.open();
 *     Potential potential = Potential.bundled("silica", backend)) {
 *   Prediction prediction = potential.evaluate(structure);
 *   System.out.println(prediction.energy() + " +- " + prediction.uncertainty() + " eV");
 * }
 * }
 *
 * <p>Structures are worked through in slices of centres, so that memory beyond the batch itself is
 * bounded however many atoms there are; a prediction has the same bits whatever the batch and the
 * slice. The uncertainty is the spread of a committee of posterior samples that share the kernel,
 * scaled so that it covers the errors of structures left out of training.
 *
 * <p>Used by one thread at a time; closed before its backend.
 */
public final class Potential implements Calculator {
  private static final long SLICE_BYTES = 32L << 20;
  private static final int MAX_SLICE = 8192;

  private final PotentialModel model;
  private final Backend backend;
  private final PairPotential pair;
  private final List<Term> terms = new ArrayList<>();
  private final double cutoff;
  private final int slice;
  private final double[] channelGradients;

  private record Term(Soap soap, SparseKernel kernel, double[] similarity) {}

  private Potential(PotentialModel model, Backend backend, int slice) {
    this.model = model;
    this.backend = backend;
    this.slice = slice;
    cutoff = model.cutoff();
    pair = model.pair() == null ? null : backend.pairPotential(model.pair());
    for (ManyBody term : model.manyBody()) {
      Soap soap = backend.soap(term.basis(), model.species());
      terms.add(new Term(soap, backend.sparseKernel(term.points()), term.similarity()));
    }
    channelGradients = new double[model.members() + 1];
    channelGradients[0] = 1;
  }

  /** Prepares a model on a backend. */
  public static Potential of(PotentialModel model, Backend backend) {
    return new Potential(model, backend, sliceFor(model));
  }

  /** With slices of a given number of centres: results do not depend on it. */
  static Potential of(PotentialModel model, Backend backend, int slice) {
    return new Potential(model, backend, slice);
  }

  private static int sliceFor(PotentialModel model) {
    long features = 1;
    for (ManyBody term : model.manyBody()) {
      features = Math.max(features, term.points().featureCount());
    }
    long centres = SLICE_BYTES / (Double.BYTES * features);
    return Math.clamp(centres / 64 * 64, 64, MAX_SLICE);
  }

  /**
   * Loads a model file.
   *
   * @throws CoesiteException if it cannot be read, is no such file, or is of a newer format
   */
  public static Potential load(Path file, Backend backend) {
    return of(loadModel(file), backend);
  }

  /**
   * Loads a model that comes with Coesite: {@code silica} or {@code silicon}.
   *
   * @throws CoesiteException if there is none of that name
   */
  public static Potential bundled(String name, Backend backend) {
    return of(bundledModel(name), backend);
  }

  /** Reads a model file without preparing it on a backend. */
  public static PotentialModel loadModel(Path file) {
    return PotentialFile.read(Safetensors.read(file));
  }

  /** Reads a model that comes with Coesite. */
  public static PotentialModel bundledModel(String name) {
    String resource = name + ".safetensors";
    try (InputStream in = Potential.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new CoesiteException(
            "no bundled potential is named \"" + name + "\"; there are silica and silicon");
      }
      return PotentialFile.read(Safetensors.read("bundled " + resource, in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + resource, e);
    }
  }

  /** Writes a model to a file, under a temporary name until it is complete. */
  public static void save(PotentialModel model, Path file) {
    PotentialFile.write(model, file);
  }

  /** The numbers behind it. */
  public PotentialModel model() {
    return model;
  }

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    requireKnownSpecies(batch);
    Sums sums = new Sums(batch, model.members() + 1, derivatives == Derivatives.FIRST);
    if (batch.atoms() > 0) {
      try (NeighbourSearch search = backend.neighbours(batch, cutoff)) {
        for (int first = 0; first < batch.atoms(); first += slice) {
          add(search, first, (int) Math.min(batch.atoms(), (long) first + slice), sums);
        }
      }
    }
    return sums.predictions(model);
  }

  private void requireKnownSpecies(Batch batch) {
    for (int i = 0; i < batch.atoms(); i++) {
      if (model.indexOf(batch.species(i)) < 0) {
        throw new CoesiteException(
            "the model \""
                + model.name()
                + "\" knows "
                + SpeciesNames.of(model.species())
                + ", not "
                + SpeciesNames.of(batch.species(i))
                + (batch.size() > 1 ? " of structure " + (batch.structureOf(i) + 1) : ""));
      }
    }
  }

  private void add(NeighbourSearch search, int first, int last, Sums sums) {
    int[] centres = new int[last - first];
    for (int k = 0; k < centres.length; k++) {
      centres[k] = sums.batch.species(first + k);
    }
    boolean gradient = sums.forces != null;
    try (Neighbours pairs = search.pairs(first, last);
        Tensor pairGradients = gradient ? pairs.zeroGradients() : null) {
      double[] energies = sharedEnergies(pairs, centres, pairGradients);
      for (Term term : terms) {
        KernelValues values = evaluate(term, pairs, centres, pairGradients);
        for (int k = 0; k < energies.length; k++) {
          energies[k] += values.values()[k];
        }
        sums.flag(first, centres, values.similarity(), term.similarity, model);
      }
      sums.add(first, energies);
      if (gradient) {
        search.accumulate(pairs, pairGradients, sums.forces, sums.virial);
      }
    }
  }

  /** What all members of the committee agree on, [centres x channels]. */
  private double[] sharedEnergies(Neighbours pairs, int[] centres, Tensor pairGradients) {
    int channels = channelGradients.length;
    double[] twoBody =
        pair == null ? new double[centres.length] : pair.energies(pairs, pairGradients);
    double[] energies = new double[Math.multiplyExact(centres.length, channels)];
    for (int k = 0; k < centres.length; k++) {
      double shared = model.speciesEnergies()[model.indexOf(centres[k])] + twoBody[k];
      Arrays.fill(energies, k * channels, (k + 1) * channels, shared);
    }
    return energies;
  }

  /** Forward, then backward while the coefficients are at hand. */
  private KernelValues evaluate(Term term, Neighbours pairs, int[] centres, Tensor pairGradients) {
    try (Tensor coefficients = term.soap.expansion(pairs);
        Tensor features = term.soap.powerSpectrum(coefficients)) {
      if (pairGradients == null) {
        return term.kernel.values(features, centres);
      }
      try (Tensor featureGradients = term.kernel.featureGradients(centres.length)) {
        KernelValues values =
            term.kernel.valuesAndAdjoint(features, centres, channelGradients, featureGradients);
        try (Tensor coefficientGradients =
            term.soap.powerSpectrumAdjoint(coefficients, featureGradients)) {
          term.soap.expansionAdjoint(pairs, coefficientGradients, pairGradients);
        }
        return values;
      }
    }
  }

  @Override
  public void close() {
    for (Term term : terms) {
      term.kernel.close();
      term.soap.close();
    }
    if (pair != null) {
      pair.close();
    }
  }
}
