package org.coesite.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Tensor;
import org.coesite.math.Irreps;
import org.coesite.models.Safetensors;
import org.coesite.models.Slicing;
import org.coesite.structure.Batch;
import org.coesite.structure.Element;

/**
 * A trained model of tensors of one element's atoms: equivariant features times coefficients that a
 * scalar kernel gives, with a committee that says how far they can be trusted.
 *
 * <p>Structures are worked through in slices of centres, so that memory beyond the batch is
 * bounded; a prediction has the same bits whatever the batch and the slice. Tensors turn with the
 * structure to rounding. Used by one thread at a time; closed before its backend.
 */
public final class TensorModel implements AutoCloseable {
  private final TensorParameters parameters;
  private final Backend backend;
  private final Slicing slicing;
  private final FeatureKernel features;
  private final CoefficientKernel coefficients;
  private final Readout readout;

  private TensorModel(TensorParameters parameters, Backend backend, Slicing slicing) {
    this.parameters = parameters;
    this.backend = backend;
    this.slicing = slicing;
    features = new FeatureKernel(parameters.features(), backend);
    coefficients = new CoefficientKernel(parameters, backend);
    readout = new Readout(features.out(), parameters.members() + 1, backend);
  }

  /** Prepares a model on a backend. */
  public static TensorModel of(TensorParameters parameters, Backend backend) {
    TensorFeatures spec = parameters.features();
    long expansion =
        (long) spec.species().length * spec.basis().harmonics() * spec.basis().radialFunctions();
    long numbers = 2 * expansion;
    for (LambdaFeatures own : spec.lambdas()) {
      // factors, products and features; coefficients and tensors
      numbers += 4L * own.products().size() * own.components() + own.size();
      numbers += (parameters.members() + 1L) * (own.count() + own.components());
    }
    return new TensorModel(
        parameters, backend, Slicing.of(backend, numbers * backend.precision().bytes()));
  }

  /** With slices of a given number of atoms: results do not depend on it. */
  static TensorModel of(TensorParameters parameters, Backend backend, int slice) {
    return new TensorModel(parameters, backend, new Slicing(backend, slice));
  }

  /**
   * Loads a model file.
   *
   * @throws CoesiteException if it cannot be read, is no such file, or is of a newer format
   */
  public static TensorModel load(Path file, Backend backend) {
    return of(TensorFile.read(Safetensors.read(file)), backend);
  }

  /**
   * Reads a model from a stream.
   *
   * @param name of the stream, for messages
   * @throws CoesiteException as {@link #load}
   */
  public static TensorModel read(String name, InputStream in, Backend backend) throws IOException {
    return of(TensorFile.read(Safetensors.read(name, in)), backend);
  }

  /** Writes a model to a file, under a temporary name until it is complete. */
  public static void save(TensorParameters parameters, Path file) {
    TensorFile.write(parameters, file);
  }

  /** The numbers behind it. */
  public TensorParameters parameters() {
    return parameters;
  }

  /**
   * Predicts the tensors of every structure of a batch, in order.
   *
   * @throws CoesiteException if a structure has a species that the model does not know
   */
  public List<SiteTensors> evaluate(Batch batch) {
    return evaluate(batch, _ -> true);
  }

  /**
   * Predicts the tensors of some atoms, with the bits that they have among all.
   *
   * @param chosen which atoms of the batch; those of another element have no tensors all the same
   * @throws CoesiteException if a structure has a species that the model does not know
   */
  public List<SiteTensors> evaluate(Batch batch, IntPredicate chosen) {
    requireKnownSpecies(batch);
    return slicing.run(
        batch,
        (part, firstStructure) -> {
          int offset = batch.offset(firstStructure);
          return sites(part, atom -> chosen.test(offset + atom));
        });
  }

  private void requireKnownSpecies(Batch batch) {
    for (int atom = 0; atom < batch.atoms(); atom++) {
      if (Arrays.binarySearch(parameters.features().species(), batch.species(atom)) < 0) {
        throw new CoesiteException(
            "the model \""
                + parameters.name()
                + "\" does not know "
                + Element.symbol(batch.species(atom))
                + (batch.size() > 1 ? " of structure " + (batch.structureOf(atom) + 1) : ""));
      }
    }
  }

  private List<SiteTensors> sites(Batch batch, IntPredicate chosen) {
    Found found = new Found(batch);
    if (batch.atoms() > 0) {
      try (NeighbourSearch search =
          backend.neighbours(batch, parameters.features().basis().cutoff())) {
        slicing.forEach(batch, (first, last) -> predict(search, first, last, chosen, found));
      }
    }
    return found.byStructure();
  }

  private void predict(
      NeighbourSearch search, int first, int last, IntPredicate chosen, Found found) {
    int[] rows = rows(search.batch(), first, last, chosen);
    if (rows.length == 0) {
      return;
    }
    try (Tensor expansion = expansion(search, first, last, rows);
        FeatureKernel.Features own = features.of(expansion);
        CoefficientKernel.Coefficients factors = coefficients.of(own.invariants(), backend);
        Tensor tensors = readout.of(own.all(), factors.values())) {
      found.add(first, rows, tensors.toDoubles(), factors.similarity());
    }
  }

  /** The chosen centres of a slice that are of the model's element, counted from the first. */
  private int[] rows(Batch batch, int first, int last, IntPredicate chosen) {
    int[] rows = new int[last - first];
    int count = 0;
    for (int atom = first; atom < last; atom++) {
      if (batch.species(atom) == parameters.element() && chosen.test(atom)) {
        rows[count++] = atom - first;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private Tensor expansion(NeighbourSearch search, int first, int last, int[] rows) {
    try (Neighbours pairs = search.pairs(first, last);
        Tensor all = features.soap().expansion(pairs)) {
      return backend.rows(all, rows);
    }
  }

  /** What was found of a batch, slice by slice. */
  private final class Found {
    private final Batch batch;
    private final List<List<Integer>> atoms = new ArrayList<>();
    private final List<List<double[][]>> tensors = new ArrayList<>();
    private final List<List<Boolean>> outside = new ArrayList<>();

    Found(Batch batch) {
      this.batch = batch;
      for (int s = 0; s < batch.size(); s++) {
        atoms.add(new ArrayList<>());
        tensors.add(new ArrayList<>());
        outside.add(new ArrayList<>());
      }
    }

    void add(int first, int[] rows, double[] numbers, double[] similarity) {
      for (int k = 0; k < rows.length; k++) {
        int atom = first + rows[k];
        int s = batch.structureOf(atom);
        atoms.get(s).add(atom - batch.offset(s));
        tensors.get(s).add(outputs(numbers, k));
        outside.get(s).add(!(similarity[k] >= parameters.similarity()));
      }
    }

    private double[][] outputs(double[] numbers, int k) {
      double[][] out = new double[parameters.members() + 1][9];
      Irreps layout = readout.out();
      int lambdas = parameters.features().lambdas().size();
      for (int block = 0; block < layout.count(); block++) {
        int l = layout.block(block).irrep().degree();
        System.arraycopy(
            numbers,
            k * layout.size() + layout.offset(block),
            out[block / lambdas],
            l * l,
            2 * l + 1);
      }
      for (double[] own : out) {
        own[0] += parameters.baseline();
      }
      return out;
    }

    List<SiteTensors> byStructure() {
      List<SiteTensors> out = new ArrayList<>();
      for (int s = 0; s < batch.size(); s++) {
        boolean[] flags = new boolean[outside.get(s).size()];
        for (int k = 0; k < flags.length; k++) {
          flags[k] = outside.get(s).get(k);
        }
        out.add(
            new SiteTensors(
                atoms.get(s).stream().mapToInt(Integer::intValue).toArray(),
                tensors.get(s).toArray(double[][][]::new),
                flags));
      }
      return out;
    }
  }

  @Override
  public void close() {
    readout.close();
    coefficients.close();
    features.close();
  }
}
