package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
   * Trains on all but a random share of some structures.
   *
   * @param frames structures with eigenvalues
   * @param source name of the data, for the model file
   * @throws CoesiteException if the data do not suffice
   */
  public DosTrainingResult train(List<DosFrame> frames, String source) {
    return train(
        frames, DosSplit.random(frames.size(), settings.heldOut(), settings.seed()), source);
  }

  /**
   * Trains on all of some structures, and tests on others.
   *
   * @param frames structures with eigenvalues
   * @param tests the same of those to test on
   * @param source name of the data, for the model file
   * @throws CoesiteException if the data do not suffice
   */
  public DosTrainingResult train(List<DosFrame> frames, List<DosFrame> tests, String source) {
    List<DosFrame> all = new ArrayList<>(frames);
    all.addAll(tests);
    return train(all, DosSplit.firstOf(frames.size(), all.size()), source);
  }

  private DosTrainingResult train(List<DosFrame> frames, DosSplit split, String source) {
    split.requireTraining(source);
    Broadened broadened = Broadened.of(frames, settings.method(), settings.width());
    DosData data = DosData.of(broadened, split, settings);
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
    DosCommittee committee = new DosCommittee(data, regression, fit, settings);
    listener.progress("fit", 1, 1);
    DosAssessor assessor = new DosAssessor(data, regression, fit, committee, settings.zero());
    List<DosAssessment> leftOut = assessor.leaveOneOut();
    List<DosAssessment> heldOut = assessor.heldOut();
    DosTrainingResult result =
        new DosTrainingResult(
            parameters(regression, fit, committee),
            DosErrors.byKind(leftOut),
            DosErrors.byKind(heldOut),
            VolumeBaseline.error(data),
            DosCoverage.of(leftOut, settings.zero()),
            DosCoverage.of(heldOut, settings.zero()));
    return result.withSummary(new DosTrainingSummary(source, settings, committee).of(result));
  }

  private DosParameters parameters(SumRegression regression, DosFit fit, DosCommittee committee) {
    int members = committee.members();
    int[] species = regression.species();
    double[] electrons = new double[species.length];
    Arrays.setAll(electrons, a -> valence.of(species[a]));
    DosParameters model =
        new DosParameters(
            settings.name(),
            settings.description(),
            species,
            electrons,
            settings.width(),
            settings.zero(),
            fit.code(),
            regression.basis(),
            regression.withWeights(committee.weights(), (members + 1) * fit.block()),
            fit.baseline(),
            regression.similarity(),
            members,
            Map.of());
    // principal components are few already
    return fit.code() instanceof CurveCode.Components ? model : LowRankModel.of(model);
  }
}
