package org.coesite.dos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.coesite.dos.DosComparison.Combination;
import org.coesite.dos.DosComparison.Group;
import org.coesite.dos.DosComparison.Outcome;
import org.coesite.dos.DosErrors.Squares;

/** The errors of compared models, how sure they are, and which models are best. Immutable. */
public final class DosComparisonTable {
  /**
   * An error in the unit of its measure.
   *
   * @param low lower end of its 95% interval, from a bootstrap over structures; NaN for one alone
   * @param high upper end
   */
  public record Sure(double value, double low, double high) {}

  /**
   * Errors of a combination on the structures of one kind.
   *
   * @param kind of structures; {@code all} of them
   * @param floor what the reference itself is off by, in the units of the measures; NaN where it is
   *     not known
   */
  public record Row(
      Combination combination,
      Group group,
      String kind,
      int structures,
      Map<DosMeasure, Sure> errors,
      Map<DosMeasure, Double> floor) {}

  /**
   * Which combinations of one width are best by one measure.
   *
   * @param best the one of the least error
   * @param asGood others whose errors on the same structures are not larger in 97.5% of the draws
   *     of a bootstrap
   * @param worse the rest
   */
  public record Verdict(
      DosMeasure measure,
      double width,
      Group group,
      Combination best,
      Sure error,
      List<Combination> asGood,
      List<Combination> worse) {}

  private static final long SEED = 1;

  private final DosComparison comparison;

  /** Of a comparison. */
  public DosComparisonTable(DosComparison comparison) {
    this.comparison = comparison;
  }

  /** All possible combinations, by kind and over all, left out in turn and then held out. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Outcome outcome : comparison.outcomes()) {
      for (Group group : Group.values()) {
        addRows(rows, outcome, group);
      }
    }
    return rows;
  }

  private void addRows(List<Row> rows, Outcome outcome, Group group) {
    List<DosAssessment> assessed = outcome.of(group);
    Map<String, List<Integer>> kinds = new TreeMap<>();
    List<Integer> all = new ArrayList<>();
    for (int s = 0; s < assessed.size(); s++) {
      kinds.computeIfAbsent(assessed.get(s).frame().kind(), key -> new ArrayList<>()).add(s);
      all.add(s);
    }
    Map<String, List<Integer>> groups = new LinkedHashMap<>(kinds);
    if (!all.isEmpty()) {
      groups.put("all", all);
    }
    groups.forEach((kind, which) -> rows.add(row(outcome, group, kind, which)));
  }

  private Row row(Outcome outcome, Group group, String kind, List<Integer> which) {
    List<DosAssessment> assessed = which.stream().map(outcome.of(group)::get).toList();
    List<Squares> squares = assessed.stream().map(DosAssessment::squares).toList();
    DosErrors errors = DosErrors.of(kind, squares);
    DosBootstrap bootstrap = new DosBootstrap(squares.size(), SEED);
    Map<DosMeasure, Sure> sure = new EnumMap<>(DosMeasure.class);
    for (DosMeasure measure : DosMeasure.values()) {
      sure.put(measure, sure(measure, errors, bootstrap.values(measure, squares)));
    }
    List<KPointFloor> floors =
        which.stream().map(comparison.floors(outcome.combination().width(), group)::get).toList();
    return new Row(outcome.combination(), group, kind, which.size(), sure, floor(floors, assessed));
  }

  private static Sure sure(DosMeasure measure, DosErrors errors, double[] draws) {
    double[] interval =
        errors.structures() > 1
            ? DosBootstrap.interval(draws)
            : new double[] {Double.NaN, Double.NaN};
    return new Sure(measure.of(errors), interval[0], interval[1]);
  }

  private static Map<DosMeasure, Double> floor(
      List<KPointFloor> floors, List<DosAssessment> assessed) {
    KPointFloor mean = KPointFloor.mean(floors);
    double dos =
        Math.sqrt(
            assessed.stream()
                .mapToDouble(one -> one.dosAtFermi().expected())
                .map(x -> x * x)
                .average()
                .orElse(Double.NaN));
    Map<DosMeasure, ToDoubleFunction<KPointFloor>> parts =
        Map.of(
            DosMeasure.CURVE, KPointFloor::curve,
            DosMeasure.FERMI, KPointFloor::fermi,
            DosMeasure.DOS_AT_FERMI, floor -> floor.dosAtFermi() / dos,
            DosMeasure.BAND_ENERGY, KPointFloor::bandEnergy);
    Map<DosMeasure, Double> out = new EnumMap<>(DosMeasure.class);
    parts.forEach((measure, part) -> out.put(measure, measure.scale() * part.applyAsDouble(mean)));
    return out;
  }

  /** For each measure, width and group of structures. */
  public List<Verdict> verdicts() {
    List<Verdict> out = new ArrayList<>();
    Map<Double, List<Outcome>> widths = new LinkedHashMap<>();
    for (Outcome outcome : comparison.outcomes()) {
      if (outcome.possible()) {
        widths
            .computeIfAbsent(outcome.combination().width(), key -> new ArrayList<>())
            .add(outcome);
      }
    }
    for (DosMeasure measure : DosMeasure.values()) {
      widths.forEach(
          (width, outcomes) -> {
            for (Group group : Group.values()) {
              if (!outcomes.get(0).of(group).isEmpty()) {
                out.add(verdict(measure, group, outcomes));
              }
            }
          });
    }
    return out;
  }

  private static Verdict verdict(DosMeasure measure, Group group, List<Outcome> outcomes) {
    DosBootstrap bootstrap = new DosBootstrap(outcomes.get(0).of(group).size(), SEED);
    List<double[]> draws = new ArrayList<>();
    List<DosErrors> errors = new ArrayList<>();
    int best = 0;
    for (Outcome outcome : outcomes) {
      List<Squares> squares = outcome.of(group).stream().map(DosAssessment::squares).toList();
      draws.add(bootstrap.values(measure, squares));
      errors.add(DosErrors.of("all", squares));
      int last = errors.size() - 1;
      best = measure.of(errors.get(last)) < measure.of(errors.get(best)) ? last : best;
    }
    List<Combination> asGood = new ArrayList<>();
    List<Combination> worse = new ArrayList<>();
    for (int k = 0; k < outcomes.size(); k++) {
      if (k != best) {
        boolean larger = DosBootstrap.larger(draws.get(k), draws.get(best));
        (larger ? worse : asGood).add(outcomes.get(k).combination());
      }
    }
    Combination winner = outcomes.get(best).combination();
    return new Verdict(
        measure,
        winner.width(),
        group,
        winner,
        sure(measure, errors.get(best), draws.get(best)),
        asGood,
        worse);
  }
}
