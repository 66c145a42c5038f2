package org.coesite.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Precision;
import org.coesite.backend.SparsePoints;
import org.coesite.models.Calculator.Derivatives;
import org.coesite.models.ManyBody;
import org.coesite.models.Potential;
import org.coesite.models.PotentialModel;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * Trains a potential: species energies, two-body splines and SOAP kernels together, on energies,
 * forces and stresses.
 *
 * {@snippet :
 * try (Backend backend = Backends.open()) {
 *   TrainingResult result =
 *       new PotentialTrainer(config, backend, threads, listener)
 *           .train(structures, List.of(), "data.xyz");
 *   Potential.save(result.model(), Path.of("model.safetensors"));
 * }
 * }
 *
 * <p>The result depends on data, configuration and seeds, not on the number of threads. Used by one
 * thread.
 */
public final class PotentialTrainer {
  /** Share of training environments that would be flagged as unlike the others. */
  private static final double FLAGGED = 0.005;

  private final PotentialConfig config;
  private final Backend backend;
  private final int threads;
  private final TrainingListener listener;

  /**
   * A trainer.
   *
   * @param backend in double precision
   * @param threads CPU threads for the linear algebra
   */
  public PotentialTrainer(
      PotentialConfig config, Backend backend, int threads, TrainingListener listener) {
    if (backend.precision() != Precision.F64) {
      throw new CoesiteException("training needs double precision: --precision f64");
    }
    this.config = config;
    this.backend = backend;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * Trains.
   *
   * @param data labelled structures
   * @param test structures to test on; where it is empty, a share of the data is held out
   * @param source name of the data, for messages and the model file
   * @throws CoesiteException if labels are missing or do not fit
   */
  public TrainingResult train(List<Structure> data, List<Structure> test, String source) {
    List<Structure> structures = new ArrayList<>(data);
    structures.addAll(test);
    List<TrainingFrame> frames = TrainingSet.frames(source, structures, config.data());
    TrainingSet.Split split =
        test.isEmpty()
            ? TrainingSet.split(frames, config.test())
            : new TrainingSet.Split(
                frames.subList(0, data.size()), frames.subList(data.size(), frames.size()));
    if (split.train().isEmpty()) {
      throw new CoesiteException(source + ": no structures to train on");
    }
    int[] species = TrainingSet.species(frames);
    List<TermData> terms = new ArrayList<>();
    for (PotentialConfig.SoapTerm term : config.soap()) {
      terms.add(termData(term, species, frames, split.train()));
    }
    PairBasis pairs = new PairBasis(species, config.pair());
    try (DesignRows rows = new DesignRows(species, terms, pairs, backend, threads)) {
      return train(new Data(frames, split, species, source), terms, pairs, rows);
    }
  }

  private record Data(
      List<TrainingFrame> frames, TrainingSet.Split split, int[] species, String source) {}

  private TermData termData(
      PotentialConfig.SoapTerm term,
      int[] species,
      List<TrainingFrame> frames,
      List<TrainingFrame> train) {
    listener.progress("environments", 0, frames.size());
    List<Environments> environments =
        Environments.of(
            frames.stream().map(TrainingFrame::structure).toList(), term.basis(), species, backend);
    listener.progress("environments", frames.size(), frames.size());
    return TermData.of(
        term,
        config.committee().seed(),
        species,
        environments,
        train.stream().mapToInt(TrainingFrame::index).toArray(),
        listener);
  }

  private TrainingResult train(Data data, List<TermData> terms, PairBasis pairs, DesignRows rows) {
    makeRows(data, rows);
    Baseline baseline = Baseline.of(data.species, data.split.train());
    Fit.Problem problem =
        new Fit.Problem(
            rows,
            terms,
            pairs,
            new Noise(config, data.frames),
            baseline,
            config.committee().members(),
            config.committee().seed(),
            threads);
    Bands bands = new Bands(config.report(), data.frames);
    CrossValidation validation = CrossValidation.run(problem, config, data.split, bands, listener);
    double scale = Calibration.scale(validation.ratios());
    List<LearningPoint> curve = learningCurve(problem, data, bands);
    listener.progress("fit", 0, 1);
    Fit fit = Fit.of(problem, data.split.train(), index -> true);
    listener.progress("fit", 1, 1);

    List<ErrorRow> errors = new ArrayList<>();
    PotentialModel draft = model(problem, data, fit, scale, Map.of());
    List<FrameResult> results = evaluate(draft, data, bands);
    errors.addAll(Bands.table("train", results.stream().filter(r -> !r.test()).toList()));
    errors.addAll(Bands.table("cross-validation", validation.results()));
    List<FrameResult> held = results.stream().filter(FrameResult::test).toList();
    errors.addAll(Bands.table("test", held));
    if (!held.isEmpty()) {
      curve.add(new LearningPoint(data.split.train().size(), Bands.table("test", held)));
    }
    Calibration calibration =
        new Calibration(
            scale,
            Calibration.Coverage.of(validation.ratios(), scale),
            Calibration.Coverage.of(
                held.stream()
                    .map(r -> Math.abs(r.energy() - r.frame().energy()) / r.uncertainty())
                    .toList(),
                1));
    PotentialModel model =
        model(
            problem,
            data,
            fit,
            scale,
            TrainingSummary.of(config, data.source, errors, calibration));
    return new TrainingResult(model, results, errors, curve, calibration);
  }

  private void makeRows(Data data, DesignRows rows) {
    int[] done = {0};
    rows.forEach(
        data.frames,
        block -> listener.progress("kernel derivatives", ++done[0], data.frames.size()));
  }

  private List<LearningPoint> learningCurve(Fit.Problem problem, Data data, Bands bands) {
    List<LearningPoint> curve = new ArrayList<>();
    if (data.split.test().isEmpty()) {
      return curve;
    }
    List<TrainingFrame> shuffled = new ArrayList<>(data.split.train());
    Collections.shuffle(shuffled, new Random(config.test().seed()));
    List<Double> shares = config.report().curve();
    for (double share : shares) {
      listener.progress("learning curve", curve.size(), shares.size());
      int count = Math.max(1, (int) Math.round(share * shuffled.size()));
      List<TrainingFrame> part = shuffled.subList(0, count);
      Set<Integer> indices =
          part.stream().map(TrainingFrame::index).collect(Collectors.toCollection(TreeSet::new));
      Fit fit = Fit.of(problem, part, indices::contains);
      curve.add(
          new LearningPoint(
              count,
              Bands.table(
                  "test", CrossValidation.predict(problem, fit, data.split.test(), bands, true))));
    }
    listener.progress("learning curve", shares.size(), shares.size());
    return curve;
  }

  private PotentialModel model(
      Fit.Problem problem, Data data, Fit fit, double scale, Map<String, Object> summary) {
    List<ManyBody> manyBody = new ArrayList<>();
    int first = 0;
    for (TermData term : problem.terms()) {
      manyBody.add(term(term, first, fit, scale, data));
      first += term.points().points();
    }
    double[] weights = fit.weights();
    int firstSpecies = weights.length - data.species.length;
    double[] energies = problem.baseline().energies().clone();
    for (int a = 0; a < energies.length; a++) {
      energies[a] += weights[firstSpecies + a];
    }
    return new PotentialModel(
        config.name(),
        config.description(),
        data.species,
        energies,
        problem.pairBasis().splines(Arrays.copyOfRange(weights, first, firstSpecies)),
        manyBody,
        fit.deviations().length,
        summary);
  }

  private ManyBody term(TermData term, int first, Fit fit, double scale, Data data) {
    SparsePoints points = term.points();
    int channels = fit.deviations().length + 1;
    double[] weights = new double[points.points() * channels];
    for (int k = 0; k < points.points(); k++) {
      double mean = fit.weights()[first + k];
      weights[k * channels] = mean;
      for (int c = 1; c < channels; c++) {
        weights[k * channels + c] = mean + scale * fit.deviations()[c - 1][first + k];
      }
    }
    SparsePoints trained =
        new SparsePoints(
            points.species(),
            points.features(),
            points.featureCount(),
            points.zeta(),
            points.normalise(),
            weights,
            channels);
    return new ManyBody(
        term.basis(),
        trained,
        Familiarity.thresholds(term, data.species, data.split.train(), FLAGGED));
  }

  private List<FrameResult> evaluate(PotentialModel model, Data data, Bands bands) {
    Set<Integer> held =
        data.split.test().stream()
            .map(TrainingFrame::index)
            .collect(Collectors.toCollection(TreeSet::new));
    List<FrameResult> results = new ArrayList<>();
    try (Potential potential = Potential.of(model, backend)) {
      for (TrainingFrame frame : data.frames) {
        Prediction prediction =
            potential.evaluate(Batch.of(frame.structure()), Derivatives.FIRST).get(0);
        int outside = 0;
        for (boolean flag : prediction.outside()) {
          outside += flag ? 1 : 0;
        }
        results.add(
            new FrameResult(
                frame,
                held.contains(frame.index()),
                bands.of(frame),
                prediction.energy(),
                frame.forces() == null ? null : prediction.forces(),
                frame.stress() == null ? null : prediction.stress(),
                prediction.uncertainty(),
                outside));
        listener.progress("predictions", results.size(), data.frames.size());
      }
    }
    return results;
  }

  /** What goes into a model file about its training. */
  private static final class TrainingSummary {
    static Map<String, Object> of(
        PotentialConfig config, String source, List<ErrorRow> errors, Calibration calibration) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("data", source);
      summary.put("noise", config.noise());
      List<Map<String, Object>> table = new ArrayList<>();
      for (ErrorRow row : errors) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("set", row.set());
        entry.put("group", row.group());
        entry.put("structures", row.structures());
        entry.put("energy_rmse_meV_per_atom", rounded(row.energyRmse()));
        entry.put("force_rmse_eV_per_A", rounded(row.forceRmse()));
        entry.put("force_rms_eV_per_A", rounded(row.forceRms()));
        entry.put("stress_rmse_GPa", rounded(row.stressRmse()));
        table.add(entry);
      }
      summary.put("errors", table);
      summary.put(
          "uncertainty",
          Map.of(
              "scale", rounded(calibration.scale()),
              "within_one", rounded(calibration.test().one()),
              "within_two", rounded(calibration.test().two())));
      return summary;
    }

    private static Object rounded(double value) {
      return Double.isFinite(value) ? Math.round(1e4 * value) / 1e4 : "none";
    }
  }
}
