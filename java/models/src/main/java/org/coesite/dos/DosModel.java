package org.coesite.dos;

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
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.Tensor;
import org.coesite.models.Safetensors;
import org.coesite.structure.Batch;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * A trained model of the electronic density of states: curves of structures and of their atoms,
 * with a committee that says how far they can be trusted.
 *
 * <p>What an atom contributes is a partition that was learnt, not a projection onto orbitals.
 * Structures are worked through in slices of centres, so that memory beyond the batch is bounded; a
 * prediction has the same bits whatever the batch and the slice. Used by one thread at a time;
 * closed before its backend.
 */
public final class DosModel implements AutoCloseable {
  private final DosParameters parameters;
  private final Backend backend;
  private final Soap soap;
  private final SparseKernel kernel;
  private final int slice;

  private DosModel(DosParameters parameters, Backend backend, int slice) {
    this.parameters = parameters;
    this.backend = backend;
    this.slice = slice;
    soap = backend.soap(parameters.basis(), parameters.species());
    kernel = backend.sparseKernel(parameters.points());
  }

  /** Prepares a model on a backend. */
  public static DosModel of(DosParameters parameters, Backend backend) {
    long coefficients =
        (long) parameters.species().length
            * parameters.basis().harmonics()
            * parameters.basis().radialFunctions();
    long numbers = coefficients + parameters.points().featureCount();
    long bytes =
        numbers * backend.precision().bytes()
            + (long) parameters.points().channels() * Double.BYTES;
    return new DosModel(parameters, backend, backend.centresAtOnce(bytes));
  }

  /** With slices of a given number of centres: results do not depend on it. */
  static DosModel of(DosParameters parameters, Backend backend, int slice) {
    return new DosModel(parameters, backend, slice);
  }

  /**
   * Loads a model file.
   *
   * @throws CoesiteException if it cannot be read, is no such file, or is of a newer format
   */
  public static DosModel load(Path file, Backend backend) {
    return of(DosFile.read(Safetensors.read(file)), backend);
  }

  /**
   * Loads a model that comes with Coesite: {@code silicon}.
   *
   * @throws CoesiteException if there is none of that name
   */
  public static DosModel bundled(String name, Backend backend) {
    String resource = name + ".safetensors";
    try (InputStream in = DosModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new CoesiteException(
            "no bundled density of states is named \"" + name + "\"; there is silicon");
      }
      return of(DosFile.read(Safetensors.read("bundled " + resource, in)), backend);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + resource, e);
    }
  }

  /** Writes a model to a file, under a temporary name until it is complete. */
  public static void save(DosParameters parameters, Path file) {
    DosFile.write(parameters, file);
  }

  /** The numbers behind it. */
  public DosParameters parameters() {
    return parameters;
  }

  /**
   * Predicts every structure of a batch, in order.
   *
   * @throws CoesiteException if a structure has a species that the model does not know
   */
  public List<DosPrediction> evaluate(Batch batch) {
    double[][] sums = new double[batch.size()][parameters.points().channels()];
    boolean[] outside = new boolean[batch.atoms()];
    forSlices(
        batch,
        (first, channels, similarity) -> {
          int stride = parameters.points().channels();
          for (int k = 0; k < similarity.length; k++) {
            double[] sum = sums[batch.structureOf(first + k)];
            for (int c = 0; c < stride; c++) {
              sum[c] += channels[k * stride + c];
            }
            int a = indexOf(batch, first + k);
            outside[first + k] = !(similarity[k] >= parameters.similarity()[a]);
          }
        });
    List<DosPrediction> out = new ArrayList<>(batch.size());
    for (int s = 0; s < batch.size(); s++) {
      boolean[] own = Arrays.copyOfRange(outside, batch.offset(s), batch.offset(s + 1));
      out.add(prediction(batch.structure(s), sums[s], own));
    }
    return out;
  }

  /** The density of states of one structure. */
  public DosPrediction evaluate(Structure structure) {
    return evaluate(Batch.of(structure)).get(0);
  }

  /** Takes the curve of one atom after the other. */
  @FunctionalInterface
  public interface AtomCurves {
    /**
     * Takes one.
     *
     * @param atom of the structure
     * @param curve states/eV, [grid]; the receiver's
     */
    void take(int atom, double[] curve);
  }

  /** Local densities of states of one structure, atom by atom in order. */
  public void local(Structure structure, AtomCurves receiver) {
    Batch batch = Batch.of(structure);
    int block = parameters.block();
    int stride = parameters.points().channels();
    forSlices(
        batch,
        (first, channels, similarity) -> {
          for (int k = 0; k < similarity.length; k++) {
            int a = indexOf(batch, first + k);
            double[] own = new double[block - 1];
            for (int c = 0; c < own.length; c++) {
              own[c] = channels[k * stride + c] + parameters.baseline()[a * block + c];
            }
            receiver.take(first + k, parameters.code().decode(own, 1));
          }
        });
  }

  private int indexOf(Batch batch, int atom) {
    int index = Arrays.binarySearch(parameters.species(), batch.species(atom));
    if (index < 0) {
      throw new CoesiteException(
          "the model \""
              + parameters.name()
              + "\" does not know "
              + Element.symbol(batch.species(atom))
              + (batch.size() > 1 ? " of structure " + (batch.structureOf(atom) + 1) : ""));
    }
    return index;
  }

  /** What becomes of a slice: its channels, [centres x channels], without the baseline. */
  @FunctionalInterface
  private interface SliceReceiver {
    void take(int first, double[] channels, double[] similarity);
  }

  private void forSlices(Batch batch, SliceReceiver receiver) {
    for (int atom = 0; atom < batch.atoms(); atom++) {
      indexOf(batch, atom); // refuses what the model does not know
    }
    if (batch.atoms() == 0) {
      return;
    }
    try (NeighbourSearch search = backend.neighbours(batch, parameters.basis().cutoff())) {
      for (int first = 0; first < batch.atoms(); first += slice) {
        int last = (int) Math.min(batch.atoms(), (long) first + slice);
        KernelValues values = compute(search, first, last);
        receiver.take(first, values.values().read(), values.similarity().read());
      }
    }
  }

  private KernelValues compute(NeighbourSearch search, int first, int last) {
    int[] centres = new int[last - first];
    for (int k = 0; k < centres.length; k++) {
      centres[k] = search.batch().species(first + k);
    }
    try (Neighbours pairs = search.pairs(first, last);
        Tensor coefficients = soap.expansion(pairs);
        Tensor features = soap.powerSpectrum(coefficients)) {
      return kernel.values(features, centres);
    }
  }

  private DosPrediction prediction(Structure structure, double[] sums, boolean[] outside) {
    int block = parameters.block();
    double electrons = 0;
    double[] constants = new double[block];
    for (int i = 0; i < structure.atoms(); i++) {
      int a = Arrays.binarySearch(parameters.species(), structure.species(i));
      electrons += parameters.electrons()[a];
      for (int c = 0; c < block; c++) {
        constants[c] += parameters.baseline()[a * block + c];
      }
    }
    double[][] members = new double[parameters.members()][];
    double[] memberLevels = new double[parameters.members()];
    for (int m = 0; m < members.length; m++) {
      double[] own = member(m + 1, sums, constants);
      members[m] = curve(own, structure.atoms());
      memberLevels[m] = own[block - 1] / structure.atoms();
    }
    double[] mean = member(0, sums, constants);
    return new DosPrediction(
        parameters.code().grid(),
        structure.atoms(),
        electrons,
        curve(mean, structure.atoms()),
        members,
        mean[block - 1] / structure.atoms(),
        memberLevels,
        outside);
  }

  private double[] member(int m, double[] sums, double[] constants) {
    double[] out = constants.clone();
    for (int c = 0; c < out.length; c++) {
      out[c] += sums[m * out.length + c];
    }
    return out;
  }

  private double[] curve(double[] channels, int atoms) {
    return parameters.code().decode(Arrays.copyOf(channels, channels.length - 1), atoms);
  }

  @Override
  public void close() {
    kernel.close();
    soap.close();
  }
}
