package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Precision;
import org.coesite.learn.TrainingListener;
import org.coesite.structure.Element;

/**
 * Trains a model of tensors: chooses features and sparse points among the environments in training,
 * learns lambda = 0, 1 and 2 by {@link LambdaRegression}. The result depends on data, settings and
 * seeds alone. Used by one thread.
 */
public final class TensorTrainer {
  /** Share of training environments that would be flagged as unlike the others. */
  private static final double FLAGGED = 0.005;

  private final TensorConfig config;
  private final Backend backend;
  private final TrainingListener listener;

  /**
   * A trainer.
   *
   * @param backend in double precision
   */
  public TensorTrainer(TensorConfig config, Backend backend, TrainingListener listener) {
    this.config = config;
    this.backend = backend;
    this.listener = listener;
    if (backend.precision() != Precision.F64) {
      throw new CoesiteException("training needs double precision: --precision f64");
    }
  }

  /**
   * Trains on all but a random share of the groups.
   *
   * @param data of one element
   * @throws CoesiteException if the data do not suffice
   */
  public TensorTrainingResult train(TensorData data) {
    Sites sites = data.sites();
    TensorSplit split = TensorSplit.random(sites, config.test().fraction(), config.test().seed());
    requireGroups(sites, split);
    listener.progress("environments", 0, 1);
    SiteExpansions expansions = SiteExpansions.of(sites, config.soap().basis(), backend);
    listener.progress("environments", 1, 1);
    SiteFeatures features =
        FeatureSelection.choose(
            expansions,
            split.train(),
            TensorVariant.of(config),
            config.products().features(),
            backend,
            listener);
    listener.progress("fit", 0, 1);
    SparseSites points = points(features, data, split.train());
    TensorFit fit = TensorFit.of(features, points, config, sites, split.train());
    listener.progress("fit", 1, 1);
    TensorParameters model =
        new TensorParameters(
            config.name(),
            config.description(),
            data.property(),
            data.unit(),
            data.element(),
            features.spec(),
            config.soap().zeta(),
            lambdas(features, fit::points),
            lambdas(features, fit::weights),
            fit.baseline(),
            config.committee().members(),
            fit.similarity(features, FLAGGED),
            Map.of());
    return new TensorTrainingResult(
        model,
        data,
        split.train(),
        fit.leftOut(),
        fit.leftOutDeviations(),
        split.test(),
        fit.predict(split.test()),
        fit.scales(),
        fit.lambdas().stream().mapToDouble(LambdaFit::amplitude).toArray(),
        curve(features, data, split));
  }

  /** What is learnt, and how far to trust it, is found by holding out parts of the groups. */
  private static void requireGroups(Sites sites, TensorSplit split) {
    long all = groups(sites, IntStream.range(0, sites.size()).toArray());
    long left = groups(sites, split.train());
    if (left < 2) {
      throw new CoesiteException(
          left
              + " of "
              + all
              + " groups of structures with known tensors are left to train on;"
              + " two at least are needed, as parts are held out in turn");
    }
  }

  private static long groups(Sites sites, int[] some) {
    return IntStream.of(some).map(sites::groupOf).distinct().count();
  }

  private static List<double[][]> lambdas(SiteFeatures features, IntFunction<double[][]> of) {
    return IntStream.range(0, features.spec().lambdas().size()).mapToObj(of).toList();
  }

  private SparseSites points(SiteFeatures features, TensorData data, int[] train) {
    int count = config.soap().sparse(Element.symbol(data.element()));
    return SparseSites.choose(
        features, train, config.soap().selection(), count, config.test().seed());
  }

  /** The same features learnt on fewer groups. */
  private List<TensorCurvePoint> curve(SiteFeatures features, TensorData data, TensorSplit split) {
    List<TensorCurvePoint> curve = new ArrayList<>();
    TensorConfig alone = config.withoutCommittee();
    for (double share : config.curve()) {
      int[] train = split.share(data.sites(), share, config.test().seed());
      if (split.test().length > 0 && groups(data.sites(), train) > 1) {
        listener.progress("learning curve", curve.size(), config.curve().size());
        TensorFit fit =
            TensorFit.of(features, points(features, data, train), alone, data.sites(), train);
        double[][][] found = fit.predict(split.test());
        double[][] tensors = new double[found.length][];
        for (int i = 0; i < tensors.length; i++) {
          tensors[i] = found[i][0];
        }
        curve.add(new TensorCurvePoint(train.length, tensors));
      }
    }
    return curve;
  }
}
