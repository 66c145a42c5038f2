package org.coesite.tensors;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.learn.TrainingListener;
import org.coesite.linalg.Matrix;
import org.coesite.structure.Element;

/**
 * Learns the same tensors in several ways, each group of structures held out once, so that ways are
 * compared on the same sites. Used by one thread.
 */
public final class TensorComparer {
  private final TensorConfig config;
  private final TensorData data;
  private final Backend backend;
  private final TrainingListener listener;
  private final List<TensorSplit> folds;
  private final SiteExpansions expansions;

  /**
   * A comparison.
   *
   * @param folds parts that are held out in turn
   * @param backend in double precision
   * @throws CoesiteException if there are fewer groups than folds
   */
  public TensorComparer(
      TensorConfig config, TensorData data, int folds, Backend backend, TrainingListener listener) {
    this.config = config.withoutCommittee();
    this.data = data;
    this.backend = backend;
    this.listener = listener;
    int[] all = IntStream.range(0, data.size()).toArray();
    this.folds = TensorSplit.folds(data.sites(), all, folds, config.test().seed());
    if (this.folds.stream().anyMatch(split -> split.test().length == 0)) {
      throw new CoesiteException(
          "fewer groups of structures than the " + folds + " parts that are held out in turn");
    }
    expansions = SiteExpansions.of(data.sites(), config.soap().basis(), backend);
  }

  /**
   * Predicts all sites without their group.
   *
   * @return spherical components, [sites][9]; those of a lambda that a way does not make are zero
   */
  public double[][] predict(TensorVariant variant) {
    TensorConfig own = config.withZeta(variant.zeta());
    double[][] out = new double[data.size()][];
    for (int f = 0; f < folds.size(); f++) {
      listener.progress(variant.name(), f, folds.size());
      TensorSplit split = folds.get(f);
      SiteFeatures features = features(split, variant);
      TensorFit fit =
          TensorFit.of(features, points(features, split), own, data.sites(), split.train());
      double[][][] found = fit.predict(split.test());
      for (int k = 0; k < found.length; k++) {
        out[split.test()[k]] = found[k][0];
      }
    }
    listener.progress(variant.name(), folds.size(), folds.size());
    return out;
  }

  /**
   * Learns numbers that are derived from tensors as scalars of their own, by the same kernel.
   *
   * @param quantities of spherical components
   * @return of each quantity what is predicted of all sites without their group, [sites]
   */
  public Map<String, double[]> predictScalars(
      TensorVariant variant, Map<String, ToDoubleFunction<double[]>> quantities) {
    Map<String, double[]> out = new LinkedHashMap<>();
    quantities.keySet().forEach(name -> out.put(name, new double[data.size()]));
    for (int f = 0; f < folds.size(); f++) {
      listener.progress(variant.name() + ", scalars", f, folds.size());
      TensorSplit split = folds.get(f);
      SiteFeatures features = features(split, variant);
      TensorDesign design = new TensorDesign(features, points(features, split), variant.zeta());
      quantities.forEach(
          (name, of) -> {
            double[] found = new ScalarFit(design, split.train(), of).predict(split.test());
            for (int k = 0; k < found.length; k++) {
              out.get(name)[split.test()[k]] = found[k];
            }
          });
    }
    listener.progress(variant.name() + ", scalars", folds.size(), folds.size());
    return out;
  }

  private SiteFeatures features(TensorSplit split, TensorVariant variant) {
    return FeatureSelection.choose(
        expansions,
        split.train(),
        variant,
        config.products().features(),
        backend,
        TrainingListener.SILENT);
  }

  private SparseSites points(SiteFeatures features, TensorSplit split) {
    int count = config.soap().sparse(Element.symbol(data.element()));
    return SparseSites.choose(
        features, split.train(), config.soap().selection(), count, config.test().seed());
  }

  /** One scalar, brought to the spread of a tensor's components, for which amplitudes are tried. */
  private final class ScalarFit {
    private static final double SPREAD = 30;

    /** Only its ratio to the amplitude matters. */
    private static final NoiseModel NOISE = new NoiseModel(1, 0, Double.POSITIVE_INFINITY);

    private final TensorDesign design;
    private final double scale;
    private final LambdaFit fit;

    ScalarFit(TensorDesign design, int[] train, ToDoubleFunction<double[]> quantity) {
      this.design = design;
      Sites sites = data.sites();
      double[] values = IntStream.of(train).mapToDouble(i -> of(sites, i, quantity)).toArray();
      double mean = Arrays.stream(values).average().orElse(0);
      double square = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0);
      scale = square > 0 ? SPREAD / Math.sqrt(square) : 1;
      double[][] scalars = new double[sites.size()][9];
      for (int i = 0; i < scalars.length; i++) {
        scalars[i][0] = scale * of(sites, i, quantity);
      }
      Sites scaled =
          new Sites(sites.structures(), sites.structure(), sites.atom(), sites.group(), scalars);
      try (LambdaRegression regression =
          new LambdaRegression(design, 0, scaled, train, NOISE, config.test().seed())) {
        fit = regression.fit(0, 0);
      }
    }

    private double of(Sites sites, int i, ToDoubleFunction<double[]> quantity) {
      return quantity.applyAsDouble(sites.tensors()[i]);
    }

    double[] predict(int[] which) {
      double[] out = new double[which.length];
      try (Matrix rows = design.rows(0, which)) {
        for (int i = 0; i < out.length; i++) {
          double sum = fit.baseline();
          for (int w = 0; w < fit.weights().length; w++) {
            sum += rows.get(i, w) * fit.weights()[w];
          }
          out[i] = sum / scale;
        }
      }
      return out;
    }
  }
}
