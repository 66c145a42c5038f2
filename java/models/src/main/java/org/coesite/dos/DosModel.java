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
import org.coesite.models.Safetensors;
import org.coesite.models.Slicing;
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
  private final AtomChannels channels;
  private final Slicing slicing;

  private DosModel(DosParameters parameters, Backend backend, Slicing slicing) {
    this.parameters = parameters;
    this.slicing = slicing;
    channels = new AtomChannels(parameters, backend, slicing);
  }

  /** Prepares a model on a backend. */
  public static DosModel of(DosParameters parameters, Backend backend) {
    long coefficients =
        (long) parameters.species().length
            * parameters.basis().harmonics()
            * parameters.basis().radialFunctions();
    // with their gradients, which forces at an electronic temperature need
    long numbers = 2 * (coefficients + parameters.points().featureCount());
    long bytes =
        numbers * backend.precision().bytes()
            + (long) parameters.points().channels() * Double.BYTES;
    return new DosModel(parameters, backend, Slicing.of(backend, bytes));
  }

  /** With slices of a given number of centres: results do not depend on it. */
  static DosModel of(DosParameters parameters, Backend backend, int slice) {
    return new DosModel(parameters, backend, new Slicing(backend, slice));
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
   * Loads a model that comes with Coesite: {@code silicon}, of curves, or {@code silicon-thermal},
   * of thermal quantities.
   *
   * @throws CoesiteException if there is none of that name
   */
  public static DosModel bundled(String name, Backend backend) {
    String resource = resource(name);
    try (InputStream in = DosModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new CoesiteException(
            "no bundled density of states is named \""
                + name
                + "\"; there are silicon and silicon-thermal");
      }
      return of(DosFile.read(Safetensors.read("bundled " + resource, in)), backend);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + resource, e);
    }
  }

  /** Whether a model of that name comes with Coesite. */
  public static boolean isBundled(String name) {
    return DosModel.class.getResource(resource(name)) != null;
  }

  private static String resource(String name) {
    return name + ".safetensors";
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
    requireKnownSpecies(batch);
    return slicing.run(batch, (part, first) -> predictions(part));
  }

  private List<DosPrediction> predictions(Batch batch) {
    int stride = parameters.points().channels();
    double[][] sums = new double[batch.size()][stride];
    boolean[] outside = new boolean[batch.atoms()];
    channels.values(
        batch,
        (first, values) -> {
          double[] own = values.values().read();
          double[] similarity = values.similarity().read();
          for (int k = 0; k < similarity.length; k++) {
            double[] sum = sums[batch.structureOf(first + k)];
            for (int c = 0; c < stride; c++) {
              sum[c] += own[k * stride + c];
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

  /**
   * Local densities of states of one structure, atom by atom in order. Memory beyond the structure
   * is bounded.
   *
   * @throws CoesiteException if the structure has a species that the model does not know
   */
  public void local(Structure structure, AtomCurves receiver) {
    Batch batch = Batch.of(structure);
    requireKnownSpecies(batch);
    int stride = parameters.points().channels();
    channels.values(
        batch,
        (first, values) -> {
          double[] found = values.values().read();
          for (int k = 0; k < found.length / stride; k++) {
            receiver.take(first + k, atomCurve(batch, first + k, found, k));
          }
        });
  }

  /** Takes what a model knows of one atom after the other. */
  @FunctionalInterface
  public interface AtomEnvironments {
    /**
     * Takes one.
     *
     * @param atom of the structure
     * @param curve states/eV, [grid]; the receiver's
     * @param features the power spectrum of the model's basis, as {@link
     *     org.coesite.backend.Soap#powerSpectrum} has it; the receiver's
     */
    void take(int atom, double[] curve, double[] features);
  }

  /**
   * Local densities of states and environments of some atoms of a structure.
   *
   * @param atoms which, ascending
   * @throws CoesiteException if the structure has a species that the model does not know
   */
  public void local(Structure structure, int[] atoms, AtomEnvironments receiver) {
    Batch batch = Batch.of(structure);
    requireKnownSpecies(batch);
    channels.environments(
        batch,
        atoms,
        (first, values, features) -> {
          double[] found = values.values().read();
          int length = parameters.points().featureCount();
          for (int k = 0; k < features.length / length; k++) {
            receiver.take(
                first + k,
                atomCurve(batch, first + k, found, k),
                Arrays.copyOfRange(features, k * length, (k + 1) * length));
          }
        });
  }

  /** The curve of an atom, the k-th of a slice. */
  private double[] atomCurve(Batch batch, int atom, double[] channels, int k) {
    int block = parameters.block();
    int a = indexOf(batch, atom);
    double[] own = new double[block - 1];
    for (int c = 0; c < own.length; c++) {
      own[c] =
          channels[k * parameters.points().channels() + c] + parameters.baseline()[a * block + c];
    }
    return parameters.code().decode(own, 1);
  }

  /**
   * Weighted sums over the curves of a batch's structures, atom by atom, and their derivatives.
   *
   * @param weights of each structure, w_e, [structures][grid]: of sum over energies of w_e D(e)
   * @param forces whether derivatives are wanted
   * @throws CoesiteException if a structure has a species that the model does not know
   */
  public List<CurveDerivatives> derivatives(Batch batch, List<double[]> weights, boolean forces) {
    requireKnownSpecies(batch);
    double[][] gradients = new double[batch.size()][];
    double[][] constants = new double[batch.size()][];
    for (int s = 0; s < gradients.length; s++) {
      gradients[s] = parameters.code().adjoint(weights.get(s));
      constants[s] = constants(weights.get(s), gradients[s]);
    }
    return slicing.run(
        batch,
        (part, first) -> {
          int end = first + part.size();
          return derivatives(
              part,
              Arrays.copyOfRange(gradients, first, end),
              Arrays.copyOfRange(constants, first, end),
              forces);
        });
  }

  /** What an atom of each species adds to a weighted sum, whatever is around it. */
  private double[] constants(double[] weights, double[] gradient) {
    double[] mean = parameters.code().decode(new double[gradient.length], 1);
    double shared = dot(weights, mean, 0);
    double[] out = new double[parameters.species().length];
    for (int a = 0; a < out.length; a++) {
      out[a] = shared + dot(gradient, parameters.baseline(), a * parameters.block());
    }
    return out;
  }

  private static double dot(double[] a, double[] b, int from) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[from + i];
    }
    return sum;
  }

  private List<CurveDerivatives> derivatives(
      Batch batch, double[][] gradients, double[][] constants, boolean forces) {
    double[] shares = new double[batch.atoms()];
    int stride = parameters.points().channels();
    AtomChannels.Receiver receiver =
        (first, values) -> {
          double[] own = values.values().read();
          for (int k = 0; k < own.length / stride; k++) {
            int s = batch.structureOf(first + k);
            shares[first + k] =
                constants[s][indexOf(batch, first + k)] + dot(gradients[s], own, k * stride);
          }
        };
    AtomChannels.Derivatives found = null;
    if (forces) {
      found = channels.adjoint(batch, gradients, receiver);
    } else {
      channels.values(batch, receiver);
    }
    List<CurveDerivatives> out = new ArrayList<>(batch.size());
    for (int s = 0; s < batch.size(); s++) {
      int from = batch.offset(s);
      int to = batch.offset(s + 1);
      out.add(
          new CurveDerivatives(
              Arrays.copyOfRange(shares, from, to),
              forces ? Arrays.copyOfRange(found.forces(), 3 * from, 3 * to) : null,
              forces ? Arrays.copyOfRange(found.virials(), 9 * s, 9 * s + 9) : null));
    }
    return out;
  }

  private void requireKnownSpecies(Batch batch) {
    for (int atom = 0; atom < batch.atoms(); atom++) {
      indexOf(batch, atom);
    }
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
    channels.close();
  }
}
