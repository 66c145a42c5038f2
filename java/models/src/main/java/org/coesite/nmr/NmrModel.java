package org.coesite.nmr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.math.RankTwo;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.coesite.tensors.SiteTensors;
import org.coesite.tensors.TensorModel;
import org.coesite.tensors.TensorParameters;

/**
 * A trained model of what NMR sees of one element's atoms: shielding or field-gradient tensors,
 * with a committee that says how far they can be trusted. Used by one thread at a time; closed
 * before its backend.
 */
public final class NmrModel implements AutoCloseable {
  /** The bundled model: shieldings of 29Si in silica and silicates. */
  public static final String SILICON_29 = "silicon-29";

  /**
   * Shifts of 29Si against tetramethylsilane from the bundled model's shieldings: the line that
   * comes with its data (Venetos et al., J. Phys. Chem. A 127, 2388 (2023)), by comparison with
   * experiment.
   */
  public static final Referencing TETRAMETHYLSILANE = new Referencing(289, -0.90);

  private final TensorModel model;

  private NmrModel(TensorModel model) {
    this.model = model;
  }

  /** Prepares a model on a backend. */
  public static NmrModel of(TensorParameters parameters, Backend backend) {
    return new NmrModel(TensorModel.of(parameters, backend));
  }

  /**
   * Loads a model file.
   *
   * @throws CoesiteException if it cannot be read, is no such file, or is of a newer format
   */
  public static NmrModel load(Path file, Backend backend) {
    return new NmrModel(TensorModel.load(file, backend));
  }

  /**
   * Loads a model that comes with Coesite: {@link #SILICON_29}.
   *
   * @throws CoesiteException if there is none of that name
   */
  public static NmrModel bundled(String name, Backend backend) {
    String resource = resource(name);
    try (InputStream in = NmrModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new CoesiteException(
            "no bundled model of NMR is named \"" + name + "\"; there is " + SILICON_29);
      }
      return read("bundled " + resource, in, backend);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + resource, e);
    }
  }

  /**
   * Reads a model from a stream.
   *
   * @param name of the stream, for messages
   * @throws CoesiteException as {@link #load}
   */
  public static NmrModel read(String name, InputStream in, Backend backend) throws IOException {
    return new NmrModel(TensorModel.read(name, in, backend));
  }

  /** Whether a model of that name comes with Coesite. */
  public static boolean isBundled(String name) {
    return NmrModel.class.getResource(resource(name)) != null;
  }

  private static String resource(String name) {
    return name + ".safetensors";
  }

  /** The numbers behind it. */
  public TensorParameters parameters() {
    return model.parameters();
  }

  /**
   * Predicts the tensors of every structure of a batch, in order.
   *
   * @throws CoesiteException if a structure has a species that the model does not know
   */
  public List<NmrPrediction> evaluate(Batch batch) {
    return evaluate(batch, _ -> true);
  }

  /**
   * Predicts the tensors of some atoms of a batch, with the bits that they have among all.
   *
   * @param chosen which atoms of the batch; those of another element have no tensors all the same
   * @throws CoesiteException if a structure has a species that the model does not know
   */
  public List<NmrPrediction> evaluate(Batch batch, IntPredicate chosen) {
    List<NmrPrediction> out = new ArrayList<>(batch.size());
    for (SiteTensors sites : model.evaluate(batch, chosen)) {
      out.add(prediction(sites));
    }
    return out;
  }

  /** The tensors of one structure. */
  public NmrPrediction evaluate(Structure structure) {
    return evaluate(Batch.of(structure)).get(0);
  }

  private static NmrPrediction prediction(SiteTensors sites) {
    int count = sites.atoms().length;
    NmrTensor[] tensors = new NmrTensor[count];
    NmrTensor[][] members = new NmrTensor[count][];
    for (int k = 0; k < count; k++) {
      double[][] outputs = sites.tensors()[k];
      tensors[k] = tensor(outputs[0]);
      members[k] = Arrays.stream(outputs).skip(1).map(NmrModel::tensor).toArray(NmrTensor[]::new);
    }
    return new NmrPrediction(sites.atoms(), tensors, members, sites.outside());
  }

  private static NmrTensor tensor(double[] spherical) {
    return NmrTensor.of(RankTwo.toCartesian(spherical));
  }

  @Override
  public void close() {
    model.close();
  }
}
