package org.coesite.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.coesite.learn.Calibration;
import org.coesite.learn.ErrorRow;
import org.coesite.learn.FrameResult;
import org.coesite.learn.LearningPoint;
import org.coesite.learn.TrainingResult;
import org.coesite.report.TrainingReport;
import org.coesite.report.TrainingReport.Quantity;

/** Turns the result of a training into its report: errors, parity, learning curve, calibration. */
final class TrainingSummary {
  private static final double GPA = 160.2176634;

  private final TrainingResult result;
  private final List<FrameResult> held;
  private final List<FrameResult> trained;

  TrainingSummary(TrainingResult result) {
    this.result = result;
    held = result.frames().stream().filter(FrameResult::test).toList();
    trained = result.frames().stream().filter(frame -> !frame.test()).toList();
  }

  /** The report, to be written or added to. */
  TrainingReport report(Map<String, String> facts) {
    TrainingReport report = new TrainingReport("Training of " + result.model().name(), facts);
    report.section(
        "Errors",
        "Test structures took no part in the training; cross-validation predicts each training"
            + " structure from the others.");
    report.errors(result.errors().stream().map(TrainingSummary::errors).toList());
    parity(report, Quantity.ENERGY, TrainingSummary::energyLabels, TrainingSummary::energies);
    parity(report, Quantity.FORCE, TrainingSummary::forceLabels, TrainingSummary::forces);
    parity(report, Quantity.STRESS, TrainingSummary::stressLabels, TrainingSummary::stresses);
    learningCurves(report);
    calibration(report);
    return report;
  }

  private static TrainingReport.Errors errors(ErrorRow row) {
    return new TrainingReport.Errors(
        row.group(),
        row.set(),
        row.structures(),
        row.energyRmse(),
        row.energyMae(),
        row.forceRmse(),
        row.forceMae(),
        row.forceRms(),
        row.stressRmse(),
        Double.NaN);
  }

  private void parity(
      TrainingReport report,
      Quantity quantity,
      Function<FrameResult, DoubleStream> labels,
      Function<FrameResult, DoubleStream> predictions) {
    List<TrainingReport.Compared> splits = new ArrayList<>();
    splits.add(compared("train", trained, labels, predictions));
    splits.add(compared("test", held, labels, predictions));
    splits.removeIf(split -> split.reference().length == 0);
    if (!splits.isEmpty()) {
      report.parity(quantity, splits);
    }
  }

  private static TrainingReport.Compared compared(
      String split,
      List<FrameResult> frames,
      Function<FrameResult, DoubleStream> labels,
      Function<FrameResult, DoubleStream> predictions) {
    return new TrainingReport.Compared(
        split,
        frames.stream().flatMapToDouble(labels).toArray(),
        frames.stream().flatMapToDouble(predictions).toArray());
  }

  private static DoubleStream energyLabels(FrameResult result) {
    return DoubleStream.of(result.frame().energy() / result.frame().atoms());
  }

  private static DoubleStream energies(FrameResult result) {
    return DoubleStream.of(result.energy() / result.frame().atoms());
  }

  private static DoubleStream forceLabels(FrameResult result) {
    return result.forces() == null
        ? DoubleStream.empty()
        : DoubleStream.of(result.frame().forces());
  }

  private static DoubleStream forces(FrameResult result) {
    return result.forces() == null ? DoubleStream.empty() : DoubleStream.of(result.forces());
  }

  private static DoubleStream stressLabels(FrameResult result) {
    return result.stress() == null
        ? DoubleStream.empty()
        : DoubleStream.of(result.frame().stress()).map(value -> value * GPA);
  }

  private static DoubleStream stresses(FrameResult result) {
    return result.stress() == null
        ? DoubleStream.empty()
        : DoubleStream.of(result.stress()).map(value -> value * GPA);
  }

  private void learningCurves(TrainingReport report) {
    List<LearningPoint> points = result.learningCurve();
    if (points.size() < 2) {
      return;
    }
    report.section("Learning curve", "Errors on the same held-out structures.");
    report.learningCurves(
        List.of(
            curve(Quantity.ENERGY, points, ErrorRow::energyRmse),
            curve(Quantity.FORCE, points, ErrorRow::forceRmse)));
  }

  private static TrainingReport.LearningCurve curve(
      Quantity quantity, List<LearningPoint> points, Function<ErrorRow, Double> error) {
    int[] structures = points.stream().mapToInt(LearningPoint::structures).toArray();
    double[] test =
        points.stream()
            .mapToDouble(
                point ->
                    point.errors().stream()
                        .filter(row -> row.group().equals("all"))
                        .map(error)
                        .findFirst()
                        .orElse(Double.NaN))
            .toArray();
    double[] unknown = DoubleStream.generate(() -> Double.NaN).limit(test.length).toArray();
    return new TrainingReport.LearningCurve(quantity, structures, unknown, test);
  }

  private void calibration(TrainingReport report) {
    Calibration.Coverage coverage = result.calibration().crossValidation();
    report.section(
        "Uncertainty",
        String.format(
            Locale.ROOT,
            "Of the cross-validated energies, %.0f%% lie within one standard deviation and %.0f%%"
                + " within two; 68%% and 95%% would be normal.",
            100 * coverage.one(),
            100 * coverage.two()));
    List<FrameResult> certain = held.stream().filter(frame -> frame.uncertainty() > 0).toList();
    if (!certain.isEmpty()) {
      report.calibration(
          Quantity.ENERGY,
          certain.stream()
              .mapToDouble(frame -> 1000 * frame.uncertainty() / frame.frame().atoms())
              .toArray(),
          certain.stream().mapToDouble(FrameResult::energyError).toArray());
    }
  }
}
