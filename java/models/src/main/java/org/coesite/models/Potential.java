package org.coesite.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.coesite.CoesiteException;
import org.coesite.backend.AtomSums;
import org.coesite.backend.Backend;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.Doubles;
import org.coesite.backend.ForceSums;
import org.coesite.backend.GivenPairs;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairPotential;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.Tensor;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

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
  private final PotentialModel model;
  private final Backend backend;
  private final PairPotential pair;
  private final List<Term> terms = new ArrayList<>();
  private final double cutoff;

  /** By atomic number. */
  private final boolean[] known;

  private final ChannelGradients channelGradients;

  private final Slicing slicing;

  private record Term(Soap soap, SparseKernel kernel) {}

  private Potential(PotentialModel model, Backend backend, Slicing slicing) {
    this.model = model;
    this.backend = backend;
    this.slicing = slicing;
    cutoff = model.cutoff();
    known = new boolean[model.species()[model.species().length - 1] + 1];
    for (int number : model.species()) {
      known[number] = true;
    }
    pair = model.pair() == null ? null : backend.pairPotential(model.pair());
    for (ManyBody term : model.manyBody()) {
      Soap soap = backend.soap(term.basis(), model.species());
      terms.add(new Term(soap, backend.sparseKernel(term.points())));
    }
    double[] energyAlone = new double[model.members() + 1];
    energyAlone[0] = 1;
    channelGradients = ChannelGradients.same(energyAlone);
  }

  /** Prepares a model on a backend. */
  public static Potential of(PotentialModel model, Backend backend) {
    return new Potential(model, backend, Slicing.of(backend, bytesPerCentre(model, backend)));
  }

  /** With slices of a given number of centres: results do not depend on it. */
  static Potential of(PotentialModel model, Backend backend, int slice) {
    return new Potential(model, backend, new Slicing(backend, slice));
  }

  /** Of the term that needs most: coefficients, features, and the gradients of both. */
  private static long bytesPerCentre(PotentialModel model, Backend backend) {
    long most = 1;
    for (ManyBody term : model.manyBody()) {
      long coefficients =
          (long) model.species().length * term.basis().harmonics() * term.basis().radialFunctions();
      most = Math.max(most, 2 * (coefficients + term.points().featureCount()));
    }
    return most * backend.precision().bytes();
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

  /** Whether a model of that name comes with Coesite. */
  public static boolean isBundled(String name) {
    return Potential.class.getResource(resource(name)) != null;
  }

  private static String resource(String name) {
    return name + ".safetensors";
  }

  /** Reads a model file without preparing it on a backend. */
  public static PotentialModel loadModel(Path file) {
    return PotentialFile.read(Safetensors.read(file));
  }

  /** Reads a model that comes with Coesite. */
  public static PotentialModel bundledModel(String name) {
    String resource = resource(name);
    try (InputStream in = Potential.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new CoesiteException(
            "no bundled potential is named \"" + name + "\"; there are silica and silicon");
      }
      return readModel("bundled " + resource, in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + resource, e);
    }
  }

  /**
   * Reads a model from a stream, without preparing it on a backend.
   *
   * @param name of the stream, for messages
   * @throws CoesiteException as {@link #load}
   */
  public static PotentialModel readModel(String name, InputStream in) throws IOException {
    return PotentialFile.read(Safetensors.read(name, in));
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
    return slicing.run(batch, (part, first) -> attempt(part, derivatives == Derivatives.FIRST));
  }

  private List<Prediction> attempt(Batch batch, boolean gradient) {
    Sums sums = new Sums(batch, model);
    if (batch.atoms() == 0) {
      return sums.predictions(gradient ? new double[0] : null, new double[9 * batch.size()]);
    }
    try (NeighbourSearch search = backend.neighbours(batch, cutoff)) {
      Gradient found = add(search, batch.atoms(), gradient, sums);
      return sums.predictions(found.forces(), found.virial());
    }
  }

  /**
   * Predicts a part of a system, as a program that divides space among processes has it: local
   * atoms, whose energies it is about, and whatever atoms of other processes or images are within
   * the cutoff of one of them.
   *
   * @param atoms the local ones first; without a cell, as images are atoms of their own
   * @param pairs a row for each local atom, with all its neighbours within the model's cutoff
   * @throws CoesiteException if a species is not known, or the list cannot be right
   */
  public DomainPrediction evaluate(Structure atoms, GivenPairs pairs, Derivatives derivatives) {
    Batch batch = Batch.of(atoms);
    requireKnownSpecies(batch);
    return slicing
        .run(batch, (part, _) -> List.of(attempt(part, pairs, derivatives == Derivatives.FIRST)))
        .get(0);
  }

  private DomainPrediction attempt(Batch batch, GivenPairs pairs, boolean gradient) {
    int local = pairs.centres();
    Sums sums = new Sums(batch, model);
    Gradient found = new Gradient(new double[3 * batch.atoms()], new double[9]);
    if (local > 0) {
      try (NeighbourSearch search = backend.neighbours(batch, pairs, cutoff)) {
        found = add(search, local, gradient, sums);
      }
    }
    Prediction all = sums.predictions(gradient ? found.forces() : null, found.virial()).get(0);
    return new DomainPrediction(
        all.energy(),
        Arrays.copyOf(all.atomEnergies(), local),
        all.forces(),
        gradient ? found.virial() : null,
        all.committee(),
        Arrays.copyOf(all.outside(), local));
  }

  /** Derivatives of a batch's energies, null where they were not asked for. */
  private record Gradient(double[] forces, double[] virial) {}

  /** Adds the energies of the first so many centres. */
  private Gradient add(NeighbourSearch search, int centres, boolean gradient, Sums sums) {
    try (ForceSums forceSums = gradient ? search.forceSums() : null;
        AtomSums atomSums = search.atomSums(model.members() + 1)) {
      Queue<SliceResults> pending = new ArrayDeque<>();
      slicing.forEach(
          centres,
          (first, last) -> {
            pending.add(compute(search, first, last, atomSums, forceSums));
            // read one slice late: a device has the next to work on meanwhile
            if (pending.size() > 1) {
              pending.remove().addTo(sums);
            }
          });
      Doubles forces = gradient ? forceSums.forces() : null;
      Doubles virial = gradient ? forceSums.virial() : null;
      Doubles manyBody = atomSums.firstChannel();
      Doubles totals = atomSums.totals();
      pending.remove().addTo(sums);
      sums.add(manyBody, totals);
      return new Gradient(gradient ? forces.read() : null, gradient ? virial.read() : null);
    }
  }

  private void requireKnownSpecies(Batch batch) {
    for (int i = 0; i < batch.atoms(); i++) {
      if (batch.species(i) >= known.length || !known[batch.species(i)]) {
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

  /** What the backend was told to compute of a slice of centres. */
  private record SliceResults(
      int first, int[] centres, Doubles pairEnergies, List<Doubles> similarities) {
    void addTo(Sums sums) {
      sums.add(first, centres, pairEnergies, similarities);
    }
  }

  private SliceResults compute(
      NeighbourSearch search, int first, int last, AtomSums atomSums, ForceSums forceSums) {
    int[] centres = new int[last - first];
    for (int k = 0; k < centres.length; k++) {
      centres[k] = search.batch().species(first + k);
    }
    try (Neighbours pairs = search.pairs(first, last);
        Tensor pairGradients = forceSums == null ? null : pairs.zeroGradients()) {
      Doubles pairEnergies = pair == null ? null : pair.energies(pairs, pairGradients);
      List<Doubles> similarities = new ArrayList<>(terms.size());
      atomSums.slice(first, last);
      for (Term term : terms) {
        similarities.add(evaluate(term, pairs, centres, pairGradients, atomSums));
      }
      if (forceSums != null) {
        forceSums.add(pairs, pairGradients);
      }
      return new SliceResults(first, centres, pairEnergies, similarities);
    }
  }

  /** Forward, then backward while the coefficients are at hand. */
  private Doubles evaluate(
      Term term, Neighbours pairs, int[] centres, Tensor pairGradients, AtomSums atomSums) {
    try (Tensor coefficients = term.soap.expansion(pairs);
        Tensor features = term.soap.powerSpectrum(coefficients)) {
      if (pairGradients == null) {
        return term.kernel.addValues(features, centres, atomSums);
      }
      try (Tensor featureGradients = term.kernel.featureGradients(centres.length)) {
        Doubles similarity =
            term.kernel.addValuesAndAdjoint(
                features, centres, channelGradients, featureGradients, atomSums);
        try (Tensor coefficientGradients =
            term.soap.powerSpectrumAdjoint(coefficients, featureGradients)) {
          term.soap.expansionAdjoint(pairs, coefficientGradients, pairGradients);
        }
        return similarity;
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
