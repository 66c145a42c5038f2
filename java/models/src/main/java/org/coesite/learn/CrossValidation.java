package org.coesite.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Predictions for training structures by fits that did not see them, sparse points included.
 *
 * @param results one for each training structure
 * @param ratios |energy error| / unscaled committee spread, for each; empty without a committee
 */
record CrossValidation(List<FrameResult> results, List<Double> ratios) {
  static CrossValidation run(
      Fit.Problem problem,
      PotentialConfig config,
      TrainingSet.Split split,
      Bands bands,
      TrainingListener listener) {
    List<TrainingFrame> shuffled = new ArrayList<>(split.train());
    Collections.shuffle(shuffled, new Random(config.committee().seed()));
    int folds = Math.min(config.committee().folds(), shuffled.size());
    List<FrameResult> results = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int fold = 0; fold < folds && folds > 1; fold++) {
      listener.progress("cross-validation", fold, folds);
      List<TrainingFrame> out =
          shuffled.subList(fold * shuffled.size() / folds, (fold + 1) * shuffled.size() / folds);
      List<TrainingFrame> in = new ArrayList<>(shuffled);
      in.removeAll(out);
      Set<Integer> indices =
          in.stream().map(TrainingFrame::index).collect(Collectors.toCollection(TreeSet::new));
      Fit fit = Fit.of(problem, in, indices::contains);
      for (FrameResult result : predict(problem, fit, out, bands, false)) {
        results.add(result);
        if (problem.members() > 0) {
          ratios.add(Math.abs(result.energy() - result.frame().energy()) / result.uncertainty());
        }
      }
    }
    listener.progress("cross-validation", folds, folds);
    return new CrossValidation(results, ratios);
  }

  /** Predictions of a fit from the rows themselves; uncertainties are not scaled. */
  static List<FrameResult> predict(
      Fit.Problem problem, Fit fit, List<TrainingFrame> frames, Bands bands, boolean test) {
    List<FrameResult> results = new ArrayList<>();
    problem
        .rows()
        .forEach(
            frames,
            block -> {
              TrainingFrame frame = block.frame();
              double[] values = fit.predict(block);
              results.add(
                  new FrameResult(
                      frame,
                      test,
                      bands.of(frame),
                      values[0] + problem.baseline().energy(frame.structure()),
                      forces(frame, values),
                      stress(frame, values),
                      problem.members() > 0 ? fit.spread(block) : Double.NaN,
                      0));
            });
    return results;
  }

  private static double[] forces(TrainingFrame frame, double[] values) {
    return frame.forces() == null
        ? null
        : Arrays.copyOfRange(
            values, frame.firstForceRow(), frame.firstForceRow() + 3 * frame.atoms());
  }

  private static double[] stress(TrainingFrame frame, double[] values) {
    if (frame.stress() == null) {
      return null;
    }
    double volume = frame.structure().cell().volume();
    int[] voigt = {0, 5, 4, 5, 1, 3, 4, 3, 2};
    double[] stress = new double[9];
    for (int k = 0; k < 9; k++) {
      stress[k] = values[frame.firstStressRow() + voigt[k]] / volume;
    }
    return stress;
  }
}
