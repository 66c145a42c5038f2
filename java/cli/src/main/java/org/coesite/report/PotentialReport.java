package org.coesite.report;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.coesite.learn.Calibration;
import org.coesite.learn.CompressionCurve;
import org.coesite.learn.ErrorRow;
import org.coesite.learn.FrameResult;
import org.coesite.learn.LearningPoint;
import org.coesite.learn.TrainingResult;
import org.coesite.models.Calculator;
import org.coesite.models.PotentialModel;
import org.coesite.report.PotentialPhysics.Phase;
import org.coesite.report.TrainingReport.Compared;
import org.coesite.report.TrainingReport.LearningCurve;
import org.coesite.report.TrainingReport.Quantity;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/** Puts the training of a potential on one page, with the physics that the model gives. */
public final class PotentialReport {
  private static final double GPA = 160.2176634;

  /** Phases in larger cells take long to look at, and are looked at on request. */
  private static final int SMALL_CELL = 12;

  private static final double[] NONE = {};

  private PotentialReport() {}

  /**
   * Writes {@code report.html}, its figures as PNG, and the numbers behind them as CSV.
   *
   * @param potential the trained model, for the physics
   * @param data name of the training data
   * @param kinds of configurations whose lowest structures are taken for phases to look at; where
   *     it is empty, all that are ordered and have small cells
   * @param directory where; it exists
   * @return the files written
   */
  public static List<Path> write(
      TrainingResult result,
      Calculator potential,
      String data,
      List<String> kinds,
      Path directory) {
    PotentialModel model = result.model();
    TrainingReport report =
        new TrainingReport("Potential \"" + model.name() + "\"", facts(result, data));
    report
        .section(
            "Errors",
            "Cross-validated structures were predicted by fits that had seen neither them nor their"
                + " environments; test structures took no part at all.")
        .errors(result.errors().stream().map(PotentialReport::errors).toList());
    addParity(report, result);
    addLearningCurve(report, result);
    addCalibration(report, result);
    report.compression(CompressionCurve.of(result.frames(), potential));
    List<Phase> phases = phases(result.frames(), kinds);
    if (!phases.isEmpty()) {
      PotentialPhysics.addTo(report, potential, formula(phases.get(0).start()), phases);
      if (Arrays.equals(model.species(), new int[] {8, 14})) {
        report.section(
            "Measured cells",
            "At room temperature alpha-quartz has a = 4.916 and c = 5.405 Å (Levien, Prewitt and"
                + " Weidner, Am. Mineral. 65, 920 (1980)), alpha-cristobalite a = 4.972 and c ="
                + " 6.922 Å (Dollase, Z. Kristallogr. 121, 369 (1965)). Semi-local functionals"
                + " without dispersion, which the data come from, give larger cells.");
      }
    }
    List<Path> files = new ArrayList<>(report.write(directory));
    files.addAll(TrainingTables.write(result, directory));
    return files;
  }

  private static Map<String, String> facts(TrainingResult result, String data) {
    PotentialModel model = result.model();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "Model", model.name() + (model.description().isEmpty() ? "" : ": " + model.description()));
    facts.put("Data", data + ", " + result.frames().size() + " structures");
    model
        .manyBody()
        .forEach(
            term ->
                facts.merge(
                    "Many-body terms",
                    "%d sparse points of %d features within %.1f Å"
                        .formatted(
                            term.points().points(),
                            term.points().featureCount(),
                            term.basis().cutoff()),
                    (a, b) -> a + "; " + b));
    Calibration calibration = result.calibration();
    facts.put(
        "Uncertainty",
        "committee of %d; %.0f%% and %.0f%% of the test errors lie within one and two standard deviations"
            .formatted(
                model.members(), 100 * calibration.test().one(), 100 * calibration.test().two()));
    return facts;
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
        row.stressRmse());
  }

  private static void addParity(TrainingReport report, TrainingResult result) {
    report.section("Predictions against references", "");
    report.parity(
        Quantity.ENERGY,
        splits(
            result,
            frame -> new double[] {frame.frame().energy() / frame.frame().atoms()},
            frame -> new double[] {frame.energy() / frame.frame().atoms()}));
    report.parity(
        Quantity.FORCE,
        splits(
            result,
            frame -> frame.forces() == null ? new double[0] : frame.frame().forces(),
            frame -> frame.forces() == null ? new double[0] : frame.forces()));
    report.parity(
        Quantity.STRESS,
        splits(
            result,
            frame -> frame.stress() == null ? new double[0] : inGpa(frame.frame().stress()),
            frame -> frame.stress() == null ? new double[0] : inGpa(frame.stress())));
  }

  private static double[] inGpa(double[] stress) {
    double[] out = stress.clone();
    for (int k = 0; k < out.length; k++) {
      out[k] *= GPA;
    }
    return out;
  }

  private interface Values {
    double[] of(FrameResult frame);
  }

  private static List<Compared> splits(TrainingResult result, Values reference, Values predicted) {
    List<Compared> splits = new ArrayList<>();
    addSplit("train", result, frame -> !frame.test(), reference, predicted, splits);
    addSplit("test", result, FrameResult::test, reference, predicted, splits);
    return splits;
  }

  private static void addSplit(
      String name,
      TrainingResult result,
      Predicate<FrameResult> member,
      Values reference,
      Values predicted,
      List<Compared> splits) {
    double[] x = joined(result, member, reference);
    if (x.length > 0) {
      splits.add(new Compared(name, x, joined(result, member, predicted)));
    }
  }

  private static double[] joined(
      TrainingResult result, Predicate<FrameResult> member, Values values) {
    return result.frames().stream()
        .filter(member)
        .flatMapToDouble(frame -> Arrays.stream(values.of(frame)))
        .toArray();
  }

  private static void addLearningCurve(TrainingReport report, TrainingResult result) {
    List<LearningPoint> points = result.learningCurve();
    if (points.size() < 2) {
      return;
    }
    report.section(
        "Learning curve",
        "Errors on the same test structures after training on parts of the rest.");
    int[] structures = points.stream().mapToInt(LearningPoint::structures).toArray();
    double[] none = new double[points.size()];
    Arrays.fill(none, Double.NaN);
    report.learningCurves(
        List.of(
            new LearningCurve(
                Quantity.ENERGY,
                structures,
                none,
                points.stream().mapToDouble(p -> p.errors().get(0).energyRmse()).toArray()),
            new LearningCurve(
                Quantity.FORCE,
                structures,
                none,
                points.stream().mapToDouble(p -> p.errors().get(0).forceRmse()).toArray())));
    report.table(learningTable(points));
  }

  private static HtmlTable learningTable(List<LearningPoint> points) {
    HtmlTable table =
        new HtmlTable(
            "learning",
            "The learning curve by band of energies above the lowest structure of a polymorph.",
            List.of(
                HtmlTable.Column.number("Trained on", "structures", 0),
                HtmlTable.Column.text("Test structures"),
                HtmlTable.Column.number("Energy RMSE", "meV/atom", 2),
                HtmlTable.Column.number("Force RMSE", "% of rms", 1)));
    for (LearningPoint point : points) {
      for (ErrorRow row : point.errors()) {
        if (row.group().equals("all") || row.group().contains(" ")) {
          table.row(
              point.structures(), row.group(), row.energyRmse(), 100 * row.relativeForceError());
        }
      }
    }
    return table;
  }

  private static void addCalibration(TrainingReport report, TrainingResult result) {
    List<FrameResult> test =
        result.frames().stream().filter(frame -> frame.test() && frame.uncertainty() > 0).toList();
    if (test.size() < 3) {
      return;
    }
    report.section(
        "Uncertainty",
        "Stated standard deviations of the energies of test structures, against what the errors"
            + " were.");
    report.calibration(
        Quantity.ENERGY,
        test.stream().mapToDouble(f -> 1000 * f.uncertainty() / f.frame().atoms()).toArray(),
        test.stream().mapToDouble(FrameResult::energyError).toArray());
  }

  /** The lowest labelled structure of each ordered kind. */
  private static List<Phase> phases(List<FrameResult> frames, List<String> kinds) {
    Map<String, List<FrameResult>> byKind = new TreeMap<>();
    for (FrameResult frame : frames) {
      byKind.computeIfAbsent(frame.frame().kind(), kind -> new ArrayList<>()).add(frame);
    }
    List<Phase> phases = new ArrayList<>();
    for (Map.Entry<String, List<FrameResult>> entry : byKind.entrySet()) {
      String kind = entry.getKey();
      List<FrameResult> members = byKind.getOrDefault(kind + "-eos", entry.getValue());
      FrameResult lowest =
          members.stream()
              .min(Comparator.comparingDouble(f -> f.frame().energy() / f.frame().atoms()))
              .orElseThrow();
      boolean wanted =
          kinds.isEmpty()
              ? lowest.frame().atoms() <= SMALL_CELL && ordered(kind)
              : kinds.contains(kind);
      if (wanted) {
        Structure start = lowest.frame().structure();
        // relaxed here: the references, which are not, have a section of their own
        phases.add(new Phase(kind, start, formulaUnits(start), NONE, NONE));
      }
    }
    return phases;
  }

  private static boolean ordered(String kind) {
    return !kind.startsWith("liquid")
        && !kind.startsWith("amorphous")
        && !kind.contains("-md")
        && !kind.endsWith("-eos");
  }

  private static int formulaUnits(Structure structure) {
    return structure.composition().values().stream()
        .reduce((a, b) -> BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue())
        .orElse(1);
  }

  /** Such as SiO₂; "atom" for an element. */
  private static String formula(Structure structure) {
    Map<Integer, Integer> composition = structure.composition();
    if (composition.size() == 1) {
      return "atom";
    }
    StringBuilder formula = new StringBuilder();
    composition.entrySet().stream()
        .sorted(Map.Entry.<Integer, Integer>comparingByKey().reversed())
        .forEach(
            entry -> {
              int count = entry.getValue() / formulaUnits(structure);
              formula.append(Element.symbol(entry.getKey()));
              for (char digit : (count == 1 ? "" : Integer.toString(count)).toCharArray()) {
                formula.append((char) ('\u2080' + digit - '0'));
              }
            });
    return formula.toString();
  }
}
