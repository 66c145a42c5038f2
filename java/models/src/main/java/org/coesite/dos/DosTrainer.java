package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.learn.SumRegression;
import org.coesite.learn.TrainingListener;
import org.coesite.structure.Structure;

/**
 * Trains a model of the density of states on Kohn-Sham eigenvalues: curves of whole structures are
 * sums over atoms of what {@link SumRegression} learns, beside them the Fermi level as the data
 * have it. The result depends on data, settings and seeds alone. Used by one thread.
 */
public final class DosTrainer {
  private final DosSettings settings;
  private final ValenceElectrons valence;
  private final Backend backend;
  private final TrainingListener listener;

  /**
   * A trainer.
   *
   * @param valence electrons that the calculations treat, as the eigenvalues were read with
   * @param backend in double precision
   */
  public DosTrainer(
      DosSettings settings, ValenceElectrons valence, Backend backend, TrainingListener listener) {
    this.settings = settings;
    this.valence = valence;
    this.backend = backend;
    this.listener = listener;
  }

  /**
   * Trains.
   *
   * @param frames structures with eigenvalues
   * @param source name of the data, for the model file
   * @throws CoesiteException if the data do not suffice
   */
  public DosTrainingResult train(List<DosFrame> frames, String source) {
    DosSplit split = DosSplit.random(frames.size(), settings.heldOut(), settings.seed());
    List<Dos> curves =
        frames.stream().map(frame -> settings.method().dos(frame, settings.width())).toList();
    DosData data = DosData.of(frames, split, curves, settings);
    if (data.train().length < 2) {
      throw new CoesiteException(source + ": two structures to train on are needed at least");
    }
    listener.progress("environments", 0, 1);
    List<Structure> structures = frames.stream().map(DosFrame::structure).toList();
    SumRegression regression =
        SumRegression.of(settings.soap(), settings.seed(), structures, data.train(), backend);
    listener.progress("environments", 1, 1);
    if (settings.zero() == EnergyZero.ADAPTIVE) {
      data = AdaptiveZero.adapt(data, regression, listener);
    }
    listener.progress("fit", 0, 1);
    DosFit fit = DosFit.of(data, regression, settings);
    DosCommittee committee = DosCommittee.of(data, regression, fit, settings);
    listener.progress("fit", 1, 1);
    List<DosErrors> train = errors(data, data.train(), fit, fit.leftOut());
    double[][] predictions = new double[data.test().length][];
    for (int t = 0; t < predictions.length; t++) {
      predictions[t] = fit.predict(regression, data.test()[t]);
    }
    List<DosErrors> test = errors(data, data.test(), fit, predictions);
    return new DosTrainingResult(
        parameters(regression, fit, committee, summary(source, train, test)),
        train,
        test,
        VolumeBaseline.error(data),
        committee.coverage(data, regression, fit));
  }

  private List<DosErrors> errors(DosData data, int[] which, DosFit fit, double[][] predictions) {
    Map<String, List<DosErrors.Squares>> byKind = new TreeMap<>();
    List<DosErrors.Squares> all = new ArrayList<>();
    for (int t = 0; t < which.length; t++) {
      int i = which[t];
      double[] channels = predictions[t];
      FixedDos actual =
          new FixedDos(data.grid(), fit.curve(channels, data.atoms(i)), data.electrons(i));
      double level =
          settings.zero() == EnergyZero.NONE
              ? actual.fermiLevel()
              : fit.level(channels, data.atoms(i));
      DosErrors.Squares squares = DosErrors.compare(data.dos(i), actual, level);
      byKind.computeIfAbsent(data.frame(i).kind(), key -> new ArrayList<>()).add(squares);
      all.add(squares);
    }
    List<DosErrors> out = new ArrayList<>();
    byKind.forEach((kind, squares) -> out.add(DosErrors.of(kind, squares)));
    if (!all.isEmpty()) {
      out.add(DosErrors.of("all", all));
    }
    return out;
  }

  private DosParameters parameters(
      SumRegression regression, DosFit fit, DosCommittee committee, Map<String, Object> summary) {
    int members = committee.deviations().length;
    int[] species = regression.species();
    double[] electrons = new double[species.length];
    Arrays.setAll(electrons, a -> valence.of(species[a]));
    return new DosParameters(
        settings.name(),
        settings.description(),
        species,
        electrons,
        settings.width(),
        settings.zero(),
        fit.code(),
        regression.basis(),
        regression.withWeights(committee.weights(fit), (members + 1) * fit.block()),
        fit.baseline(),
        regression.similarity(),
        members,
        summary);
  }

  private static Map<String, Object> summary(
      String source, List<DosErrors> train, List<DosErrors> test) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("data", source);
    summary.put("leave_one_out", rows(train));
    summary.put("test", rows(test));
    return summary;
  }

  private static List<Map<String, Object>> rows(List<DosErrors> errors) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (DosErrors error : errors) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("group", error.group());
      row.put("structures", error.structures());
      row.put("curve_percent", rounded(100 * error.curve()));
      row.put("fermi_eV", rounded(error.fermi()));
      row.put("dos_at_fermi_percent", rounded(100 * error.dosAtFermi()));
      row.put("band_energy_meV_per_atom", rounded(1000 * error.bandEnergy()));
      rows.add(row);
    }
    return rows;
  }

  private static Object rounded(double value) {
    return Double.isFinite(value) ? Math.round(1e4 * value) / 1e4 : "none";
  }
}
