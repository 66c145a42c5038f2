package org.coesite.dos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.dos.DosComparison.Combination;
import org.coesite.dos.DosComparison.LearningPoint;
import org.coesite.dos.DosComparison.Outcome;
import org.coesite.dos.DosSettings.Representation;
import org.coesite.learn.EnvironmentSet;
import org.coesite.learn.SumRegression;
import org.coesite.learn.TrainingListener;
import org.coesite.structure.Structure;

/**
 * Trains models of many combinations on the same structures. Environments and kernels are computed
 * once, curves once for each width, adaptive zeros once for each width, whatever the
 * representation. Used by one thread.
 */
public final class DosComparer {
  /**
   * What is compared.
   *
   * @param widths eV
   * @param repeats random subsets of each size in the learning curves
   */
  public record Plan(
      List<Representation> representations,
      List<Double> widths,
      List<EnergyZero> zeros,
      int repeats) {
    /** Checks that there is something to compare. */
    public Plan {
      if (representations.isEmpty() || widths.isEmpty() || zeros.isEmpty() || repeats < 0) {
        throw new CoesiteException(
            "a comparison needs a representation, a width and a reference at least");
      }
    }

    /** That of the learning curves: the Fermi level if it is among them. */
    EnergyZero learnt() {
      return zeros.contains(EnergyZero.FERMI) ? EnergyZero.FERMI : zeros.get(0);
    }
  }

  /** Learning curves train on these parts of the structures, and on all. */
  private static final int[] PARTS = {8, 4, 2};

  private static final int FEWEST = 4;

  private final DosSettings settings;
  private final Plan plan;
  private final Backend backend;
  private final TrainingListener listener;

  /**
   * A comparer.
   *
   * @param settings of all models but for what the plan says
   * @param backend in double precision
   */
  public DosComparer(DosSettings settings, Plan plan, Backend backend, TrainingListener listener) {
    this.settings = settings;
    this.plan = plan;
    this.backend = backend;
    this.listener = listener;
  }

  /**
   * Compares with a random share of the structures held out.
   *
   * @throws CoesiteException if there are too few
   */
  public DosComparison compare(List<DosFrame> frames, String source) {
    return compare(
        frames, DosSplit.random(frames.size(), settings.heldOut(), settings.seed()), source);
  }

  /**
   * Compares with other structures to test on.
   *
   * @throws CoesiteException if there are too few
   */
  public DosComparison compare(List<DosFrame> frames, List<DosFrame> tests, String source) {
    List<DosFrame> all = new ArrayList<>(frames);
    all.addAll(tests);
    return compare(all, DosSplit.firstOf(frames.size(), all.size()), source);
  }

  private DosComparison compare(List<DosFrame> frames, DosSplit split, String source) {
    split.requireTraining(source);
    listener.progress("environments", 0, 1);
    List<Structure> structures = frames.stream().map(DosFrame::structure).toList();
    EnvironmentSet environments = EnvironmentSet.of(structures, settings.soap(), backend);
    listener.progress("environments", 1, 1);
    List<Subset> subsets = subsets(environments, split);
    List<Outcome> outcomes = new ArrayList<>();
    List<LearningPoint> learning = new ArrayList<>();
    Map<Double, List<KPointFloor>> floors = new LinkedHashMap<>();
    for (double width : plan.widths()) {
      Broadened broadened = Broadened.of(frames, settings.method(), width);
      floors.put(width, floors(frames, split, width));
      for (EnergyZero zero : plan.zeros()) {
        listener.progress(
            "width " + width + " eV", plan.zeros().indexOf(zero), plan.zeros().size());
        Trial trial = new Trial(broadened, split, width, zero);
        outcomes.addAll(trial.outcomes(subsets.get(0).regression()));
        if (zero == plan.learnt()) {
          learning.addAll(trial.learning(subsets));
        }
      }
      listener.progress("width " + width + " eV", plan.zeros().size(), plan.zeros().size());
    }
    return new DosComparison(
        pick(frames, split.train()), pick(frames, split.test()), outcomes, floors, learning);
  }

  private static List<DosFrame> pick(List<DosFrame> frames, int[] which) {
    return Arrays.stream(which).mapToObj(frames::get).toList();
  }

  private static List<KPointFloor> floors(List<DosFrame> frames, DosSplit split, double width) {
    List<DosFrame> ordered = new ArrayList<>(pick(frames, split.train()));
    ordered.addAll(pick(frames, split.test()));
    return ordered.parallelStream().map(frame -> floor(frame, width)).toList();
  }

  /** k-points that fill no mesh tell nothing of the noise. */
  private static KPointFloor floor(DosFrame frame, double width) {
    try {
      return KPointFloor.of(frame, width);
    } catch (CoesiteException noMesh) {
      return KPointFloor.UNKNOWN;
    }
  }

  /** Structures to train on, with sparse points of their own. */
  private record Subset(int number, int[] train, SumRegression regression) {}

  /** All there are, and the random parts of the learning curves. */
  private List<Subset> subsets(EnvironmentSet environments, DosSplit split) {
    List<Subset> out = new ArrayList<>(List.of(subset(environments, 0, split.train())));
    Random random = new Random(settings.seed());
    for (int part : PARTS) {
      int size = split.train().length / part;
      for (int r = 1; r <= plan.repeats() && size >= FEWEST && split.test().length > 0; r++) {
        List<Integer> order = new ArrayList<>(Arrays.stream(split.train()).boxed().toList());
        Collections.shuffle(order, random);
        int[] train = order.subList(0, size).stream().mapToInt(i -> i).sorted().toArray();
        out.add(subset(environments, r, train));
      }
    }
    return out;
  }

  private Subset subset(EnvironmentSet environments, int number, int[] train) {
    return new Subset(
        number,
        train,
        SumRegression.of(settings.soap(), settings.seed(), environments, train, backend));
  }

  /** All representations at one width and reference. */
  private final class Trial {
    private final double width;
    private final EnergyZero zero;
    private final DosData data;
    private final String refusal;

    Trial(Broadened broadened, DosSplit split, double width, EnergyZero zero) {
      this.width = width;
      this.zero = zero;
      DosData found = null;
      String why = "";
      try {
        found = DosData.of(broadened, split, settings(Representation.POINTWISE));
      } catch (CoesiteException e) {
        why = e.getMessage();
      }
      data = found;
      refusal = why;
    }

    private DosSettings settings(Representation representation) {
      return settings.with(representation, width, zero);
    }

    private Combination combination(Representation representation) {
      return new Combination(representation, width, zero);
    }

    private DosData adapted(DosData given, SumRegression regression) {
      return zero == EnergyZero.ADAPTIVE
          ? AdaptiveZero.adapt(given, regression, TrainingListener.SILENT)
          : given;
    }

    List<Outcome> outcomes(SumRegression regression) {
      List<Outcome> out = new ArrayList<>();
      DosData fitted = data == null ? null : adapted(data, regression);
      for (Representation representation : plan.representations()) {
        out.add(
            data == null
                ? Outcome.refused(combination(representation), refusal)
                : outcome(representation, fitted, regression));
      }
      return out;
    }

    private Outcome outcome(
        Representation representation, DosData fitted, SumRegression regression) {
      DosSettings own = settings(representation);
      try {
        DosFit fit = DosFit.of(fitted, regression, own);
        DosCommittee committee = new DosCommittee(fitted, regression, fit, own);
        DosAssessor assessor = new DosAssessor(fitted, regression, fit, committee, zero);
        return new Outcome(
            combination(representation),
            "",
            fit.code().channels(),
            fitted.grid(),
            assessor.leaveOneOut(),
            assessor.heldOut());
      } catch (CoesiteException e) {
        return Outcome.refused(combination(representation), e.getMessage());
      }
    }

    List<LearningPoint> learning(List<Subset> subsets) {
      List<LearningPoint> out = new ArrayList<>();
      if (data == null || data.test().length == 0) {
        return out;
      }
      for (Subset subset : subsets) {
        listener.progress(
            "learning curves, " + width + " eV", subsets.indexOf(subset), subsets.size());
        DosData fewer = adapted(data.withTraining(subset.train()), subset.regression());
        for (Representation representation : plan.representations()) {
          add(out, representation, subset, fewer);
        }
      }
      listener.progress("learning curves, " + width + " eV", subsets.size(), subsets.size());
      return out;
    }

    /** Adds a point, but for a model so poor that its curves do not hold the electrons. */
    private void add(
        List<LearningPoint> out, Representation representation, Subset subset, DosData fewer) {
      SumRegression regression = subset.regression();
      try {
        DosFit fit = DosFit.of(fewer, regression, settings(representation));
        List<DosErrors> errors =
            DosErrors.byKind(new DosAssessor(fewer, regression, fit, null, zero).heldOut());
        out.add(
            new LearningPoint(
                combination(representation),
                subset.train().length,
                subset.number(),
                errors.get(errors.size() - 1)));
      } catch (CoesiteException tooFewStates) {
        return;
      }
    }
  }
}
