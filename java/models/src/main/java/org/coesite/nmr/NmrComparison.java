package org.coesite.nmr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.coesite.math.RankTwo;
import org.coesite.tensors.ChemicalSimilarity;
import org.coesite.tensors.TensorComparer;
import org.coesite.tensors.TensorConfig;
import org.coesite.tensors.TensorData;
import org.coesite.tensors.TensorVariant;

/**
 * Ways to learn NMR tensors beside one another: kernels and ridge regression, one product channel
 * and many, the tensor as a whole and each number derived from it alone (as Ben Mahmoud et al.,
 * arXiv:2412.15063, compare outputs of graph networks).
 */
public final class NmrComparison {
  /**
   * A way, and its errors on sites predicted without their group.
   *
   * @param name of the way
   * @param errors mean absolute ones; what a way does not predict is NaN
   */
  public record Row(String name, NmrErrors errors) {}

  private static final int[] PRODUCT_CHANNELS = {1, 4, 16, 64};

  private final TensorComparer comparer;
  private final TensorConfig config;
  private final TensorData data;

  public NmrComparison(TensorComparer comparer, TensorConfig config, TensorData data) {
    this.comparer = comparer;
    this.config = config;
    this.data = data;
  }

  /** All ways, one after the other. */
  public List<Row> rows() {
    ChemicalSimilarity chemistry =
        new ChemicalSimilarity(config.chemistry().electronegativity(), config.chemistry().radius());
    int channels = config.products().channels();
    int zeta = config.soap().zeta();
    List<Row> rows = new ArrayList<>();
    rows.add(tensors("kernel", chemistry, channels, 0, zeta));
    rows.add(tensors("kernel, elements unlike", ChemicalSimilarity.NONE, channels, 0, zeta));
    rows.add(tensors("ridge regression", chemistry, channels, 0, 1));
    for (int count : PRODUCT_CHANNELS) {
      String name = count + (count == 1 ? " product channel" : " product channels");
      rows.add(tensors(name, chemistry, channels, count, zeta));
    }
    rows.add(scalars(chemistry, channels, zeta));
    return rows;
  }

  private Row tensors(
      String name, ChemicalSimilarity chemistry, int channels, int productChannels, int zeta) {
    double[][] found =
        comparer.predict(new TensorVariant(name, chemistry, channels, productChannels, zeta));
    List<NmrErrors.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      pairs.add(new NmrErrors.Pair(data.structureOf(i), tensor(data.tensor(i)), tensor(found[i])));
    }
    return new Row(name, NmrErrors.of("all", pairs));
  }

  private static NmrTensor tensor(double[] spherical) {
    return NmrTensor.of(RankTwo.toCartesian(spherical));
  }

  private Row scalars(ChemicalSimilarity chemistry, int channels, int zeta) {
    Map<String, ToDoubleFunction<double[]>> quantities = new LinkedHashMap<>();
    quantities.put("span", t -> span(tensor(t)).span());
    quantities.put("skew", t -> span(tensor(t)).skew());
    quantities.put("anisotropy", t -> Haeberlen.of(tensor(t)).anisotropy());
    quantities.put("asymmetry", t -> Haeberlen.of(tensor(t)).asymmetry());
    String name = "each number by itself";
    Map<String, double[]> found =
        comparer.predictScalars(new TensorVariant(name, chemistry, channels, 0, zeta), quantities);
    Map<String, Double> errors = new LinkedHashMap<>();
    quantities.forEach(
        (quantity, of) -> {
          double sum = 0;
          for (int i = 0; i < data.size(); i++) {
            sum += Math.abs(found.get(quantity)[i] - of.applyAsDouble(data.tensor(i)));
          }
          errors.put(quantity, sum / data.size());
        });
    double none = Double.NaN;
    return new Row(
        name,
        new NmrErrors(
            "all",
            data.size(),
            none,
            none,
            none,
            none,
            none,
            none,
            errors.get("span"),
            errors.get("skew"),
            errors.get("anisotropy"),
            errors.get("asymmetry"),
            none));
  }

  private static HerzfeldBerger span(NmrTensor tensor) {
    return HerzfeldBerger.of(tensor, Quantity.SHIELDING);
  }
}
